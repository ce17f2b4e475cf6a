import type { Socket } from 'node:net'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { DB } from './tables.ts'

// Money is in millionths and stays far below 2^53; a day is a name, not an instant.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/**
 * The only way to a connection. A tenant's transaction sees that workspace's rows alone; a system transaction crosses
 * workspaces and is for the loops that test/architecture.test.ts lists. Both roles end with the transaction.
 */
export interface Database {
  tenant<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** For sign-in and set-up: users, sessions and the installation's own row. */
  signIn<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Takes away the rows of a workspace whose deletion has begun, and reaches nothing of any other. */
  erase<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  connection: pg.PoolConfig
  pool: pg.Pool
  close(): Promise<void>
}

/** One open transaction. */
export class Tx extends Kysely<DB> {
  readonly #client: pg.PoolClient
  #committing: Promise<unknown> | undefined

  constructor(client: pg.PoolClient) {
    super({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new OneClientDriver(client),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    })
    this.#client = client
  }

  /** A prepared statement: planned once for each connection, which is what the sending path lives on. */
  async rows<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const result = await this.#client.query<Row>({ name, text, values })
    return result.rows
  }

  /** The same as the last of the transaction: the commit travels with it instead of waiting for its answer. */
  async rowsAndCommit<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const rows = this.rows<Row>(name, text, values)
    // Its failure is thrown where the transaction ends.
    this.commit().catch(() => {})
    return rows
  }

  commit(): Promise<unknown> {
    this.#committing ??= this.#client.query('commit')
    return this.#committing
  }
}

/** A server that went away without a word is noticed then. */
const LONGEST_QUERY_MS = 60_000

export function openDatabase(connection: pg.PoolConfig, options: { max?: number } = {}): Database {
  const config: pg.PoolConfig = {
    max: options.max ?? 10,
    pipeline: true,
    // A statement with arrays for parameters is otherwise planned anew each time, which takes longer than running it.
    // And a worker that is cut off must not keep its rows locked, whoever's server it is.
    options:
      '-c plan_cache_mode=force_generic_plan -c idle_in_transaction_session_timeout=30s -c tcp_keepalives_idle=10',
    keepAlive: true,
    query_timeout: LONGEST_QUERY_MS,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    ...connection,
  }
  const pool = new pg.Pool(config)
  // An idle client whose server went away reports here; the next query gets a new one.
  pool.on('error', () => {})
  // One in use reports to nobody else, and what nobody hears ends the process; its statement fails all the same.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    tenant: (workspaceId, work) =>
      inTransaction(
        pool,
        `set local role handset_tenant; set local handset.workspace = '${checkedId(workspaceId)}'`,
        work,
      ),
    system: (work) => inTransaction(pool, 'set local role handset_system', work),
    signIn: (work) => inTransaction(pool, 'set local role handset_sign_in', work),
    erase: (workspaceId, work) =>
      inTransaction(
        pool,
        `set local role handset_erase; set local handset.workspace = '${checkedId(workspaceId)}'`,
        work,
      ),
    connection: config,
    pool,
    close: () => pool.end(),
  }
}

/** Statements are pipelined: `begin` is not waited for, and `work` may send several at once; they run in that order. */
async function inTransaction<T>(pool: pg.Pool, preamble: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const uncork = cork(client)
  const begun = client.query(`begin; ${preamble}`)
  begun.catch(() => {})
  try {
    const tx = new Tx(client)
    const working = work(tx)
    uncork()
    const result = await working
    await begun
    await tx.commit()
    return result
  } catch (error) {
    uncork()
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw withoutValues(error)
  } finally {
    client.release(broken)
  }
}

/**
 * What `work` asks for at once leaves together with `begin`, in one write to the socket instead of one for each statement.
 * The driver has no word of its own for it.
 *
 * @returns lets it go; a second call does nothing.
 */
function cork(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  let corked = true
  return () => {
    if (corked) stream.uncork()
    corked = false
  }
}

/** A workspace id goes into SQL as text, so nothing but an id may pass. */
function checkedId(workspaceId: string): string {
  if (!/^[a-z]+_[0-9a-z]{4,40}$/.test(workspaceId)) throw new Error('not a workspace id')
  return workspaceId
}

/** The database refused a value (SQLSTATE classes 22 and 23): asked again with the same, it would refuse it again. */
export function isRefusedValue(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')
}

/** The database is away, is going away, or gave this transaction up for another: asked again, it may well answer. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|57P|53|40|55P03)/.test(error.code ?? '')
  return (
    error instanceof Error &&
    /ECONN|EPIPE|ENOENT|terminated|timeout exceeded|read timeout|not queryable|Connection/.test(
      `${(error as { code?: string }).code} ${error.message}`,
    )
  )
}

/** A driver's error quotes the row it choked on; numbers and texts must not reach a log. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  for (const part of ['detail', 'where', 'internalQuery', 'hint'] as const) delete error[part]
  return error
}

class OneClientDriver implements Driver {
  readonly #connection: DatabaseConnection

  constructor(client: pg.PoolClient) {
    this.#connection = {
      async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
        const result = await client.query(query.sql, [...query.parameters])
        return { rows: result.rows ?? [], numAffectedRows: BigInt(result.rowCount ?? 0) }
      },
      // biome-ignore lint/correctness/useYield: required by the interface, and nothing here streams
      async *streamQuery() {
        throw new Error('streaming is not supported inside a transaction')
      },
    }
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }
  async beginTransaction(): Promise<void> {
    throw new Error('already in a transaction')
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}
