import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { type Database, openDatabase } from '../server/kit/db.ts'
import { migrate } from '../server/kit/migrate.ts'

/**
 * A database of its own for one test file, copied from a migrated template on the server that the test runner started
 * (HANDSET_TEST_DATABASE_URL, or DATABASE_URL when the tests are to run against that server).
 */
export interface ScratchDatabase {
  connection: pg.ClientConfig
  drop(): Promise<void>
}

export async function scratchDatabase(): Promise<ScratchDatabase> {
  const server = process.env.HANDSET_TEST_DATABASE_URL ?? process.env.DATABASE_URL
  if (!server)
    throw new Error(
      'Tests need the database that `npm test` starts. Run one file with: npm test -- path/to/file.test.ts',
    )
  const template = process.env.HANDSET_TEST_TEMPLATE
  const name = `handset_test_${randomBytes(6).toString('hex')}`
  await run(server, `create database ${name}${template ? ` template ${template}` : ''}`)
  const connection = named(server, name)
  if (!template) await migrate(connection)
  return { connection, drop: () => drop(server, name) }
}

/** The same, connected as Handset is; closing it takes the database away too. */
export async function openScratch(options: { max?: number } = {}): Promise<Database> {
  const scratch = await scratchDatabase()
  const db = openDatabase(scratch.connection, options)
  return {
    ...db,
    async close() {
      await db.close()
      await scratch.drop()
    },
  }
}

/** A server's own vacuum may be at work in it, which only a superuser may send away; it soon ends by itself. */
async function drop(server: string, name: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await run(server, `drop database if exists ${name} with (force)`)
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || tries === 100) throw error
      await delay(100)
    }
  }
}

/** The same server and user, another database. */
export function named(server: string, database: string): pg.ClientConfig {
  const url = new URL(server)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
