import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { migrate } from '../server/kit/migrate.ts'
import { named } from './database.ts'

const FILES = readdirSync(new URL('../migrations', import.meta.url)).sort()

const server = (process.env.HANDSET_TEST_DATABASE_URL ?? process.env.DATABASE_URL)!
const made: string[] = []
after(async () => {
  for (const name of made) await query(named(server, 'postgres'), `drop database if exists ${name} with (force)`)
})

/** Without the template that other tests copy: here the way to it is what matters. */
async function emptyDatabase(): Promise<pg.ClientConfig> {
  const name = `handset_schema_${randomBytes(6).toString('hex')}`
  made.push(name)
  await query({ connectionString: server }, `create database ${name} template template0`)
  return named(server, name)
}

async function query<Row extends object>(connection: pg.ClientConfig, text: string): Promise<Row[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

/** All that the migrations make: columns, constraints, indexes, policies, rights, routines, and the rows they bring. */
async function schemaOf(connection: pg.ClientConfig): Promise<string[]> {
  const rows = await query<{ line: string }>(connection, SCHEMA)
  return rows.map(({ line }) => line)
}

const SCHEMA = `
select 'table ' || c.relname || ' ' || c.relrowsecurity || c.relforcerowsecurity as line from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
union all select format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
  from information_schema.columns where table_schema = 'public'
union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
  from pg_constraint where connamespace = 'public'::regnamespace
union all select indexdef from pg_indexes where schemaname = 'public'
union all select format('policy %s %s %s %s %s %s', tablename, policyname, roles, cmd, qual, with_check) from pg_policies
union all select format('grant %s %s %s', table_name, grantee, privilege_type)
  from information_schema.role_table_grants where grantee like 'handset\\_%'
union all select 'routine ' || oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
union all select 'price ' || country || micros_per_segment from prices
order by 1`

const tablesOf = async (connection: pg.ClientConfig) =>
  (await query<{ tablename: string }>(connection, `select tablename from pg_tables where schemaname = 'public'`)).map(
    (row) => row.tablename,
  )

test('the row types are those of the migrations', async () => {
  const script = fileURLToPath(new URL('../scripts/tables.ts', import.meta.url))
  const child = spawn(process.execPath, [script, '--check'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk))
  const [code] = await once(child, 'close')
  assert.equal(code, 0, complaint)
})

test('an empty database gets every migration once and in order; a second time there is nothing to do', async () => {
  const connection = await emptyDatabase()
  assert.deepEqual(await migrate(connection), FILES)
  const schema = await schemaOf(connection)
  assert.ok(schema.length > 200, `only ${schema.length} lines describe the schema`)
  assert.deepEqual(await migrate(connection), [])
  assert.deepEqual(await schemaOf(connection), schema)
})

test('of several that start at once on an empty database, one migrates and the others find it done', async () => {
  const connection = await emptyDatabase()
  const done = await Promise.all(Array.from({ length: 4 }, () => migrate(connection)))
  assert.deepEqual(
    done.filter((files) => files.length > 0),
    [FILES],
  )
})

test('a database that a newer version has migrated is refused by name, and is left as it is', async () => {
  const connection = await emptyDatabase()
  await migrate(connection)
  const later = '9999_from_the_future.sql'
  await query(connection, `insert into migrations (name) values ('${later}')`)
  await query(connection, `delete from migrations where name = '${FILES.at(-1)}'`)
  const schema = await schemaOf(connection)
  await assert.rejects(migrate(connection), {
    message: `This database was migrated by a newer Handset (${later}). Start that one.`,
  })
  assert.deepEqual(await schemaOf(connection), schema)
})

interface Obstacle {
  what: string
  failing: string
  make: string
  mend: string
  message: string
  /** The first table that the failing migration makes. */
  first: string
}

/** Each stops a migration when almost all of it has been done. */
const OBSTACLES: Obstacle[] = [
  {
    what: 'a table stands in its way at the end',
    failing: '0001',
    make: 'create table idempotency_keys (mine text)',
    mend: 'drop table idempotency_keys',
    message: 'relation "idempotency_keys" already exists',
    first: 'installation',
  },
  {
    what: 'a table stands in its way at the end',
    failing: '0002',
    make: 'create table refused_callbacks (mine text)',
    mend: 'drop table refused_callbacks',
    message: 'relation "refused_callbacks" already exists',
    first: 'connections',
  },
  {
    what: 'it cannot be noted as done',
    failing: '0002',
    make: `create table migrations (name text primary key, applied_at timestamptz not null default now(),
      constraint noted check (name not like '0002%'))`,
    mend: 'alter table migrations drop constraint noted',
    message: 'new row for relation "migrations" violates check constraint "noted"',
    first: 'connections',
  },
]

for (const { what, failing, make, mend, message, first } of OBSTACLES) {
  test(`migration ${failing} leaves nothing if it fails because ${what}, and goes through once that is mended`, async () => {
    const file = FILES.find((name) => name.startsWith(failing))!
    const connection = await emptyDatabase()
    await query(connection, make)
    await assert.rejects(migrate(connection), { message: `migration ${file} failed: ${message}` })
    assert.ok(!(await tablesOf(connection)).includes(first))
    const before = FILES.slice(0, FILES.indexOf(file))
    const applied = await query<{ name: string }>(connection, 'select name from migrations order by name')
    assert.deepEqual(
      applied.map((row) => row.name),
      before,
    )
    await query(connection, mend)
    assert.deepEqual(await migrate(connection), FILES.slice(before.length))
    const whole = await emptyDatabase()
    await migrate(whole)
    assert.deepEqual(await schemaOf(connection), await schemaOf(whole))
  })
}
