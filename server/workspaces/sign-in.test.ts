import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createOwner } from './setup.ts'
import { type Answer, type Browser, openSite, type Site, until } from './testing.ts'

const PUBLIC = 'https://sms.acme.example'
const PASSWORD = 'correct horse 7713'
const dana = { name: 'Dana', email: 'dana@acme.example', password: PASSWORD, workspaceName: 'Acme' }

let site: Site
before(async () => {
  site = await openSite({ publicUrl: PUBLIC })
  await createOwner(site.context, dana)
})
after(() => site.close())

test('by https the cookie is bound to this host and never sent without TLS', async () => {
  const { cookie, browser } = await signIn(PUBLIC)
  assert.match(cookie, /^__Host-handset\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  assert.equal((await browser.call('GET', '/v1/me')).status, 200)
})

test('on this machine the cookie has a plain name, since browsers refuse the other without TLS', async () => {
  const { cookie, browser } = await signIn(site.url)
  assert.match(cookie, /^handset\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.equal((await browser.call('GET', '/v1/me')).body.user.email, dana.email)
})

test('a proxy that passes on its own host instead of the public one changes nothing', async () => {
  const browser = site.browser(PUBLIC)
  const login = { email: dana.email, password: PASSWORD }
  const rewritten = { host: site.host }
  assert.equal((await browser.call('POST', '/auth/sign-in/email', login, rewritten)).status, 200)
  assert.deepEqual([...browser.cookies.keys()], ['__Host-handset.session_token'])
  assert.equal((await browser.call('GET', '/v1/me', undefined, rewritten)).status, 200)
})

test('a plain cookie, as a neighbouring subdomain could plant it, signs nobody in at the public address', async () => {
  const { browser } = await signIn(site.url)
  const planted = site.browser(PUBLIC)
  planted.cookies.set('handset.session_token', browser.cookies.get('handset.session_token')!)
  assert.equal((await planted.call('GET', '/v1/me')).status, 401)
})

test('the answer to signing in holds no session token: that is for the cookie alone', async () => {
  const { answer, browser } = await signIn(PUBLIC)
  assert.deepEqual(Object.keys(answer.body), ['user'])
  assert.deepEqual(Object.keys(answer.body.user), ['id', 'name', 'email'])
  const token = browser.cookies.get('__Host-handset.session_token')!.split('.')[0]!
  assert.ok(!JSON.stringify(answer.body).includes(token))
})

test('an email address in any case is the same person', async () => {
  const answer = await site
    .browser()
    .call('POST', '/auth/sign-in/email', { email: 'DANA@Acme.Example', password: PASSWORD })
  assert.equal(answer.status, 200)
})

test('an unknown address and a wrong password are answered alike, and take alike long', async () => {
  const times: Record<string, number[]> = { unknown: [], wrong: [] }
  for (let i = 0; i < 12; i++) {
    for (const kind of ['unknown', 'wrong'] as const) {
      const email = kind === 'unknown' ? `nobody${i}@acme.example` : dana.email
      const startedMs = performance.now()
      const { status, body } = await site
        .browser()
        .call('POST', '/auth/sign-in/email', { email, password: 'wrong one' })
      times[kind]!.push(performance.now() - startedMs)
      assert.deepEqual(
        [status, body.code, body.detail],
        [401, 'wrong_email_or_password', 'Email or password is wrong.'],
      )
    }
  }
  const [unknown, wrong] = [median(times.unknown!), median(times.wrong!)]
  assert.ok(Math.max(unknown, wrong) / Math.min(unknown, wrong) < 1.5, `${unknown} ms against ${wrong} ms`)
})

const unfit: [what: string, body: unknown, pointer?: string][] = [
  ['no JSON', '{'],
  ['nothing', {}],
  ['a list', []],
  ['a form', `email=${dana.email}&password=${PASSWORD}`],
  // Read as JSON it counts at somebody else's account, and as a form it tries this one.
  ['a form that is JSON too', `{"email": "x@acme.example", "": "&email=${dana.email}&password=${PASSWORD}&="}`],
  ['numbers', { email: 1, password: 2 }],
  ['no address', { email: 'dana', password: PASSWORD }, '/email'],
  ['a NUL', { email: 'da\u0000na@acme.example', password: PASSWORD }, '/email'],
]
for (const [what, body, pointer] of unfit) {
  test(`signing in with ${what} is refused`, async () => {
    const type = what.startsWith('a form') ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    const answer = await site.browser().call('POST', '/auth/sign-in/email', body, type)
    assert.equal(answer.status, 422)
    assert.equal(answer.headers['content-type'], 'application/problem+json')
    assert.equal(answer.body.errors?.[0].pointer, pointer)
  })
}

test('a password of any length and any characters is answered', async () => {
  for (const password of ['', '\u0000', 'x'.repeat(201), '\ud800']) {
    const { status } = await site.browser().call('POST', '/auth/sign-in/email', { email: dana.email, password })
    assert.ok(status === 401 || status === 422, `${status}`)
  }
})

test('a body of more than 16 KB is not read', async () => {
  const login = { email: dana.email, password: 'x'.repeat(16 * 1024) }
  const { status, body } = await site.browser().call('POST', '/auth/sign-in/email', login)
  assert.deepEqual([status, body.code], [413, 'too_large'])
})

test('nobody can sign up, and no other route of the library is open', async () => {
  const paths = ['sign-up/email', 'sign-in/social', 'get-session', 'list-sessions', 'update-user', 'delete-user', 'ok']
  const body = { name: 'Eve', email: 'eve@acme.example', password: 'correct horse' }
  for (const path of [...paths, 'reset-password', 'error', 'sign-in', '', 'sign-in/email/', 'SIGN-IN/EMAIL'])
    for (const method of ['POST', 'GET', 'PUT']) {
      const { status } = await site.browser().call(method, `/auth/${path}`, method === 'GET' ? undefined : body)
      assert.equal(status, 404, `${method} ${path}`)
    }
  assert.equal((await site.browser().call('GET', '/auth/sign-in/email')).status, 404)
  const rows = await site.context.db.signIn((tx) => tx.selectFrom('auth_users').select('email').execute())
  assert.ok(rows.every(({ email }) => email !== 'eve@acme.example'))
})

test('signing out ends the session, and the cookie of before is worth nothing', async () => {
  const { browser } = await signIn(PUBLIC)
  const kept = new Map(browser.cookies)
  assert.equal((await browser.call('POST', '/auth/sign-out', {})).status, 200)
  assert.equal(browser.cookies.size, 0)
  const thief = site.browser(PUBLIC)
  for (const [name, value] of kept) thief.cookies.set(name, value)
  assert.equal((await thief.call('GET', '/v1/me')).status, 401)
})

test('a session that was revoked is dead at the next request', async () => {
  const { browser } = await signIn(PUBLIC)
  const me = await browser.call('GET', '/v1/me')
  assert.equal(me.status, 200)
  await site.context.db.signIn((tx) => tx.deleteFrom('auth_sessions').where('user_id', '=', me.body.user.id).execute())
  assert.equal((await browser.call('GET', '/v1/me')).status, 401)
})

test('a session ends when it was idle for a week, and after thirty days however busy it was', async () => {
  const idle = await signIn(PUBLIC)
  await ageSessions(`expires_at = now() - interval '1 second'`)
  assert.equal((await idle.browser.call('GET', '/v1/me')).status, 401)
  const busy = await signIn(PUBLIC)
  await ageSessions(`created_at = now() - interval '29 days', expires_at = now() + interval '6 days'`)
  assert.equal((await busy.browser.call('GET', '/v1/me')).status, 200)
  await ageSessions(`created_at = now() - interval '31 days'`)
  assert.equal((await busy.browser.call('GET', '/v1/me')).status, 401)
})

test('a session in use is prolonged, and the new cookie is sent along', async () => {
  const { browser } = await signIn(PUBLIC)
  await ageSessions(`expires_at = now() + interval '5 days'`)
  const { headers } = await browser.call('GET', '/v1/me')
  assert.match(String(headers['set-cookie']), /^__Host-handset\.session_token=.*Max-Age=604800/)
  assert.equal((await browser.call('GET', '/v1/me')).headers['set-cookie'], undefined)
})

test('a forged or altered cookie signs nobody in', async () => {
  const { browser } = await signIn(PUBLIC)
  const name = '__Host-handset.session_token'
  const value = browser.cookies.get(name)!
  const [token = ''] = value.split('.')
  const forged = [
    token,
    `${token}.`,
    `${token}.x`,
    `x${value}`,
    `${value}x`,
    '',
    '.',
    '%',
    `${token}.${'A'.repeat(43)}%3D`,
  ]
  for (const one of forged) {
    const thief = site.browser(PUBLIC)
    thief.cookies.set(name, one)
    assert.equal((await thief.call('GET', '/v1/me')).status, 401, one)
  }
})

test('a changed password ends the other sessions when asked to, and the old one no longer works', async () => {
  const owner = { ...dana, email: 'rosa@acme.example' }
  await createOwner(site.context, owner)
  const [here, there] = [await signIn(PUBLIC, owner.email), await signIn(PUBLIC, owner.email)]
  const change = { currentPassword: PASSWORD, newPassword: 'another horse', revokeOtherSessions: true }
  const wrong = await here.browser.call('POST', '/auth/change-password', { ...change, currentPassword: 'not it' })
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/currentPassword'])
  const short = await here.browser.call('POST', '/auth/change-password', { ...change, newPassword: 'short' })
  assert.deepEqual([short.status, short.body.errors[0].pointer], [422, '/newPassword'])
  assert.equal((await site.browser(PUBLIC).call('POST', '/auth/change-password', change)).status, 401)
  assert.equal((await here.browser.call('POST', '/auth/change-password', change)).status, 200)
  assert.equal((await here.browser.call('GET', '/v1/me')).status, 200)
  assert.equal((await there.browser.call('GET', '/v1/me')).status, 401)
  const old = await site.browser().call('POST', '/auth/sign-in/email', { email: owner.email, password: PASSWORD })
  assert.equal(old.status, 401)
})

test('the eleventh try within a minute from one address waits, whatever that address says of itself', async () => {
  const guess = (headers: Record<string, string>) =>
    site.browser().call('POST', '/auth/sign-in/email', { email: 'eve@acme.example', password: 'a guess' }, headers)
  const from = (i: number) => ({
    'x-forwarded-for': `192.0.2.${i}, 203.0.113.9`,
    'handset-client-address': `192.0.2.${i}`,
  })
  for (let i = 0; i < 10; i++) assert.equal((await guess(from(i))).status, 401)
  const eleventh = await guess(from(11))
  assert.deepEqual([eleventh.status, eleventh.body.code], [429, 'too_many_tries'])
  assert.match(String(eleventh.headers['retry-after']), /^\d+$/)
  assert.equal((await guess({ 'x-forwarded-for': '203.0.113.10' })).status, 401)
  const { rows } = await site.context.db.pool.query(`select count from auth_rate_limits where key like '203.0.113.9|%'`)
  assert.equal(rows[0].count, 10)
})

test('after a hundred tries at one account in an hour, from however many addresses, it waits; signing in starts anew', async () => {
  const guess = (email: string, password = 'a guess') =>
    site.browser().call('POST', '/auth/sign-in/email', { email, password }, { 'x-forwarded-for': anyAddress() })
  const setTries = (count: number) =>
    site.context.db.pool.query(`update auth_rate_limits set count = $1 where key like 'account|%'`, [count])
  const nobody = 'tess@acme.example'
  for (const email of [dana.email, nobody]) await guess(email)
  await setTries(99)
  for (const email of [dana.email, nobody]) assert.equal((await guess(email)).status, 401)
  for (const email of [dana.email, nobody.toUpperCase()]) {
    const { status, body } = await guess(email, PASSWORD)
    assert.deepEqual([status, body.code], [429, 'too_many_tries'])
    assert.ok(body.retry_after_seconds > 3500 && /in \d\d minutes/.test(body.detail))
  }
  site.clock.at = new Date(Date.now() + 3_601_000)
  assert.equal((await guess(dana.email)).status, 401)
  site.clock.at = null
  await setTries(99)
  assert.equal((await guess(dana.email, PASSWORD)).status, 200)
  assert.equal((await guess(dana.email)).status, 401)
})

test('neither passwords nor cookies stand in the log', async () => {
  const { cookie } = await signIn(PUBLIC)
  const token = cookie.split('=')[1]!.split('.')[0]!
  assert.ok(!site.logged.some((line) => line.includes('7713') || line.includes(token)))
})

test('when the database is away, signing in says so, and the log names the cause and no value', async (t) => {
  const away = await openSite({ publicUrl: PUBLIC })
  t.after(() => away.close())
  await createOwner(away.context, dana)
  await away.context.db.pool.query('revoke select on auth_accounts, auth_users from handset_sign_in')
  const answer = await away.browser().call('POST', '/auth/sign-in/email', { email: dana.email, password: PASSWORD })
  assert.deepEqual([answer.status, answer.body.code], [503, 'sign_in_unavailable'])
  await until('the fault was logged', () => away.logged.some((line) => line.includes('"cause":"42501"')))
  assert.ok(!away.logged.some((line) => line.includes(dana.email) || line.includes(PASSWORD)))
})

async function signIn(
  address: string,
  email = dana.email,
): Promise<{ answer: Answer; browser: Browser; cookie: string }> {
  const browser = site.browser(address)
  const answer = await browser.call('POST', '/auth/sign-in/email', { email, password: PASSWORD })
  assert.equal(answer.status, 200)
  return { answer, browser, cookie: String(answer.headers['set-cookie']) }
}

async function ageSessions(change: string): Promise<void> {
  await site.context.db.pool.query(`update auth_sessions set ${change}`)
}

function anyAddress(): string {
  return `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
