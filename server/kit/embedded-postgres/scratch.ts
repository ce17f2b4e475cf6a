import { existsSync, statfsSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clusterTag } from './cluster.ts'
import { endLeftovers, findPostmaster } from './former-server.ts'
import { takeLock } from './lock.ts'
import { type Log, stopPostmaster } from './postmaster.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts'

const prefix = 'handset-scratch-'
const silent: Log = () => {}

/**
 * A server for tests and benches in a new folder under `parent`, removed by `stop`. Its owner may create databases.
 * `memoryFolder()` as parent is much faster, but then no commit waits for a disk.
 */
export async function startScratchPostgres(
  options: { parent?: string; settings?: Record<string, string> } = {},
): Promise<EmbeddedPostgres> {
  const { parent = tmpdir(), settings = {} } = options
  await removeAbandoned(parent)
  const dataDir = await mkdtemp(join(parent, prefix))
  try {
    const server = await startEmbeddedPostgres({ dataDir, log: silent, settings, ownerMayCreateDatabases: true })
    return { ...server, stop: () => server.stop().then(() => remove(dataDir)) }
  } catch (error) {
    await remove(dataDir)
    throw error
  }
}

/** Linux's folder in memory where it has room for a few databases, else the temporary folder. */
export function memoryFolder(): string {
  const folder = '/dev/shm'
  if (!existsSync(folder)) return tmpdir()
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > 2 ** 30 ? folder : tmpdir()
}

/** A test run that was killed could not stop its server; a later one does, seeing the lock of a dead process. */
export async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue
    try {
      await removeIfAbandoned(join(parent, name))
    } catch (error) {
      // Its own run, or another that cleans up, was faster.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

async function removeIfAbandoned(dataDir: string): Promise<void> {
  if ((await stat(join(dataDir, 'lock'))).uid !== process.getuid?.()) return
  const lock = await takeLock(join(dataDir, 'lock'))
  if (!lock.taken) return
  if (existsSync(join(dataDir, 'pg'))) await endServer(await clusterTag(join(dataDir, 'pg')))
  await remove(dataDir)
}

async function endServer(tag: string): Promise<void> {
  const server = findPostmaster(tag)
  if (server) await stopPostmaster(server, silent)
  await endLeftovers(tag, silent)
}

async function remove(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
}
