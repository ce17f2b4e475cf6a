import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './db.ts'
import { findIsolationGaps } from './self-check.ts'

let scratch: ScratchDatabase
let db: Database
before(async () => {
  scratch = await scratchDatabase()
  db = openDatabase(scratch.connection, { max: 1 })
})
after(async () => {
  await db.close()
  await scratch.drop()
})

test('a database as it should be is safe to serve', async () => {
  assert.deepEqual(await findIsolationGaps(db), [])
})

const GAPS: [what: string, make: string, says: string[]][] = [
  [
    'a policy that lets new rows of others in',
    'alter policy tenant on opt_outs with check (true)',
    ['Table opt_outs shows a workspace the rows of others.'],
  ],
  [
    'a second policy for new rows',
    'create policy more on opt_outs for insert to handset_tenant with check (true)',
    ['Table opt_outs shows a workspace the rows of others.'],
  ],
  [
    'a view that is given to workspaces',
    'create view all_texts as select * from messages; grant select on all_texts to handset_tenant',
    ['View all_texts lets a workspace past the policies.'],
  ],
  [
    'a view of which one column is given to everybody',
    'create materialized view all_ids as select id from messages; grant select (id) on all_ids to public',
    ['View all_ids lets a workspace past the policies.'],
  ],
  [
    'a routine that runs as its owner',
    'create function peek() returns bigint language sql security definer as $$ select count(*) from messages $$',
    ['Routine peek lets a workspace past the policies.'],
  ],
  [
    'the people of the installation, given to workspaces',
    'grant select on auth_users to handset_tenant',
    ['Table auth_users gives a workspace SELECT.'],
  ],
  [
    'a column of them',
    'grant select (email) on auth_users to handset_tenant',
    ['Table auth_users gives a workspace SELECT (email).'],
  ],
  [
    'a table that a workspace may empty',
    'grant truncate on messages to handset_tenant',
    ['Table messages can be emptied by a workspace.'],
  ],
  [
    'a role that may act as another of them',
    'grant handset_erase to handset_tenant',
    ['Role handset_tenant is a member of another role.'],
  ],
]
for (const [what, make, says] of GAPS)
  test(`${what} is named`, async () => assert.deepEqual(await gapsAfter(make), says))

test('a role that may act as the one that crosses workspaces is named, with what it wins', async () => {
  const gaps = await gapsAfter('grant handset_system to handset_tenant')
  assert.ok(gaps.includes('Role handset_tenant is a member of another role.'), gaps.join(' '))
  assert.ok(gaps.includes('Table mails gives a workspace SELECT INSERT UPDATE DELETE.'), gaps.join(' '))
})

const HARMLESS: [what: string, make: string][] = [
  ['a view of the operator’s own', 'create view figures as select count(*) from messages'],
  [
    'a view that looks with the eyes of whoever reads it',
    'create view own with (security_invoker = true) as select * from messages; grant select on own to handset_tenant',
  ],
  [
    'a check that says what the policy says already',
    `alter policy tenant on opt_outs with check (workspace_id = current_setting('handset.workspace'))`,
  ],
]
for (const [what, make] of HARMLESS)
  test(`${what} keeps nobody from starting`, async () => assert.deepEqual(await gapsAfter(make), []))

/** In a transaction that is taken back: a role belongs to all databases of a server. */
async function gapsAfter(make: string): Promise<string[]> {
  const client = await db.pool.connect()
  try {
    await client.query(`begin; ${make}`)
    return await findIsolationGaps({ pool: client })
  } finally {
    await client.query('rollback')
    client.release()
  }
}
