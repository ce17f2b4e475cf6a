import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hashPassword } from 'better-auth/crypto'
import { newId } from '../kit/id.ts'
import type { Browser } from '../workspaces/testing.ts'
import { DANA, openSsoSite, PASSWORD, PUBLIC, rolesOf, type SsoSite } from './testing.ts'

let site: SsoSite
before(async () => {
  site = await openSsoSite()
})
after(() => site?.close())

const query = async (text: string, values: unknown[] = []) => (await site.context.db.pool.query(text, values)).rows
const knows = (subject: string, email: string) =>
  site.provider.accounts.set(subject, { email, email_verified: true, name: subject })

/** Somebody with an account, who belongs to the workspace with a role, or to another one. */
async function account(name: string, options: { role?: string; elsewhere?: true; password?: false; operator?: true }) {
  const [id, email] = [newId('usr'), `${name}@acme.example`]
  await query('insert into auth_users (id, name, email, operator) values ($1, $2, $3, $4)', [
    id,
    name,
    email,
    options.operator ?? false,
  ])
  if (options.password !== false)
    await query(
      `insert into auth_accounts (id, user_id, account_id, provider_id, password) values ($1, $2, $2, 'credential', $3)`,
      [newId('acc'), id, await hashPassword(PASSWORD)],
    )
  if (options.role) await addMember(site.workspaceId, id, options.role)
  if (options.elsewhere) {
    const other = newId('ws')
    await query('insert into workspaces (workspace_id, name, slug) values ($1, $2, $1)', [other, 'Elsewhere'])
    await addMember(other, id, 'owner')
  }
  return { id, email }
}

async function addMember(workspaceId: string, userId: string, role: string): Promise<void> {
  await site.context.db.tenant(workspaceId, (tx) =>
    tx.insertInto('members').values({ workspace_id: workspaceId, user_id: userId, role }).execute(),
  )
}

const identities = (userId: string) =>
  query(`select from auth_accounts where user_id = $1 and provider_id like 'oidc|%'`, [userId])
const withPassword = (browser: Browser, email: string, password = PASSWORD) =>
  browser.call('POST', '/auth/sign-in/email', { email, password })

const GUARDED: [what: string, options: Parameters<typeof account>[1]][] = [
  ['has a password', { role: 'member' }],
  ['has a password and belongs to no workspace', {}],
  ['belongs to another workspace too', { role: 'member', elsewhere: true, password: false }],
  ['belongs to another workspace alone', { elsewhere: true, password: false }],
  ['runs the installation', { role: 'member', operator: true, password: false }],
  ['may do more in the workspace than newcomers', { role: 'owner', password: false }],
]
for (const [i, [what, options]] of GUARDED.entries())
  test(`whoever claims the address of an account that ${what} is not let into it`, async () => {
    const { id, email } = await account(`guarded${i}`, options)
    knows(`evil-${i}`, email)
    const { browser, at } = await site.enter(email, `evil-${i}`)
    assert.match(at, /^\/sign-in\/connect#\w{40}$/)
    assert.equal((await browser.call('GET', '/v1/me')).status, 401)
    const token = at.split('#')[1]!
    for (const password of [undefined, 'a guess'])
      assert.equal((await browser.call('POST', '/auth/sso/agree', { token, password })).status, 422)
    assert.deepEqual(await identities(id), [])
  })

test('an account that is the workspace’s altogether is found again by its address', async () => {
  const { id, email } = await account('ours', { role: 'member', password: false })
  knows('sub-ours', email)
  assert.equal((await site.enter(email, 'sub-ours')).at, '/history')
  assert.equal((await identities(id)).length, 1)
})

test('its owner connects it by the password, is told what for, and is then signed in by the provider', async () => {
  const { id, email } = await account('petra', { elsewhere: true })
  knows('sub-petra', email)
  const { browser, at } = await site.enter(email, 'sub-petra')
  const token = at.split('#')[1]!
  const asked = await browser.call('POST', '/auth/sso/asked', { token })
  const { provider } = site
  assert.deepEqual(asked.body, {
    email,
    workspace: 'Acme',
    issuer: provider.issuer,
    signed_in: false,
    has_password: true,
  })
  const agreed = await browser.call('POST', '/auth/sso/agree', { token, password: PASSWORD })
  assert.deepEqual([agreed.status, agreed.body], [200, { to: '/history' }])
  assert.equal((await browser.call('GET', '/v1/me')).body.user.email, email)
  assert.deepEqual(await rolesOf(site, email), { Elsewhere: 'owner', Acme: 'member' })
  const recorded = await query('select action from audit_entries where actor_id = $1 order by action', [id])
  assert.deepEqual(
    recorded.map(({ action }) => action),
    ['member.joined', 'member.sso_connected'],
  )
  assert.equal((await site.enter(email, 'sub-petra')).at, '/history')
})

test('whoever is signed in agrees without the password; somebody else who is signed in does not', async () => {
  const { email } = await account('rosa', { role: 'member' })
  const stranger = await account('stranger', { role: 'member' })
  knows('sub-rosa', email)
  const browser = await site.signedIn(email)
  const { at } = await site.enter(email, 'sub-rosa', browser)
  const token = at.split('#')[1]!
  assert.equal((await browser.call('POST', '/auth/sso/asked', { token })).body.signed_in, true)
  const thief = await site.signedIn(stranger.email)
  assert.equal((await thief.call('POST', '/auth/sso/agree', { token })).status, 410)
  const [name, value] = [...browser.cookies].find(([one]) => one.endsWith('.sso'))!
  thief.cookies.set(name, value)
  assert.equal((await thief.call('POST', '/auth/sso/agree', { token })).status, 422)
  assert.equal((await browser.call('POST', '/auth/sso/agree', { token })).status, 200)
  assert.equal((await browser.call('POST', '/auth/sso/agree', { token })).status, 410)
})

test('who agrees in two browsers, one after the other or at once, is in with both and connected once', async () => {
  for (const name of ['twice', 'both']) {
    const { id, email } = await account(name, { role: 'member' })
    knows(`sub-${name}`, email)
    const [laptop, phone] = [await site.enter(email, `sub-${name}`), await site.enter(email, `sub-${name}`)]
    const agree = ({ browser, at }: typeof laptop) =>
      browser.call('POST', '/auth/sso/agree', { token: at.split('#')[1], password: PASSWORD })
    const answers =
      name === 'both' ? await Promise.all([laptop, phone].map(agree)) : [await agree(laptop), await agree(phone)]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    )
    assert.equal((await identities(id)).length, 1)
  }
})

test('an identity that somebody else connected meanwhile connects nobody to a second account', async () => {
  const [first, second] = [await account('first', { role: 'member' }), await account('second', { role: 'member' })]
  const waiting = []
  for (const { email } of [first, second]) {
    knows('sub-moved', email)
    waiting.push(await site.enter(email, 'sub-moved'))
  }
  const statuses = []
  for (const { browser, at } of waiting) {
    const token = at.split('#')[1]
    statuses.push((await browser.call('POST', '/auth/sso/agree', { token, password: PASSWORD })).status)
  }
  assert.deepEqual(statuses, [200, 410])
  assert.deepEqual(await identities(second.id), [])
})

test('guessing the password there counts as guessing it anywhere', async () => {
  const { email } = await account('guessed', { role: 'member' })
  knows('sub-guessed', email)
  const { browser, at } = await site.enter(email, 'sub-guessed')
  const token = at.split('#')[1]!
  await browser.call('POST', '/auth/sso/agree', { token, password: 'a guess' })
  await query(`update auth_rate_limits set count = 100 where key like 'account|%'`)
  const { status } = await browser.call('POST', '/auth/sso/agree', { token, password: PASSWORD })
  await query('delete from auth_rate_limits')
  assert.equal(status, 429)
})

test('where only the provider may be used, a right password is refused without a session, but for owners', async (t) => {
  const inWorkspace = { 'handset-workspace': site.workspaceId }
  await site.operator.call('PUT', '/v1/sso', { ...site.settings, required: true }, inWorkspace)
  t.after(() => site.operator.call('PUT', '/v1/sso', site.settings, inWorkspace))
  const { id, email } = await account('lena', { role: 'admin' })
  const owner = await account('owner', { role: 'owner' })
  const outsider = await account('outsider', { elsewhere: true })
  const browser = site.browser(PUBLIC)
  const refused = await withPassword(browser, email)
  assert.deepEqual([refused.status, refused.body.code], [403, 'single_sign_on_only'])
  assert.deepEqual([[...browser.cookies], refused.headers['set-cookie']], [[], undefined])
  assert.deepEqual(await query('select from auth_sessions where user_id = $1', [id]), [])
  for (const one of [owner.email, outsider.email, DANA.email])
    assert.equal((await withPassword(site.browser(PUBLIC), one)).status, 200, one)
  for (const one of [email, 'nobody@acme.example']) {
    const { status, body } = await withPassword(site.browser(PUBLIC), one, 'a guess')
    assert.deepEqual([status, body.code], [401, 'wrong_email_or_password'])
  }
  knows('sub-lena', email)
  const { browser: atProvider, at } = await site.enter(email, 'sub-lena')
  const token = at.split('#')[1]!
  assert.equal((await atProvider.call('POST', '/auth/sso/agree', { token, password: PASSWORD })).status, 200)
  assert.equal((await atProvider.call('GET', '/v1/me')).status, 200)
})

test('what the sign-in page asks is told of the domain, and of no address in it', async () => {
  const options = (email: string) => site.browser(PUBLIC).call('POST', '/auth/options', { email })
  for (const email of [DANA.email, 'nobody@acme.example'])
    assert.deepEqual((await options(email)).body, { sso: { required: false }, mail: true, ended: null })
  for (const email of ['somebody@other.example', 'somebody@sub.acme.example'])
    assert.deepEqual((await options(email)).body, { sso: null, mail: true, ended: null })
})

test('who has no password but a provider is sent there by mail, not given a password', async () => {
  const { email } = await account('nopass', { role: 'member', password: false })
  await site.browser(PUBLIC).call('POST', '/auth/forgot', { email })
  const [mail] = await query('select subject, kind from mails where recipient = $1', [email])
  assert.deepEqual(mail, { subject: 'You sign in without a password', kind: 'notice' })
})
