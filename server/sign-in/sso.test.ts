import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { newKey } from '../../test/oidc/provider.ts'
import { goBack, openSsoSite, PUBLIC, rolesOf, type SsoSite } from './testing.ts'

let site: SsoSite
before(async () => {
  site = await openSsoSite()
})
after(() => site?.close())
afterEach(() => Object.assign(site.provider.tamper, { claims: null, withKey: null, keys: null, down: false }))

const knows = (subject: string, email: string, more = {}) =>
  site.provider.accounts.set(subject, { email, email_verified: true, name: subject, ...more })
const query = async (text: string, values: unknown[] = []) => (await site.context.db.pool.query(text, values)).rows

test('somebody new is signed in, becomes a member with the role of the settings, and that is on record', async () => {
  knows('Rosa Lind', 'Rosa@acme.example')
  const { browser, at, answer } = await site.enter('rosa@acme.example', 'Rosa Lind')
  assert.deepEqual([answer.status, at], [303, '/history'])
  const me = await browser.call('GET', '/v1/me')
  assert.deepEqual([me.body.user.name, me.body.user.email], ['Rosa Lind', 'rosa@acme.example'])
  assert.deepEqual(await rolesOf(site, 'rosa@acme.example'), { Acme: 'member' })
  const [entry] = await query(
    `select actor_name, changes->'role'->>'to' as role, changes->'by'->>'to' as by from audit_entries
     where action = 'member.joined' and target = $1`,
    [me.body.user.id],
  )
  assert.deepEqual(entry, { actor_name: 'Rosa Lind', role: 'Member', by: 'single sign-on' })
  const ways = await browser.call('GET', '/v1/sign-in-methods')
  assert.deepEqual([ways.body.password, ways.body.providers[0].issuer], [false, site.provider.issuer])
})

test('the second time it is the same person, whatever the provider calls them now', async () => {
  knows('sub-ines', 'ines@acme.example')
  await site.enter('ines@acme.example', 'sub-ines')
  knows('sub-ines', 'ines.married@acme.example')
  const { browser } = await site.enter('ines.married@acme.example', 'sub-ines')
  assert.equal((await browser.call('GET', '/v1/me')).body.user.email, 'ines@acme.example')
  assert.equal((await query(`select from auth_users where email like 'ines%'`)).length, 1)
})

test('the cookie is bound to this host, and none of the attempt is left', async () => {
  knows('sub-olga', 'olga@acme.example')
  const { browser, answer } = await site.enter('olga@acme.example', 'sub-olga')
  const [, session] = [answer.headers['set-cookie']].flat()
  assert.match(String(session), /^__Host-handset\.session_token=.*HttpOnly; Secure; SameSite=Lax$/)
  assert.deepEqual([...browser.cookies.keys()], ['__Host-handset.session_token'])
  assert.deepEqual(await query(`select from auth_verifications where identifier like 'sso|%'`), [])
})

test('the address is asked for where the ID token does not hold it', async () => {
  knows('sub-uma', 'uma@acme.example')
  await site.enter('uma@acme.example', 'sub-uma')
  assert.ok(site.provider.asked.includes('GET /me'))
})

type Claims = Record<string, unknown>
/** So that nothing more is asked. */
const SAID = { email: 'eve@acme.example', email_verified: true }
const TAMPERED: [what: string, claims: (claims: Claims) => Claims, refusal: string][] = [
  ['for another audience', (claims) => ({ ...claims, aud: 'another' }), 'not_proven'],
  [
    'for several audiences, issued to another',
    (claims) => ({ ...claims, aud: ['handset', 'another'], azp: 'another' }),
    'not_proven',
  ],
  ['with another nonce', (claims) => ({ ...claims, nonce: 'another' }), 'not_proven'],
  ['without a nonce', ({ nonce: _, ...claims }) => claims, 'not_proven'],
  ['of another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' }), 'not_proven'],
  ['that ran out', (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 300 }), 'not_proven'],
  ['that never runs out', ({ exp: _, ...claims }) => claims, 'not_proven'],
  ['about a name with a NUL', (claims) => ({ ...claims, ...SAID, sub: 'a\0b' }), 'not_proven'],
  ['about half a character', (claims) => ({ ...claims, ...SAID, sub: 'a\ud800' }), 'not_proven'],
  ['about nobody', (claims) => ({ ...claims, sub: '' }), 'not_proven'],
  ['about somebody else than the user info', (claims) => ({ ...claims, sub: 'somebody else' }), 'not_proven'],
]
for (const [what, claims, refusal] of TAMPERED)
  test(`a token ${what} signs nobody in`, async () => {
    knows('sub-eve', 'eve@acme.example')
    site.provider.tamper.claims = claims as never
    const { at, browser } = await site.enter('eve@acme.example', 'sub-eve')
    assert.equal(at, `/sign-in?refused=${refusal}`)
    assert.equal((await browser.call('GET', '/v1/me')).status, 401)
    assert.deepEqual(await rolesOf(site, 'eve@acme.example'), {})
  })

test('a token that another key signed signs nobody in', async () => {
  knows('sub-eve', 'eve@acme.example')
  site.provider.tamper.withKey = await newKey()
  assert.equal((await site.enter('eve@acme.example', 'sub-eve')).at, '/sign-in?refused=not_proven')
})

test('keys that cannot be read sign nobody in', async () => {
  knows('sub-eve', 'eve@acme.example')
  for (const rest of [{}, { n: '!', e: 'AQAB' }, { n: 1 }]) {
    site.provider.tamper.keys = (kid) => [{ kty: 'RSA', kid, ...rest }]
    assert.equal((await site.enter('eve@acme.example', 'sub-eve')).at, '/sign-in?refused=not_proven')
  }
})

test('a name that is longer than there is room for, or broken, is cut and mended', async () => {
  const NAMES: [said: string, kept: string][] = [
    [`${'x'.repeat(99)}😀😀`, `${'x'.repeat(99)}😀`],
    ['half \ud800', 'half \ufffd'],
  ]
  for (const [i, [name, kept]] of NAMES.entries()) {
    const email = `named${i}@acme.example`
    knows(`sub-named${i}`, email)
    site.provider.tamper.claims = (claims) => ({ ...claims, email, email_verified: true, name })
    assert.equal((await site.enter(email, `sub-named${i}`)).at, '/history')
    assert.deepEqual(await query('select name from auth_users where email = $1', [email]), [{ name: kept }])
  }
})

const ADDRESSES: [what: string, account: object, refusal: string][] = [
  ['that the provider did not verify', { email: 'mallory@acme.example', email_verified: false }, 'unverified'],
  [
    'of which the provider does not say whether it verified it',
    { email: 'mallory@acme.example', email_verified: undefined },
    'unverified',
  ],
  ['of another domain', { email: 'mallory@other.example' }, 'other_domain'],
  ['of a domain below', { email: 'mallory@sub.acme.example' }, 'other_domain'],
  ['that ends like the domain', { email: 'mallory@notacme.example' }, 'other_domain'],
  ['with two @', { email: 'mallory@evil.example@acme.example' }, 'no_email'],
  ['that is none', { email: undefined }, 'no_email'],
]
for (const [what, account, refusal] of ADDRESSES)
  test(`an address ${what} is refused`, async () => {
    knows('sub-mallory', 'mallory@acme.example', account)
    assert.equal((await site.enter('mallory@acme.example', 'sub-mallory')).at, `/sign-in?refused=${refusal}`)
    assert.deepEqual(await query(`select from auth_users where email like 'mallory%'`), [])
  })

test('a provider that never says so is believed where the settings say it, but not where it says no', async (t) => {
  const inWorkspace = { 'handset-workspace': site.workspaceId }
  await site.operator.call('PUT', '/v1/sso', { ...site.settings, accept_unsaid: true }, inWorkspace)
  t.after(() => site.operator.call('PUT', '/v1/sso', site.settings, inWorkspace))
  knows('sub-petra', 'petra@acme.example', { email_verified: undefined })
  assert.equal((await site.enter('petra@acme.example', 'sub-petra')).at, '/history')
  knows('sub-pia', 'pia@acme.example', { email_verified: false })
  assert.equal((await site.enter('pia@acme.example', 'sub-pia')).at, '/sign-in?refused=unverified')
})

test('an answer is heard once, even from the browser that it was for', async () => {
  knows('sub-lena', 'lena@acme.example')
  const browser = site.browser(PUBLIC)
  const { body } = await browser.call('POST', '/auth/sso/start', { email: 'lena@acme.example', to: '/history' })
  const back = await site.provider.signIn(body.url, 'sub-lena')
  const [begun] = [...browser.cookies]
  assert.equal((await goBack(browser, back)).headers.location, `${PUBLIC}/history`)
  browser.cookies.set(...begun!)
  assert.equal((await goBack(browser, back)).headers.location, '/sign-in?refused=expired')
})

test('an answer of another browser, of a planted cookie, of another state or at another workspace’s address is not heard', async () => {
  knows('sub-vera', 'vera@acme.example')
  const begin = async () => {
    const browser = site.browser(PUBLIC)
    const { body } = await browser.call('POST', '/auth/sso/start', { email: 'vera@acme.example' })
    return { browser, back: await site.provider.signIn(body.url, 'sub-vera') }
  }
  const changed = ({ back }: { back: URL }, change: (url: URL) => void) => {
    change(back)
    return back
  }
  const mine = await begin()
  const stolen = await goBack(site.browser(PUBLIC), mine.back)
  assert.equal(stolen.headers.location, '/sign-in?refused=expired')
  const planted = await begin()
  const [, value] = [...planted.browser.cookies][0]!
  const neighbour = site.browser(PUBLIC)
  neighbour.cookies.set('handset.sso', value)
  assert.equal((await goBack(neighbour, planted.back)).headers.location, '/sign-in?refused=expired')
  const other = await begin()
  const forged = changed(other, (url) => url.searchParams.set('state', 'made-up'))
  assert.equal((await goBack(other.browser, forged)).headers.location, '/sign-in?refused=expired')
  const third = await begin()
  const elsewhere = changed(third, (url) => {
    url.pathname = url.pathname.replace(site.workspaceId, 'ws_00000000000000000000000001')
  })
  assert.equal((await goBack(third.browser, elsewhere)).headers.location, '/sign-in?refused=expired')
  const mixed = await begin()
  const mixedUp = changed(mixed, (url) => url.searchParams.set('iss', 'https://evil.example'))
  assert.equal((await goBack(mixed.browser, mixedUp)).headers.location, `${PUBLIC}/sign-in?refused=not_proven`)
  const unnamed = await begin()
  const nameless = changed(unnamed, (url) => url.searchParams.delete('iss'))
  assert.equal((await goBack(unnamed.browser, nameless)).headers.location, `${PUBLIC}/sign-in?refused=not_proven`)
  assert.deepEqual(await rolesOf(site, 'vera@acme.example'), {})
})

test('an attempt is worth nothing after ten minutes', async () => {
  knows('sub-nora', 'nora@acme.example')
  const browser = site.browser(PUBLIC)
  const { body } = await browser.call('POST', '/auth/sso/start', { email: 'nora@acme.example' })
  const back = await site.provider.signIn(body.url, 'sub-nora')
  await query(`update auth_verifications set expires_at = now() - interval '1 second' where identifier like 'sso|%'`)
  assert.equal((await goBack(browser, back)).headers.location, '/sign-in?refused=expired')
})

test('a provider that is down is said to be, on the way there and on the way back', async () => {
  knows('sub-tess', 'tess@acme.example')
  const browser = site.browser(PUBLIC)
  const { body } = await browser.call('POST', '/auth/sso/start', { email: 'tess@acme.example' })
  const back = await site.provider.signIn(body.url, 'sub-tess')
  site.provider.tamper.down = true
  assert.equal((await goBack(browser, back)).headers.location, `${PUBLIC}/sign-in?refused=provider_unreachable`)
  const start = await browser.call('POST', '/auth/sso/start', { email: 'tess@acme.example' })
  assert.deepEqual([start.status, start.body.code], [503, 'provider_unreachable'])
})

test('with a secret that the provider no longer takes, nobody is let in and the log has the reason', async (t) => {
  knows('sub-mona', 'mona@acme.example')
  await site.provider.serve([{ ...site.client, secret: 'another one' }])
  t.after(() => site.provider.serve([site.client]))
  assert.equal((await site.enter('mona@acme.example', 'sub-mona')).at, '/sign-in?refused=provider_refused')
  assert.ok(site.logged.some((line) => line.includes('401 invalid_client')))
  assert.ok(!site.logged.some((line) => line.includes(site.client.secret)))
})

test('two windows of somebody new that come back at once make one person', async () => {
  knows('sub-twin', 'twin@acme.example')
  const begin = async () => {
    const browser = site.browser(PUBLIC)
    const { body } = await browser.call('POST', '/auth/sso/start', { email: 'twin@acme.example', to: '/history' })
    return { browser, back: await site.provider.signIn(body.url, 'sub-twin') }
  }
  const windows = [await begin(), await begin(), await begin()]
  const answers = await Promise.all(windows.map(({ browser, back }) => goBack(browser, back)))
  assert.deepEqual(
    answers.map(({ headers }) => headers.location),
    Array(3).fill(`${PUBLIC}/history`),
  )
  assert.equal((await query(`select from auth_users where email = 'twin@acme.example'`)).length, 1)
})

test('it goes on only inside of the console', async () => {
  knows('sub-ada', 'ada@acme.example')
  const odd = ['/x\r\nset-cookie: a=b', '/\0', '/ü']
  for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ...odd]) {
    const browser = site.browser(PUBLIC)
    const { body } = await browser.call('POST', '/auth/sso/start', { email: 'ada@acme.example', to })
    const answer = await goBack(browser, await site.provider.signIn(body.url, 'sub-ada'))
    assert.equal(answer.headers.location, `${PUBLIC}/`)
  }
})

test('no other page can begin it', async () => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  for (const path of ['options', 'sso/start', 'sso/asked', 'sso/agree'])
    assert.equal(
      (await site.browser(PUBLIC).call('POST', `/auth/${path}`, { email: 'a@acme.example' }, foreign)).status,
      403,
    )
})

test('neither secrets nor codes nor tokens stand in the log or the database', async () => {
  knows('sub-lina', 'lina@acme.example')
  const { back } = await site.enter('lina@acme.example', 'sub-lina')
  const secrets = [site.client.secret, back.searchParams.get('code')!, back.searchParams.get('state')!]
  for (const secret of secrets) assert.ok(!site.logged.some((line) => line.includes(secret)))
  const rows = JSON.stringify(await query(`select * from auth_accounts`))
  assert.ok(secrets.every((secret) => !rows.includes(secret)) && !/eyJ/.test(rows))
})
