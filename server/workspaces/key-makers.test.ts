import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BuiltInRole, PERMISSIONS, type Permission } from '../../shared/permissions.ts'
import { newId } from '../kit/id.ts'
import { createApiKey } from './api-keys.ts'
import { actorIn, until } from './testing.ts'
import { caller, site, waitForUse, withKey } from './testing-callers.ts'

test('what a key may do about people and numbers ends when its maker may no more; what a program does goes on', async () => {
  const { workspaceId } = await caller()
  const { maker, become } = await memberOf(workspaceId)
  const wanted: Permission[] = ['messages.send', 'members.manage', 'numbers.reveal', 'api_keys.manage']
  const made = await createApiKey(site.context, maker, { name: 'Program', permissions: wanted })
  const mayNow = async () => (await withKey(made.key, 'GET', '/v1/me')).body.permissions
  assert.deepEqual((await mayNow()).toSorted(), wanted.toSorted())
  const childInput = { name: 'Of the program', permissions: ['members.manage', 'messages.send'] }
  const { body: child } = await withKey(made.key, 'POST', '/v1/api-keys', childInput)

  await become('campaigner')
  await until('the key may less', async () => (await mayNow()).length === 1)
  assert.deepEqual(await mayNow(), ['messages.send'])
  const childMay = async () => (await withKey(child.key, 'GET', '/v1/me')).body.permissions
  assert.deepEqual(await childMay(), ['messages.send'])
  await become('owner')
  await until('it may all again', async () => (await mayNow()).length === wanted.length)

  await become(null)
  await until('the maker left', async () => (await mayNow()).length === 1)
  const [shownChild, shown] = await listed(workspaceId)
  assert.deepEqual(
    [shown.name, shown.maker_left, shown.lapsed.toSorted()],
    ['Program', true, ['api_keys.manage', 'members.manage', 'numbers.reveal']],
  )
  assert.deepEqual([shownChild.name, shownChild.maker_left], ['Of the program', true])
})

const WITH_MAKER: [permission: Permission, what: string][] = [
  ['sms.configure', 'sends no texts elsewhere'],
  ['consent.write', 'takes back no opt-out'],
  ['spend.write', 'lifts no cap'],
  ['audit.read', 'reads no audit log'],
]
for (const [permission, what] of WITH_MAKER)
  test(`a key whose maker left ${what}`, async () => {
    const { workspaceId } = await caller()
    const { maker, become } = await memberOf(workspaceId)
    const wanted: Permission[] = ['history.read', permission]
    const made = await createApiKey(site.context, maker, { name: 'Program', permissions: wanted })
    await become(null)
    const { body } = await withKey(made.key, 'GET', '/v1/me')
    assert.deepEqual(body.permissions, ['history.read'])
  })

test('a thousand requests with a key write once: its first use', async () => {
  const { key } = await caller(['sms.read'])
  const before = await countWrites()
  for (let batch = 0; batch < 20; batch++) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => withKey(key, 'GET', '/v1/me')))
    assert.ok(answers.every(({ status }) => status === 200))
  }
  await waitForUse(key)
  assert.equal((await countWrites()) - before, 1)
})

async function listed(workspaceId: string) {
  const maker = { ...actorIn(workspaceId, PERMISSIONS), kind: 'api_key' as const }
  const { key } = await createApiKey(site.context, maker, { name: 'Looks', permissions: ['api_keys.manage'] })
  const { body } = await withKey(key, 'GET', '/v1/api-keys')
  return body.items.slice(1)
}

/** An owner, who is then given another role, or removed. */
async function memberOf(workspaceId: string) {
  const user_id = newId('usr')
  await site.context.db.signIn(async (tx) => {
    await tx
      .insertInto('auth_users')
      .values({ id: user_id, name: 'Dana', email: `${user_id}@acme.example` })
      .execute()
    await tx.insertInto('members').values({ workspace_id: workspaceId, user_id, role: 'owner' }).execute()
  })
  const become = (role: BuiltInRole | null) =>
    site.context.db.pool.query(
      role ? 'update members set role = $2 where user_id = $1' : 'delete from members where user_id = $1',
      role ? [user_id, role] : [user_id],
    )
  return { maker: { ...actorIn(workspaceId, PERMISSIONS), id: user_id }, become }
}

/** Rows written to any table, by what PostgreSQL counted. Each connection reports what it did when it is asked to. */
async function countWrites(): Promise<number> {
  const { pool } = site.context.db
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
  for (const client of clients) await client.query('select pg_stat_force_next_flush()')
  for (const client of clients) client.release()
  const { rows } = await pool.query(
    'select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as written from pg_stat_user_tables',
  )
  return rows[0].written
}
