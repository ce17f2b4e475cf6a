import { Client } from 'pg'
import type { Cluster } from './cluster.ts'
import { port } from './settings.ts'

export interface Connection {
  host: string
  port: number
  user: string
  password: string
  database: string
}

export function supervisorConnection(cluster: Cluster): Connection {
  const { socketFolder, supervisorPassword } = cluster
  return { host: socketFolder, port, user: 'supervisor', password: supervisorPassword, database: 'postgres' }
}

export function ownerConnection(cluster: Cluster): Connection {
  const { socketFolder, ownerPassword } = cluster
  return { host: socketFolder, port, user: 'handset_owner', password: ownerPassword, database: 'handset' }
}

export async function withClient<T>(
  connection: Connection,
  use: (client: Client) => Promise<T>,
  timeoutMs = 60_000,
): Promise<T> {
  // ssl is said here, or PGSSLMODE in our environment would decide.
  const client = new Client({
    ...connection,
    ssl: false,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  // A lost connection also rejects the query in flight; without a listener it would end the process as well.
  client.on('error', () => {})
  try {
    await client.connect()
    return await use(client)
  } finally {
    await client.end()
  }
}

/** What a server says of itself. */
export interface Answer {
  version: string
  folder: string
  startedAtSeconds: number
  systemIdentifier: string
}

type Probe = { state: 'ready'; answer: Answer } | { state: 'starting' | 'silent' | 'refused'; reason: string }

/** One real query, as superuser. */
export async function probe(cluster: Cluster): Promise<Probe> {
  try {
    const answer = await withClient(supervisorConnection(cluster), askWhoItIs, 2_000)
    return { state: 'ready', answer }
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    // 57P03: starting up, recovering or shutting down. A SQLSTATE has five characters; ENOENT and its kind have not.
    const state = code === '57P03' ? 'starting' : code.length === 5 && code !== '53300' ? 'refused' : 'silent'
    return { state, reason: message }
  }
}

async function askWhoItIs(client: Client): Promise<Answer> {
  const { rows } = await client.query<Answer>(`
    select current_setting('server_version') as version,
           current_setting('data_directory') as folder,
           extract(epoch from pg_postmaster_start_time())::float8 as "startedAtSeconds",
           (select system_identifier from pg_control_system())::text as "systemIdentifier"`)
  return rows[0]!
}
