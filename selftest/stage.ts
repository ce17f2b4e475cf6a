import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeLock } from '../server/kit/embedded-postgres/lock.ts'
import { type Carrier, startCarrier } from './carrier.ts'
import { endPostgresOf, openPostgres, type Postgres } from './database.ts'
import { openPlace, type Place } from './place.ts'
import type { Environment } from './process.ts'

/**
 * A scratch installation: the simulator, one Handset that answers the API and owns the embedded database, and workers.
 * Each is a process of its own.
 */
export interface Stage {
  folder: string
  carrier: Carrier
  postgres: Postgres
  api: Place
  apiUrl: string
  /** Where another provider may listen. */
  gatewayPort: number
  workers: Place[]
  speed: number
  apiEnvironment: Environment
  /** What a worker is started with. */
  workerEnvironment: Environment
  logFile: string
  /** As many workers as said, each as said. */
  staff(count: number, environment?: Environment): Promise<void>
  close(): Promise<void>
}

const PREFIX = 'handset-selftest-'

export async function openStage(options: { seed: number; speed: number; keep: boolean }): Promise<Stage> {
  await removeAbandoned()
  const { folder, release } = await makeFolder(options.keep)
  const dataDir = join(folder, 'data')
  const logFile = join(folder, 'handset.log')
  const carrier = await startCarrier(join(folder, 'accepted.jsonl'), options.seed)
  const port = await freePort()
  const gatewayPort = await freePort()
  const apiUrl = `http://127.0.0.1:${port}`
  const common = {
    HANDSET_SIMULATOR_URL: carrier.url,
    HANDSET_SIMULATOR_SPEED: String(options.speed),
    HANDSET_PUBLIC_URL: apiUrl,
    HANDSET_ALLOW_HOSTS: `127.0.0.1:${gatewayPort}`,
    HANDSET_LOG_LEVEL: 'warn',
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  }
  const apiEnvironment = { ...common, HANDSET_ROLE: 'api', HANDSET_PORT: String(port), HANDSET_DATA_DIR: dataDir }
  const api = openPlace(apiEnvironment, logFile)
  await api.start()
  const postgres = await openPostgres(dataDir)
  const workerEnvironment = {
    ...common,
    HANDSET_ROLE: 'worker',
    HANDSET_PORT: '0',
    HANDSET_KEY_FILE: join(dataDir, 'key'),
    DATABASE_URL: postgres.url,
  }
  const workers: Place[] = []
  return {
    folder,
    carrier,
    postgres,
    api,
    apiUrl,
    gatewayPort,
    workers,
    apiEnvironment,
    workerEnvironment,
    logFile,
    speed: options.speed,
    staff: openStaff(workers, workerEnvironment, logFile),
    async close() {
      await letGo(workers)
      await postgres.db.close()
      await api.stop()
      await carrier.stop()
      await release()
    },
  }
}

function openStaff(workers: Place[], usual: Environment, logFile: string): Stage['staff'] {
  let staffed = usual
  return async (count, environment = usual) => {
    if (JSON.stringify(environment) !== JSON.stringify(staffed)) await letGo(workers.splice(0))
    staffed = environment
    await letGo(workers.splice(count))
    const more = Array.from({ length: count - workers.length }, () => openPlace(environment, logFile))
    workers.push(...more)
    await Promise.all(more.map((worker) => worker.start()))
    await Promise.all(workers.map((worker) => worker.ready()))
  }
}

async function letGo(workers: Place[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.stop()))
}

async function makeFolder(keep: boolean): Promise<{ folder: string; release(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX))
  // The database may run as another user, who must be able to pass through.
  await chmod(folder, 0o711)
  const lock = await takeLock(join(folder, 'lock'))
  if (!lock.taken) throw new Error(`${folder} is taken`)
  return {
    folder,
    async release() {
      await lock.release()
      if (!keep) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** What a self-test that was killed left behind, its database too. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const folder = join(tmpdir(), name)
    const lock = await takeLock(join(folder, 'lock')).catch(() => null)
    if (!lock?.taken) continue
    await endPostgresOf(join(folder, 'data')).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The address must stay the same while the process behind it changes. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
