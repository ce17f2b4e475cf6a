import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { invalid } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import { sealPurpose, writeOptOuts } from './opt-outs.ts'
import { type FileEntry, readFile } from './read-file.ts'
import type { ImportOut } from './schema.ts'

const MOST_LINES = 20_000
/** So many numbers are locked at once: attempts to them wait that long. */
const AT_ONCE = 500

/**
 * Stops the numbers of a file, as people had stopped them elsewhere: nobody lifts such an entry by hand. In steps, each
 * whole; a file that broke off is simply sent again.
 */
export async function importOptOuts(context: Context, actor: Actor, file: string): Promise<ImportOut> {
  const read = readFile(file)
  if (!read) throw invalid([{ pointer: '/file', detail: 'No column of it is called number.' }])
  const { entries, errors, refused } = read
  if (entries.length + refused > MOST_LINES)
    throw invalid([{ pointer: '/file', detail: 'It has more than 20,000 lines. Send it in parts.' }])
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  let added = 0
  for (let i = 0; i < entries.length; i += AT_ONCE)
    added += await stopSome(context, actor, sealer, entries.slice(i, i + AT_ONCE))
  return { added, standing: entries.length - added, errors, refused }
}

async function stopSome(context: Context, actor: Actor, sealer: Sealer, some: FileEntry[]): Promise<number> {
  const { workspaceId, name: createdBy } = actor
  const entries = some.map(({ number, note }) => {
    const numberHash = context.keys.hashNumber(number)
    const numberSealed = sealer.seal(sealPurpose(numberHash), number)
    return { workspaceId, numberHash, numberSealed, source: 'import' as const, note, createdBy }
  })
  return context.db.tenant(workspaceId, async (tx) => {
    const { length: count } = await writeOptOuts(tx, entries)
    if (count > 0) {
      const changes = { count: { from: null, to: count } }
      await recordChange(tx, actor, { action: 'opt_out.imported', target: 'opt_outs', changes })
    }
    return count
  })
}
