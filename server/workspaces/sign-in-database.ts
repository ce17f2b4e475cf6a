import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from '../kit/tables.ts'

const ROLE = 'handset_sign_in'

export interface SignInDatabase {
  kysely: Kysely<DB>
  close(): Promise<void>
}

/**
 * The sign-in library sends its own SQL, outside our transaction wrapper, so its connections are in the sign-in role
 * from their first moment: they reach users and sessions, and no tenant's rows.
 *
 * @throws {Error} when the role did not take hold, as with a connection pooler that drops start-up options.
 */
export async function openSignInDatabase(connection: pg.PoolConfig): Promise<SignInDatabase> {
  const pool = new pg.Pool({ ...inRole(connection), max: 4, allowExitOnIdle: true })
  // An idle client whose server went away reports here; the next query gets a new one.
  pool.on('error', () => {})
  // As does one in use, between its statements.
  pool.on('connect', (client) => client.on('error', () => {}))
  const { rows } = await pool.query<{ role: string }>('select current_user as role')
  if (rows[0]?.role !== ROLE) {
    await pool.end()
    throw new Error(`Connections for signing in must run as ${ROLE} but run as ${rows[0]?.role}.`)
  }
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { kysely, close: () => kysely.destroy() }
}

/** A connection string that carries options of its own would win over ours, so ours goes behind them. */
function inRole(connection: pg.PoolConfig): pg.PoolConfig {
  const role = `-c role=${ROLE}`
  const url = URL.parse(connection.connectionString ?? '')
  const theirs = url?.searchParams.get('options')
  if (!url || !theirs) return { ...connection, options: [connection.options, role].filter(Boolean).join(' ') }
  url.searchParams.set('options', `${theirs} ${role}`)
  return { ...connection, connectionString: url.href }
}
