import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type pg from 'pg'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import { openSignInDatabase } from './sign-in-database.ts'

let scratch: ScratchDatabase
before(async () => {
  scratch = await scratchDatabase()
})
after(() => scratch.drop())

const connections = {
  'a connection string': (url: URL) => ({ connectionString: url.href }),
  'a connection string with options of its own': (url: URL) => {
    url.searchParams.set('options', '-c statement_timeout=4321')
    return { connectionString: url.href }
  },
  'single settings': (url: URL) => ({
    host: url.searchParams.get('host') ?? url.hostname,
    port: Number(url.port) || 5432,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    options: '-c statement_timeout=4321',
  }),
}
for (const [what, connectionOf] of Object.entries(connections)) {
  test(`given ${what}, every connection runs in the sign-in role`, async () => {
    const { kysely, close } = await openSignInDatabase(connectionOf(new URL(scratch.connection.connectionString!)))
    const roles = await Promise.all(
      Array.from({ length: 8 }, () => sql<{ role: string }>`select current_user as role`.execute(kysely)),
    )
    assert.ok(roles.every(({ rows }) => rows[0]?.role === 'handset_sign_in'))
    const { rows } = await sql<{ timeout: string }>`select current_setting('statement_timeout') as timeout`.execute(
      kysely,
    )
    assert.equal(rows[0]?.timeout, what === 'a connection string' ? '0' : '4321ms')
    await close()
  })
}

test('the sign-in role reaches no messages, no audit and no sealed key of a workspace', async () => {
  const { kysely, close } = await openSignInDatabase(scratch.connection)
  for (const table of ['messages', 'audit_entries', 'workspace_keys', 'connections', 'opt_outs'])
    await assert.rejects(sql`select * from ${sql.table(table)}`.execute(kysely), /permission denied/, table)
  // Who follows an invitation may be raised to its role; nobody is moved or taken out.
  for (const change of ["update members set workspace_id = 'ws_1'", 'delete from members', 'delete from sso_domains'])
    await assert.rejects(sql.raw(change).execute(kysely), /permission denied/, change)
  await close()
})

test('where the role does not take hold, nothing is started', async () => {
  const url = new URL(scratch.connection.connectionString!)
  const connection = { connectionString: url.href, onConnect: (client: pg.ClientBase) => client.query('set role none') }
  await assert.rejects(openSignInDatabase(connection as pg.PoolConfig), /must run as handset_sign_in but run as/)
})
