import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

const FOLDER = new URL('../../migrations/', import.meta.url)
/** Any number that all Handsets agree on: two starting at once take turns. */
const ADVISORY_LOCK = 4_151_872_309

/**
 * Brings the database to the newest schema: each file once, in order, in a transaction of its own. Refuses a database
 * that a newer version has already changed, since this code does not know what it means.
 */
export async function migrate(connection: pg.ClientConfig): Promise<string[]> {
  const files = await migrationFiles()
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK])
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    )
    const done = new Set(
      (await client.query<{ name: string }>('select name from migrations')).rows.map((row) => row.name),
    )
    const unknown = [...done].filter((name) => !files.includes(name))
    if (unknown.length)
      throw new Error(`This database was migrated by a newer Handset (${unknown.join(', ')}). Start that one.`)
    const pending = files.filter((name) => !done.has(name))
    for (const name of pending) await apply(client, name)
    if (pending.length) await client.query('analyze')
    return pending
  } finally {
    await client.end()
  }
}

/** Those that this code needs and that the database has not had. */
export async function missingMigrations(pool: pg.Pool): Promise<string[]> {
  const [files, done] = await Promise.all([
    migrationFiles(),
    pool.query<{ name: string }>('select name from migrations'),
  ])
  return files.filter((file) => !done.rows.some(({ name }) => name === file))
}

async function migrationFiles(): Promise<string[]> {
  return (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
}

/** In their order. */
export async function migrationNames(): Promise<string[]> {
  return (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const text = await readFile(new URL(name, FOLDER), 'utf8')
  await client.query('begin')
  try {
    await client.query("set local lock_timeout = '10s'; set local statement_timeout = '15min'")
    await client.query(text)
    await client.query('insert into migrations (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}
