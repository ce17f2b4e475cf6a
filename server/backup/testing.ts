import { open, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startEmbeddedPostgres } from '../kit/embedded-postgres/start.ts'
import { makeTestFolder, query, type TestFolder } from '../kit/embedded-postgres/test-folder.ts'
import { migrate } from '../kit/migrate.ts'
import { backUp } from './backup.ts'

/** Whoever cleans up at the end: a test, or hooks around several. */
type Cleaner = Parameters<typeof makeTestFolder>[0]

export const quiet = { say: () => {}, start: () => () => {} }
export const VERSION = '1.2.3'

export function backUpTo(folder: TestFolder, to: string, { withKey = false, progress = quiet } = {}) {
  const installed = { dataDir: folder.dataDir, keyFile: { path: join(folder.dataDir, 'key') }, version: VERSION }
  return backUp(installed, { to, withKey }, progress)
}

export async function startOn(t: Cleaner, dataDir: string) {
  const server = await startEmbeddedPostgres({ dataDir, log: () => {} })
  t.after(() => server.stop())
  return server
}

/** A migrated database with the row that every installation has. */
export async function makeInstallation(t: Cleaner) {
  const folder = await makeTestFolder(t)
  const server = await folder.start()
  await migrate(server.connection)
  await query(server.connection, `insert into installation (key_check, pepper) values ('\\x01', '\\x02')`)
  await writeFile(join(folder.dataDir, 'key'), 'the key\n')
  return { folder, server, out: join(dirname(folder.dataDir), 'backups') }
}

export async function flipByte(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, at)
  await file.write(Buffer.from([byte[0]! ^ 1]), 0, 1, at)
  await file.close()
}
