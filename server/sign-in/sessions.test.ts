import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createApiKey } from '../workspaces/api-keys.ts'
import { createOwner } from '../workspaces/setup.ts'
import { actorIn, type Browser, openSite, type Site } from '../workspaces/testing.ts'

const PUBLIC = 'https://sms.acme.example'
const PASSWORD = 'correct horse 7713'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1'
const dana = { name: 'Dana', email: 'dana@acme.example', password: PASSWORD, workspaceName: 'Acme' }
const rosa = { ...dana, name: 'Rosa', email: 'rosa@acme.example' }

let site: Site
before(async () => {
  site = await openSite({ publicUrl: PUBLIC })
  for (const owner of [dana, rosa]) await createOwner(site.context, owner)
})
after(() => site.close())

async function signIn(userAgent = FIREFOX, email = dana.email): Promise<Browser> {
  const browser = site.browser(PUBLIC)
  const { status } = await browser.call(
    'POST',
    '/auth/sign-in/email',
    { email, password: PASSWORD },
    { 'user-agent': userAgent },
  )
  assert.equal(status, 200)
  return browser
}

test('a person sees where they are signed in, in words, and which of it is this browser', async () => {
  const phone = await signIn(IPHONE)
  const here = await signIn()
  await signIn(FIREFOX, rosa.email)
  const { status, body } = await here.call('GET', '/v1/sessions')
  assert.equal(status, 200)
  const shown = body.items.map(({ device, current }: Record<string, unknown>) => [device, current])
  assert.deepEqual(shown, [
    ['Firefox on Linux', true],
    ['Safari on iPhone', false],
  ])
  const [{ address, since, seen_at, ...rest }] = body.items
  assert.match(address, /^198\.51\.100\.\d+$/)
  assert.ok(Date.parse(since) <= Date.parse(seen_at) + 1000)
  assert.deepEqual(Object.keys(rest), ['id', 'device', 'current'])
  assert.equal(
    (await phone.call('GET', '/v1/sessions')).body.items.find((one: { current: boolean }) => one.current).device,
    'Safari on iPhone',
  )
})

test('one that is ended is dead at its next request', async () => {
  const [here, there] = [await signIn(), await signIn(IPHONE)]
  const { body } = await there.call('GET', '/v1/sessions')
  const { id } = body.items.find((one: { current: boolean }) => one.current)
  assert.equal((await here.call('DELETE', `/v1/sessions/${id}`)).status, 204)
  assert.equal((await there.call('GET', '/v1/me')).status, 401)
  assert.equal((await here.call('GET', '/v1/me')).status, 200)
  assert.equal((await here.call('DELETE', `/v1/sessions/${id}`)).status, 404)
})

test('another person’s session answers as one that is not there, and lives on', async () => {
  const [here, hers] = [await signIn(), await signIn(FIREFOX, rosa.email)]
  const { body } = await hers.call('GET', '/v1/sessions')
  const foreign = await here.call('DELETE', `/v1/sessions/${body.items[0].id}`)
  const missing = await here.call('DELETE', '/v1/sessions/ses_00000000000000000000000000')
  assert.deepEqual([foreign.status, foreign.body], [404, missing.body])
  assert.equal((await here.call('DELETE', '/v1/sessions/no-id')).status, 404)
  assert.equal((await hers.call('GET', '/v1/me')).status, 200)
})

test('all others end at once, and this one stays', async () => {
  const others = [await signIn(), await signIn(IPHONE)]
  const here = await signIn()
  const hers = await signIn(FIREFOX, rosa.email)
  const { status, body } = await here.call('DELETE', '/v1/sessions')
  assert.deepEqual([status, body.ended >= 2], [200, true])
  for (const other of others) assert.equal((await other.call('GET', '/v1/me')).status, 401)
  assert.equal((await here.call('GET', '/v1/sessions')).body.items.length, 1)
  assert.equal((await hers.call('GET', '/v1/me')).status, 200)
})

test('when it was last used is known to five minutes, and written no more often', async (t) => {
  t.after(() => {
    site.clock.at = null
  })
  const here = await signIn()
  const seen = async () => (await here.call('GET', '/v1/sessions')).body.items[0].seen_at
  const first = await seen()
  site.clock.at = new Date(Date.now() + 4 * 60_000)
  assert.equal(await seen(), first)
  site.clock.at = new Date(Date.now() + 6 * 60_000)
  await here.call('GET', '/v1/me')
  assert.ok(Date.parse(await seen()) - Date.parse(first) > 5 * 60_000)
})

test('another page can end no session, and a key has none', async () => {
  const here = await signIn()
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  for (const path of ['/v1/sessions', '/v1/sessions/ses_00000000000000000000000000'])
    assert.equal((await here.call('DELETE', path, undefined, foreign)).status, 403)
  const me = await here.call('GET', '/v1/me')
  const maker = actorIn(me.body.workspace.id, ['sms.read'])
  const { key } = await createApiKey(site.context, maker, { name: 'Key', permissions: ['sms.read'] })
  const bearer = { authorization: `Bearer ${key}` }
  for (const [method, path] of [
    ['GET', '/v1/sessions'],
    ['DELETE', '/v1/sessions'],
    ['GET', '/v1/sign-in-methods'],
  ] as const)
    assert.equal((await site.browser().call(method, path, undefined, bearer)).status, 403)
  assert.equal((await site.browser().call('GET', '/v1/sessions')).status, 401)
})

/** What a log says of Dana's sessions, the oldest first. */
async function recorded(log = 'Acme') {
  const { rows } = await site.context.db.pool.query(
    `select a.action, a.target = u.id and a.actor_id = u.id as own, a.changes from audit_entries a
     join workspaces w using (workspace_id) join auth_users u on u.email = $1 and w.name = $2
     where a.action like 'member.session%' and a.target = u.id order by a.id`,
    [dana.email, log],
  )
  return rows
}

test('sessions that are ended stand in the record of each workspace, one by its device and many by their number', async () => {
  const here = await signIn()
  await here.call('DELETE', '/v1/sessions')
  const before = (await recorded()).length
  await here.call('DELETE', '/v1/sessions')
  assert.equal((await recorded()).length, before, 'none was ended')

  await signIn(IPHONE)
  const { body } = await here.call('GET', '/v1/sessions')
  const { id } = body.items.find((one: { current: boolean }) => !one.current)
  await here.call('DELETE', `/v1/sessions/${id}`)
  await here.call('DELETE', `/v1/sessions/${id}`)
  await signIn(IPHONE)
  await signIn()
  await here.call('DELETE', '/v1/sessions')
  const changed = { currentPassword: PASSWORD, newPassword: `${PASSWORD} anew` }
  assert.equal((await here.call('POST', '/auth/change-password', changed)).status, 200)
  const back = { currentPassword: changed.newPassword, newPassword: PASSWORD }
  assert.equal((await here.call('POST', '/auth/change-password', back)).status, 200)

  const one = { action: 'member.session_ended', own: true, changes: { device: { from: 'Safari on iPhone', to: null } } }
  const many = (from: number, to: number) => ({
    action: 'member.sessions_ended',
    own: true,
    changes: { sessions: { from, to } },
  })
  const all = [one, many(3, 1), many(1, 0), many(1, 0)]
  // An operator's in the installation's log too.
  for (const log of ['Acme', 'Installation']) assert.deepEqual((await recorded(log)).slice(before), all)
})

test('a name is changed by its bearer, and that stands in the record', async () => {
  const here = await signIn(FIREFOX, rosa.email)
  const { status, body } = await here.call('PATCH', '/v1/me', { name: '  Rosa Lind ' })
  assert.deepEqual([status, body.name], [200, 'Rosa Lind'])
  const me = await here.call('GET', '/v1/me')
  assert.equal(me.body.user.name, 'Rosa Lind')
  const empty = await here.call('PATCH', '/v1/me', { name: ' ' })
  assert.deepEqual([empty.status, empty.body.errors?.[0].pointer], [422, '/name'])
  const { rows } = await site.context.db.pool.query(
    `select action, target = actor_id as self, changes->'name' as name from audit_entries where action = 'member.renamed' and workspace_id = $1`,
    [me.body.workspace.id],
  )
  assert.deepEqual(rows, [{ action: 'member.renamed', self: true, name: { from: 'Rosa', to: 'Rosa Lind' } }])
})
