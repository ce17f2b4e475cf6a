import pg from 'pg'
import { checkDatabase } from '../server/backup/check.ts'
import { type Database, openDatabase } from '../server/kit/db.ts'
import { clusterTag, prepareCluster } from '../server/kit/embedded-postgres/cluster.ts'
import { ownerConnection, supervisorConnection, withClient } from '../server/kit/embedded-postgres/connect.ts'
import { endLeftovers, findPostmaster } from '../server/kit/embedded-postgres/former-server.ts'
import { stopPostmaster } from '../server/kit/embedded-postgres/postmaster.ts'
import { listProcesses, sendSignal } from '../server/kit/embedded-postgres/processes.ts'

/** The PostgreSQL that the first Handset started, looked at from outside: for reading, and for killing. */
export interface Postgres {
  /** As a DATABASE_URL. */
  url: string
  /** The socket it listens on. */
  socket: string
  folder: string
  db: Database
  postmasterPid(): number | null
  /** SIGKILL to the postmaster and each of its children. */
  killAll(): void
  /** Resolves with the time it took until a query is answered. */
  answers(): Promise<number>
  /** As superuser, who sees what all sessions do. */
  ask(text: string): Promise<Record<string, string>[]>
  /** One line for each thing that is wrong with its tables and indexes. */
  findDamage(): Promise<string[]>
}

export async function openPostgres(dataDir: string): Promise<Postgres> {
  const cluster = await prepareCluster(dataDir, {})
  const { host, port, user, password, database } = ownerConnection(cluster)
  const url = `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
  const db = openDatabase({ connectionString: url }, { max: 4 })
  return {
    url,
    socket: `${host}/.s.PGSQL.${port}`,
    folder: cluster.folder,
    db,
    postmasterPid: () => findPostmaster(cluster.tag)?.pid ?? null,
    killAll() {
      const postmaster = findPostmaster(cluster.tag)
      if (!postmaster) return
      const family = listProcesses().filter(({ parent }) => parent === postmaster.pid)
      for (const one of [postmaster, ...family]) sendSignal(one, 'SIGKILL')
    },
    async answers() {
      const startedMs = performance.now()
      const deadlineMs = startedMs + 60_000
      while (!(await query(ownerConnection(cluster), 'select 1').then(Boolean, () => false))) {
        if (performance.now() > deadlineMs) throw new Error('PostgreSQL did not come back')
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      return performance.now() - startedMs
    },
    ask: (text) => query({ ...supervisorConnection(cluster), database }, text),
    findDamage: () =>
      withClient({ ...supervisorConnection(cluster), database }, (client) => checkDatabase(client, () => () => {})),
  }
}

/** What a self-test that was killed left running. */
export async function endPostgresOf(dataDir: string): Promise<void> {
  const tag = await clusterTag(`${dataDir}/pg`)
  const server = findPostmaster(tag)
  if (server) await stopPostmaster(server, () => {})
  await endLeftovers(tag, () => {})
}

async function query(connection: pg.ClientConfig, text: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<Record<string, string>>(text)).rows
  } finally {
    await client.end().catch(() => {})
  }
}
