import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../kit/id.ts'
import { createApiKey } from './api-keys.ts'
import { actorIn, until } from './testing.ts'
import { caller, site, waitForUse, withKey } from './testing-callers.ts'

test('a key is shown once, and only its hash is stored', async () => {
  const { call } = await caller()
  const made = await call('POST', '/v1/api-keys', { name: 'Billing', permissions: ['messages.send', 'sms.read'] })
  assert.equal(made.status, 201)
  const { key, ...shown } = made.body
  assert.match(key, /^hs_[0-9a-z]{12}_[0-9a-z]{40}$/)
  assert.ok(key.startsWith(`${shown.prefix}_`))
  const { body } = await call('GET', '/v1/api-keys')
  assert.deepEqual(body.items[0], shown)
  assert.ok(!JSON.stringify(body).includes(key))
  const { rows } = await site.context.db.pool.query('select t::text as row from api_keys t where id = $1', [shown.id])
  assert.ok(!rows[0].row.includes(key.slice(16)))
})

test('a key speaks for its workspace, with its permissions and no others', async () => {
  const { workspaceId, call } = await caller()
  const { body } = await call('POST', '/v1/api-keys', { name: 'Billing', permissions: ['sms.read', 'sms.read'] })
  const me = await withKey(body.key, 'GET', '/v1/me')
  assert.deepEqual([me.status, me.body.api_key], [200, { id: body.id, name: 'Billing' }])
  assert.deepEqual([me.body.user, me.body.role, me.body.permissions], [null, null, ['sms.read']])
  assert.equal(me.body.workspace.id, workspaceId)
  assert.deepEqual(
    me.body.workspaces.map(({ id }: { id: string }) => id),
    [workspaceId],
  )
})

const routes: [method: string, path: string, body?: unknown][] = [
  ['GET', '/v1/api-keys'],
  ['POST', '/v1/api-keys', { name: 'x', permissions: ['sms.read'] }],
  ['DELETE', `/v1/api-keys/${newId('key')}`],
]
for (const [method, path, body] of routes) {
  test(`${method} ${path.slice(0, 12)} wants somebody who may manage keys`, async () => {
    assert.equal((await site.browser().call(method, path, body)).status, 401)
    const { call } = await caller(['messages.send'])
    const refused = await call(method, path, body)
    assert.deepEqual([refused.status, refused.body.permission], [403, 'api_keys.manage'])
  })
}

const unfit: [what: string, change: Record<string, unknown>, pointer: string][] = [
  ['no name', { name: ' ' }, '/name'],
  ['a name with a NUL', { name: '\u0000' }, '/name'],
  ['no permission', { permissions: [] }, '/permissions'],
  ['an unknown permission', { permissions: ['sms.read', 'root'] }, '/permissions/1'],
  ['a permission that its maker lacks', { permissions: ['api_keys.manage', 'spend.write'] }, '/permissions/1'],
  ['an end in the past', { expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
  ['an end that is no time', { expires_at: 'soon' }, '/expires_at'],
]
for (const [what, change, pointer] of unfit) {
  test(`a key with ${what} is refused at the field`, async () => {
    const { workspaceId, call } = await caller(['api_keys.manage', 'sms.read'])
    const { status, body } = await call('POST', '/v1/api-keys', { name: 'x', permissions: ['sms.read'], ...change })
    assert.deepEqual([status, body.errors[0].pointer], [422, pointer])
    assert.equal(await countKeys(workspaceId), 1)
  })
}

test('a repeat with the same Idempotency-Key answers with the same key, which lies nowhere in the open', async () => {
  const { workspaceId, call } = await caller()
  const input = { name: 'Billing', permissions: ['sms.read'] }
  const send = (body: unknown) => call('POST', '/v1/api-keys', body, { 'idempotency-key': 'once' })
  const [first, second] = [await send(input), await send(input)]
  assert.deepEqual([first.status, second.status, second.body], [201, 201, first.body])
  assert.equal(await countKeys(workspaceId), 2)
  const { rows } = await site.context.db.pool.query('select response::text as kept from idempotency_keys')
  assert.ok(rows.every(({ kept }) => !kept.includes(first.body.key.slice(16))))
  const other = await send({ ...input, name: 'Other' })
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused'])
})

test('a deleted key no longer works within a second, and its end is recorded', async () => {
  const { workspaceId, call } = await caller()
  const { body } = await call('POST', '/v1/api-keys', { name: 'Billing', permissions: ['sms.read'] })
  assert.equal((await withKey(body.key, 'GET', '/v1/me')).status, 200)
  const deleted = await call('DELETE', `/v1/api-keys/${body.id}`)
  assert.deepEqual([deleted.status, deleted.body], [204, null])
  const deletedMs = performance.now()
  await until('the key died', async () => (await withKey(body.key, 'GET', '/v1/me')).status === 401)
  assert.ok(performance.now() - deletedMs < 1000)
  assert.equal((await call('DELETE', `/v1/api-keys/${body.id}`)).status, 404)
  assert.deepEqual((await audited(workspaceId)).slice(-2), [
    ['api_key.created', body.id],
    ['api_key.deleted', body.id],
  ])
})

test('the keys of another workspace are not listed, and deleting one is like deleting none', async () => {
  const [here, there] = [await caller(), await caller()]
  const { body } = await there.call('POST', '/v1/api-keys', { name: 'Theirs', permissions: ['sms.read'] })
  const listed = await here.call('GET', '/v1/api-keys')
  assert.ok(listed.body.items.every(({ name }: { name: string }) => name !== 'Theirs'))
  const foreign = await here.call('DELETE', `/v1/api-keys/${body.id}`)
  const missing = await here.call('DELETE', `/v1/api-keys/${newId('key')}`)
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, missing.body)
  for (const odd of ['x', '%00', 'key_', `${body.id}'`])
    assert.equal((await here.call('DELETE', `/v1/api-keys/${odd}`)).status, 404)
  assert.equal((await withKey(body.key, 'GET', '/v1/me')).status, 200)
})

test('keys come newest first, page by page', async () => {
  const { call } = await caller()
  for (const name of ['a', 'b', 'c', 'd']) await call('POST', '/v1/api-keys', { name, permissions: ['sms.read'] })
  const names: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await call('GET', `/v1/api-keys?limit=2${next && `&after=${next}`}`)
    names.push(...body.items.map(({ name }: { name: string }) => name))
    next = body.next
  }
  assert.deepEqual([...names].sort(), ['First', 'a', 'b', 'c', 'd'])
  for (const query of ['limit=0', 'limit=x', 'after=x', 'after=%00', `after=${'k'.repeat(200)}`])
    assert.equal((await call('GET', `/v1/api-keys?${query}`)).status, 422, query)
})

test('an expired key does not work', async () => {
  const { workspaceId, call } = await caller()
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  const { body } = await call('POST', '/v1/api-keys', { name: 'Hour', permissions: ['sms.read'], expires_at: inAnHour })
  assert.equal(body.expires_at, inAnHour)
  assert.equal((await withKey(body.key, 'GET', '/v1/me')).status, 200)
  await site.context.db.pool.query(`update api_keys set expires_at = now() where id = $1`, [body.id])
  await until('the key ended', async () => (await withKey(body.key, 'GET', '/v1/me')).status === 401)
  assert.equal(await countKeys(workspaceId), 2)
})

test('whatever is not a living key is nobody', async () => {
  const { key } = await caller()
  const altered = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0')
  const wrong = [
    altered,
    key.slice(0, -1),
    `${key}0`,
    key.toUpperCase(),
    `hs_${'0'.repeat(12)}_${'0'.repeat(40)}`,
    `${key.slice(0, 16)}${'0'.repeat(40)}`,
    'hs_',
    '',
    `${key}' or true --`,
  ]
  for (const one of wrong) assert.equal((await withKey(one, 'GET', '/v1/me')).status, 401, one)
  for (const scheme of ['Basic ', 'Token ', 'hs '])
    assert.equal((await site.browser().call('GET', '/v1/me', undefined, { authorization: scheme + key })).status, 401)
  assert.equal((await withKey(key, 'GET', '/v1/me')).status, 200)
})

test('the last use of a key is noted, at most once a minute', async () => {
  const { key, call } = await caller()
  await waitForUse(key)
  const first = (await call('GET', '/v1/api-keys')).body.items.at(-1).last_used_at
  assert.ok(Math.abs(Date.parse(first) - Date.now()) < 60_000)
  const aged = new Date(Date.now() - 50_000)
  await site.context.db.pool.query('update api_keys set last_used_at = $1 where prefix = $2', [aged, key.slice(0, 15)])
  const sinceMs = performance.now()
  await until('it was looked up again', async () => {
    await withKey(key, 'GET', '/v1/me')
    return performance.now() - sinceMs > 1000
  })
  assert.equal((await call('GET', '/v1/api-keys')).body.items.at(-1).last_used_at, aged.toISOString())
})

test('a key that is made for a program may do no more than its maker', async () => {
  const { workspaceId } = await caller()
  const maker = actorIn(workspaceId, ['sms.read'])
  const greedy = createApiKey(site.context, maker, { name: 'x', permissions: ['messages.send'] })
  await assert.rejects(greedy, (problem: { status?: number }) => problem.status === 422)
})

test('no key stands in the log', async () => {
  const { key } = await caller()
  await withKey(key, 'GET', '/v1/me')
  await withKey(`${key}x`, 'GET', '/v1/nothing')
  assert.ok(!site.logged.some((line) => line.includes(key.slice(16))))
})

async function countKeys(workspaceId: string): Promise<number> {
  const rows = await site.context.db.tenant(workspaceId, (tx) => tx.selectFrom('api_keys').select('id').execute())
  return rows.length
}

async function audited(workspaceId: string) {
  const rows = await site.context.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('audit_entries').select(['action', 'target']).orderBy('at').orderBy('id').execute(),
  )
  return rows.map(({ action, target }) => [action, target])
}
