import { realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../make-folder.ts'
import { type Cluster, prepareCluster } from './cluster.ts'
import { type Connection, ownerConnection } from './connect.ts'
import { settleFormerServer } from './former-server.ts'
import { takeLock } from './lock.ts'
import { ensureOwner, verifyDurability } from './owner.ts'
import { type Log, startPostmaster, stopPostmaster } from './postmaster.ts'
import type { RunningProcess } from './processes.ts'
import { type Supervision, supervise } from './supervise.ts'

export interface EmbeddedPostgres {
  /** For `pg`: the owner (not a superuser) of the database `handset`, over a Unix socket. */
  connection: Connection
  /** An earlier run's server was still alive and is used on. */
  adopted: boolean
  /** Resolves with a line for the operator when PostgreSQL keeps dying and is no longer restarted. */
  gaveUp: Promise<string>
  /**
   * Ends every session at once and rolls back what they have open: finish your own work first. Without `stop`
   * the server outlives this process, and the next start takes it over.
   */
  stop(): Promise<void>
}

interface EmbeddedPostgresOptions {
  dataDir: string
  log: Log
  settings?: Record<string, string>
  /** For test runs, which make a database each. */
  ownerMayCreateDatabases?: boolean
}

/** Runs the PostgreSQL that npm installed, on `dataDir`. Throws one line for the operator when it cannot. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await makeFolder(options.dataDir)
  const dataDir = await realpath(options.dataDir)
  const lock = await takeLock(join(dataDir, 'lock'))
  if (!lock.taken) {
    throw new Error(`${dataDir} is in use by process ${lock.pid}: stop that one first, or choose another folder.`)
  }
  try {
    const cluster = await prepareCluster(dataDir, options.settings ?? {})
    const former = await settleFormerServer(cluster, options.log)
    if (former) options.log(`PostgreSQL (pid ${former.pid}) was still running and is taken over.`)
    const server = former ?? (await startPostmaster(cluster, options.log))
    await makeUsable(cluster, server, options)
    const restart = async (signal: AbortSignal) =>
      (await settleFormerServer(cluster, options.log)) ?? (await startPostmaster(cluster, options.log, signal))
    const supervision = supervise(server, restart, options.log)
    let stopped: Promise<void> | undefined
    const stop = () => {
      stopped ??= stopAll(cluster, supervision, lock.release, options.log)
      return stopped
    }
    return { connection: ownerConnection(cluster), adopted: former !== undefined, gaveUp: supervision.gaveUp, stop }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function makeUsable(cluster: Cluster, server: RunningProcess, options: EmbeddedPostgresOptions): Promise<void> {
  try {
    await ensureOwner(cluster, options.ownerMayCreateDatabases ?? false)
    await verifyDurability(cluster)
  } catch (error) {
    await stopPostmaster(server, options.log)
    throw error
  }
}

async function stopAll(cluster: Cluster, supervision: Supervision, release: () => Promise<void>, log: Log) {
  const server = await supervision.end()
  if (server) await stopPostmaster(server, log)
  // Empty now, and made again by the next start; under the temporary folder it would stay for good.
  await rm(cluster.socketFolder, { recursive: true, force: true })
  await release()
}
