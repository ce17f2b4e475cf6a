import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, afterEach, before, test } from 'node:test'
import { newKey } from '../../test/oidc/provider.ts'
import type { Browser } from '../workspaces/testing.ts'
import { until } from '../workspaces/testing.ts'
import { openSsoSite, PUBLIC, type SsoSite } from './testing.ts'

let site: SsoSite
let path: string
before(async () => {
  site = await openSsoSite()
  path = `/auth/sso/${site.workspaceId}/logout`
  await site.provider.serve([{ ...site.client, logoutUri: site.url + path }])
})
after(() => site.close())
afterEach(() => Object.assign(site.provider.tamper, { withKey: null, down: false }))

const isIn = async (browser: Browser) => (await browser.call('GET', '/v1/me')).status === 200
const why = async (browser: Browser) => (await browser.call('POST', '/auth/options', {})).body.ended
async function enter(name: string): Promise<Browser> {
  site.provider.accounts.set(`sub-${name}`, { email: `${name}@acme.example`, email_verified: true, name })
  return (await site.enter(`${name}@acme.example`, `sub-${name}`)).browser
}

const seconds = () => Math.floor(site.context.now().getTime() / 1000)
const claimsOf = (name: string) => ({
  iss: site.provider.issuer,
  aud: site.client.id,
  iat: seconds(),
  exp: seconds() + 120,
  jti: randomBytes(8).toString('hex'),
  sub: `sub-${name}`,
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
})

/** As the provider's own server sends it. */
async function tell(token: string, at = path): Promise<number> {
  const answer = await fetch(site.url + at, { method: 'POST', body: new URLSearchParams({ logout_token: token }) })
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  await answer.text()
  return answer.status
}

test('who signs out at the provider is signed out here, of that sign-in alone, reads why, and it is recorded', async () => {
  const first = await enter('zoe')
  const second = await enter('zoe')
  const other = await enter('yan')
  await site.provider.signOut('sub-zoe')
  await until('the second sign-in has ended', async () => !(await isIn(second)))
  assert.deepEqual(await Promise.all([first, second, other].map(isIn)), [true, false, true])
  assert.deepEqual([await why(second), await why(first)], ['signed_out_at_provider', null])
  const { rows } = await site.context.db.pool.query(
    `select actor_kind, actor_name, changes from audit_entries where action = 'sso.signed_out'`,
  )
  assert.deepEqual(rows, [
    {
      actor_kind: 'system',
      actor_name: 'Sign-in provider',
      changes: { sessions: { from: 1, to: 0 }, people: { from: 'zoe', to: null } },
    },
  ])
})

test('where the provider names nobody’s single sign-in, all that it began for them end, and none that a password began', async () => {
  const browsers = [await enter('uli'), await enter('uli')]
  assert.equal(await tell(await site.provider.sign(claimsOf('uli'), { typ: 'logout+jwt' })), 200)
  assert.deepEqual(await Promise.all(browsers.map(isIn)), [false, false])
  assert.ok(await isIn(site.operator))
})

test('what was heard once ends nothing that began since', async () => {
  await enter('tea')
  const token = await site.provider.sign(claimsOf('tea'))
  assert.equal(await tell(token), 200)
  const again = await enter('tea')
  assert.equal(await tell(token), 400)
  assert.ok(await isIn(again))
})

const WRONG: [what: string, change: () => Record<string, unknown>, header?: Record<string, unknown>][] = [
  ['for another client', () => ({ aud: 'another' })],
  ['of another issuer', () => ({ iss: 'https://login.elsewhere.example' })],
  ['older than five minutes', () => ({ iat: seconds() - 600, exp: undefined })],
  ['that has run out', () => ({ exp: seconds() - 90 })],
  ['from the future', () => ({ iat: seconds() + 600, exp: seconds() + 900 })],
  ['without the event', () => ({ events: {} })],
  [
    'with an event that says nothing',
    () => ({ events: { 'http://schemas.openid.net/event/backchannel-logout': true } }),
  ],
  ['with a nonce, as ID tokens have', () => ({ nonce: 'n' })],
  ['without an id of its own', () => ({ jti: undefined })],
  ['about nobody', () => ({ sub: undefined })],
  ['of another kind', () => ({}), { typ: 'at+jwt' }],
]
for (const [what, change, header] of WRONG)
  test(`a token ${what} signs nobody out`, async () => {
    const browser = await enter('ruth')
    const token = await site.provider.sign({ ...claimsOf('ruth'), ...change() }, header)
    assert.equal(await tell(token), 400)
    assert.ok(await isIn(browser))
  })

test('nor does one that somebody else signed, an unsigned one, or what is none', async () => {
  const browser = await enter('sten')
  site.provider.tamper.withKey = await newKey()
  const forged = await site.provider.sign(claimsOf('sten'))
  site.provider.tamper.withKey = null
  const [, body] = forged.split('.')
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
  for (const token of [forged, none, '', 'a.b.c']) assert.equal(await tell(token), 400)
  assert.ok(await isIn(browser))
})

test('one for a client that is not ours costs the provider no request', async () => {
  const before = site.provider.asked.length
  assert.equal(await tell(await site.provider.sign({ ...claimsOf('x'), aud: 'another' })), 400)
  assert.equal(await tell(await site.provider.sign(claimsOf('x')), '/auth/sso/ws_none/logout'), 400)
  assert.equal(site.provider.asked.length, before)
})

test('while the provider cannot be asked for its keys it is told to say it again', async () => {
  const browser = await enter('vic')
  const token = await site.provider.sign(claimsOf('vic'))
  site.provider.tamper.down = true
  assert.equal(await tell(token), 503)
  site.provider.tamper.down = false
  assert.equal(await tell(token), 200)
  assert.equal(await isIn(browser), false)
})

test('the settings say which address to register', async () => {
  const { body } = await site.operator.call('GET', '/v1/sso', undefined, { 'handset-workspace': site.workspaceId })
  assert.equal(body.logout_uri, `${PUBLIC}${path}`)
})
