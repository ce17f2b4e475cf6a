import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { hashPassword } from 'better-auth/crypto'
import { hashToken } from '../kit/token.ts'
import { insertPerson } from '../workspaces/person.ts'
import type { Browser } from '../workspaces/testing.ts'
import { tie } from './join.ts'
import { DANA, openSsoSite, PASSWORD, type SsoSite } from './testing.ts'

let site: SsoSite
let hash: string
before(async () => {
  site = await openSsoSite()
  hash = await hashPassword(PASSWORD)
})
after(() => site.close())
beforeEach(() => save({ required: false }))

const inWorkspace = () => ({ 'handset-workspace': site.workspaceId })
async function save(change: object, by: Browser = site.operator): Promise<void> {
  const { status, body } = await by.call('PUT', '/v1/sso', { ...site.settings, ...change }, inWorkspace())
  assert.equal(status, 200, JSON.stringify(body))
}

async function signedIn(name: string, role: string, domain = 'acme.example'): Promise<Browser> {
  const email = `${name}@${domain}`
  await site.context.db.signIn(async (tx) => {
    const id = await insertPerson(tx, { name, email, passwordHash: hash, verified: true })
    await tx.insertInto('members').values({ workspace_id: site.workspaceId, user_id: id!, role }).execute()
  })
  return site.signedIn(email)
}
const idOf = async (name: string): Promise<string> =>
  (await site.context.db.pool.query('select id from auth_users where email = $1', [`${name}@acme.example`])).rows[0].id
const isIn = async (browser: Browser) => (await browser.call('GET', '/v1/me')).status === 200
const change = (browser: Browser, to: string) =>
  browser.call('POST', '/auth/change-password', { currentPassword: PASSWORD, newPassword: to })

test('once only the provider may be used, sessions that began by a password end, but for owners and operators', async () => {
  const bound = [await signedIn('pat', 'admin'), await signedIn('sam', 'member')]
  const free = [site.operator, await signedIn('olga', 'owner'), await signedIn('guest', 'member', 'elsewhere.example')]
  await save({ role: 'auditor' })
  for (const browser of [...bound, ...free]) assert.ok(await isIn(browser))
  await save({ required: true })
  assert.deepEqual(await Promise.all(bound.map(isIn)), [false, false])
  assert.deepEqual(await Promise.all(free.map(isIn)), [true, true, true])
})

const why = async (browser: Browser) => (await browser.call('POST', '/auth/options', {})).body.ended
const entries = async () =>
  (
    await site.context.db.pool.query(
      `select actor_name, target, changes from audit_entries where action = 'sso.sessions_ended' order by id`,
    )
  ).rows

test('the sign-in page tells whose session ended so why, and nobody else', async () => {
  const [bound, other] = [await signedIn('ria', 'admin'), await signedIn('ron', 'member')]
  assert.deepEqual([await why(bound), await why(site.browser())], [null, null])
  await save({ required: true })
  assert.deepEqual(await Promise.all([bound, other, site.operator, site.browser()].map(why)), [
    'single_sign_on',
    'single_sign_on',
    null,
    null,
  ])
  const { actor_name, target, changes } = (await entries()).at(-1)
  assert.deepEqual([actor_name, target], [DANA.name, site.workspaceId])
  assert.deepEqual(changes, { sessions: { from: 2, to: 0 }, people: { from: 2, to: null } })
})

test('a session that the provider began goes on when single sign-on alone is demanded', async () => {
  site.provider.accounts.set('sub-fay', { email: 'fay@acme.example', email_verified: true, name: 'Fay' })
  const { browser } = await site.enter('fay@acme.example', 'sub-fay')
  await save({ required: true })
  assert.ok(await isIn(browser))
})

test('whoever is bound later, by what they become, is signed out of what a password began, and it is recorded', async () => {
  await save({ required: true })
  const owner = await signedIn('ole', 'owner')
  const operator = await signedIn('opa', 'owner')
  const opa = await idOf('opa')
  await site.context.db.pool.query(`update auth_users set operator = true where id = $1`, [opa])
  const give = (id: string) =>
    site.operator.call('PATCH', `/v1/members/${id}`, { role: 'admin' }, inWorkspace()).then(({ status }) => status)
  assert.deepEqual(await Promise.all([give(await idOf('ole')), give(opa)]), [204, 204])
  assert.deepEqual([await isIn(owner), await why(owner), await isIn(operator)], [false, 'single_sign_on', true])
  const recorded = (await entries()).at(-1)
  assert.deepEqual([recorded.target, recorded.changes.people.from], [await idOf('ole'), 'ole'])
  assert.equal((await site.operator.call('DELETE', `/v1/installation/operators/${opa}`)).status, 204)
  assert.deepEqual([await isIn(operator), await why(operator)], [false, 'single_sign_on'])
})

test('an admin does not demand it before they came in by it themselves; an owner does', async () => {
  const admin = await signedIn('ada', 'admin')
  const demand = (by: Browser) => by.call('PUT', '/v1/sso', { ...site.settings, required: true }, inWorkspace())
  const refused = await demand(admin)
  assert.deepEqual([refused.status, refused.body.errors?.[0].pointer], [422, '/required'])
  assert.ok(await isIn(admin))
  await site.context.db.signIn(async (tx) => tie(tx, await idOf('ada'), site.provider.issuer, 'sub-ada'))
  assert.equal((await demand(admin)).status, 200)
  assert.deepEqual([await isIn(admin), await isIn(site.operator)], [false, true])
  site.provider.accounts.set('sub-ada', { email: 'ada@acme.example', email_verified: true, name: 'Ada' })
  assert.ok(await isIn((await site.enter('ada@acme.example', 'sub-ada')).browser))
})

test('whoever joins by an invitation goes on only by the provider', async () => {
  await save({ required: true })
  const email = 'ivo@acme.example'
  await site.context.db.signIn((tx) => insertPerson(tx, { name: 'ivo', email, passwordHash: hash, verified: true }))
  const browser = await site.signedIn(email)
  await site.operator.call('POST', '/v1/invitations', { email, role: 'member' }, inWorkspace())
  const token = 'A'.repeat(40)
  await site.context.db.pool.query('update invitations set token_hash = $1 where email = $2', [hashToken(token), email])
  assert.equal((await browser.call('POST', '/v1/invitation/accept', { token })).status, 200)
  assert.deepEqual([await isIn(browser), await why(browser)], [false, 'single_sign_on'])
})

test('whoever comes by the provider then stays, whatever else is changed', async () => {
  site.provider.accounts.set('sub-nora', { email: 'nora@acme.example', email_verified: true, name: 'Nora' })
  await save({ required: true })
  const { browser } = await site.enter('nora@acme.example', 'sub-nora')
  assert.ok(await isIn(browser))
  await save({ required: true, role: 'auditor' })
  assert.ok(await isIn(browser))
})

test('a domain that is confirmed afterwards ends the sessions of its people too', async () => {
  const path = `/v1/installation/domains/${site.workspaceId}/later.example`
  const browser = await signedIn('lou', 'member', 'later.example')
  await save({ required: true, domains: ['acme.example', 'later.example'] })
  assert.ok(await isIn(browser), 'a claim alone does nothing')
  assert.equal((await site.operator.call('PUT', path, { confirmed: true })).status, 204)
  assert.equal(await isIn(browser), false)
})

test('where only the provider may be used, nobody changes a password and gets a session for it, but for owners', async () => {
  const [bound, owner] = [await signedIn('uwe', 'admin'), await signedIn('vera', 'owner')]
  // As from a session that the provider began.
  await site.context.db.pool.query(`update auth_users set operator = true where email = 'uwe@acme.example'`)
  await save({ required: true })
  await site.context.db.pool.query(`update auth_users set operator = false where email = 'uwe@acme.example'`)
  const refused = await change(bound, `${PASSWORD} x`)
  assert.deepEqual([refused.status, refused.body.code], [403, 'single_sign_on_only'])
  assert.equal(refused.headers['set-cookie'], undefined)
  assert.equal((await change(owner, `${PASSWORD} x`)).status, 200)
})

test('the record of single sign-on’s end names the confirmed domains that go with it', async () => {
  await save({ domains: ['acme.example', 'only-claimed.example'] })
  assert.equal((await site.operator.call('DELETE', '/v1/sso', undefined, inWorkspace())).status, 204)
  const { rows } = await site.context.db.pool.query(
    `select changes from audit_entries e join auth_users u on u.id = e.actor_id and u.email = $1 where action = 'sso.removed'`,
    [DANA.email],
  )
  assert.deepEqual(rows[0].changes.confirmed_domains, { from: ['acme.example'], to: [] })
})

test('while it cannot be asked whether a password is enough, it opens nothing', async (t) => {
  await save({ required: true })
  const browser = site.browser()
  const { pool } = site.context.db
  await pool.query('revoke select on sso_domains from handset_sign_in')
  t.after(() => pool.query('grant select on sso_domains to handset_sign_in'))
  const answer = await browser.call('POST', '/auth/sign-in/email', { email: DANA.email, password: PASSWORD })
  assert.deepEqual([answer.status, answer.headers['set-cookie']], [500, undefined])
})
