import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Everything happens in this folder of the target; what is complete is moved up at the end, the database last. */
export const DRAFT = 'restoring'

/** An empty installation begun here would look as if the restored one were lost, and keep the restore from ending. */
export function refuseHalfRestored(dataDir: string): void {
  const draft = join(dataDir, DRAFT)
  if (!existsSync(draft) || existsSync(join(dataDir, 'pg'))) return
  throw new Error(`A restore to ${dataDir} is under way or was killed. If it was, remove ${draft} and restore again.`)
}
