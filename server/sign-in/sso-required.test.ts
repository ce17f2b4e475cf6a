import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { hashPassword } from 'better-auth/crypto'
import { insertPerson } from '../workspaces/person.ts'
import type { Browser } from '../workspaces/testing.ts'
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
