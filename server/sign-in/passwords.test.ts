import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hashPassword } from 'better-auth/crypto'
import { createOwner } from '../workspaces/setup.ts'
import { type Browser, openSite, type Site } from '../workspaces/testing.ts'
import { makeResetLink } from './reset.ts'

const PUBLIC = 'https://sms.acme.example'
const PASSWORD = 'correct horse 7713'
const NEW = 'another horse 9914'
const dana = { name: 'Dana', email: 'dana@acme.example', password: PASSWORD, workspaceName: 'Acme' }

let site: Site
before(async () => {
  site = await openSite({ publicUrl: PUBLIC, smtp: { url: 'smtp://127.0.0.1:9', from: 'handset@acme.example' } })
  await createOwner(site.context, dana)
})
after(() => site.close())

const signIn = async (password: string, email = dana.email): Promise<{ status: number; browser: Browser }> => {
  const browser = site.browser(PUBLIC)
  return { ...(await browser.call('POST', '/auth/sign-in/email', { email, password })), browser }
}
const forgot = (email: string, headers = {}) => site.browser(PUBLIC).call('POST', '/auth/forgot', { email }, headers)
const reset = (token: string, password: string) => site.browser(PUBLIC).call('POST', '/auth/reset', { token, password })

async function mailsTo(email: string): Promise<{ subject: string; kind: string; text: string }[]> {
  const { rows } = await site.context.db.pool.query('select * from mails where recipient = $1 order by id', [email])
  return rows.map(({ id, subject, kind, text_sealed }) => ({
    subject,
    kind,
    text: site.context.keys.installation.open(`mails.text|${id}`, text_sealed),
  }))
}

async function newOwner(name: string): Promise<string> {
  const email = `${name.toLowerCase()}@acme.example`
  await createOwner(site.context, { ...dana, name, email })
  return email
}

async function askForToken(email: string): Promise<string> {
  assert.equal((await forgot(email)).status, 200)
  const { text } = (await mailsTo(email)).at(-1)!
  return /https:\/\/sms\.acme\.example\/new-password#(\w+)/.exec(text)![1]!
}

async function recorded(email: string): Promise<unknown[]> {
  const { rows } = await site.context.db.pool.query(
    `select a.action, a.actor_id = u.id and a.target = u.id as own, a.workspace_id = 'ws_00000000000000000000000000' as installation,
       a.from_address like '198.51.100.%' as address
     from audit_entries a join auth_users u on u.email = $1 and u.id = a.target
     where a.action like 'member.password%' order by a.workspace_id`,
    [email],
  )
  return rows
}

test('who forgot gets a link; it sets a new password once, ends every session, and a mail says so', async () => {
  const email = await newOwner('Rosa')
  const before = await signIn(PASSWORD, email)
  const token = await askForToken(email)
  assert.equal((await reset(token, NEW)).status, 200)
  assert.equal((await before.browser.call('GET', '/v1/me')).status, 401)
  assert.equal((await signIn(PASSWORD, email)).status, 401)
  assert.equal((await signIn(NEW, email)).status, 200)
  const again = await reset(token, 'a third horse 1')
  assert.deepEqual([again.status, again.body.code, again.body.errors[0].pointer], [422, 'link_spent', '/token'])
  const [link, notice] = await mailsTo(email)
  assert.deepEqual(
    [link!.kind, notice!.kind, notice!.subject],
    ['password_reset', 'notice', 'Your password was set anew'],
  )
  assert.ok(!notice!.text.includes(token) && notice!.text.includes('198.51.100.'))
})

test('a reset stands in the record of each workspace of the person, and of an operator in the installation’s', async () => {
  const email = await newOwner('Ines')
  await reset(await askForToken(email), NEW)
  const entry = { action: 'member.password_reset', own: true, address: true }
  assert.deepEqual(await recorded(email), [
    { ...entry, installation: true },
    { ...entry, installation: false },
  ])
})

test('whoever brings no link has no password hashed, and is soon told to wait', async () => {
  const token = await askForToken(await newOwner('Uma'))
  const bring = (given: string, from: string) =>
    site.browser(PUBLIC).call('POST', '/auth/reset', { token: given, password: NEW }, { 'x-forwarded-for': from })
  const hashing = await cpuMs(() => hashPassword(NEW))
  const guessing = await cpuMs(async () => {
    for (let i = 0; i < 20; i++) assert.equal((await bring('x'.repeat(40), '203.0.113.5')).body.code, 'link_spent')
  })
  assert.ok(guessing < (20 * hashing) / 2, `20 guesses took ${guessing} ms, hashing once ${hashing} ms`)
  assert.equal((await bring('x'.repeat(40), '203.0.113.5')).status, 429)
  assert.equal((await bring(token, '203.0.113.5')).status, 429)
  assert.equal((await bring(token, '203.0.113.6')).status, 200)
})

async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

test('the database keeps no token that works', async () => {
  const email = await newOwner('Tess')
  const token = await askForToken(email)
  const { rows } = await site.context.db.pool.query('select identifier, value from auth_verifications')
  assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(token))
  assert.ok(!site.logged.some((line) => line.includes(token)))
})

test('after an hour the link is worth nothing, and a later one or a changed password ends those before', async () => {
  const email = await newOwner('Nora')
  const late = await askForToken(email)
  await site.context.db.pool.query(`update auth_verifications set expires_at = now() - interval '1 second'`)
  assert.equal((await reset(late, NEW)).body.code, 'link_spent')
  const [first, second] = [await askForToken(email), await askForToken(email)]
  assert.equal((await reset(second, NEW)).status, 200)
  assert.equal((await reset(first, NEW)).body.code, 'link_spent')
})

test('of two who bring a link at the same time, one is served', async () => {
  const token = await askForToken(await newOwner('Lena'))
  const both = await Promise.all([reset(token, NEW), reset(token, 'a third horse 1')])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 422])
})

test('a password that is too short leaves the link as it is', async () => {
  const token = await askForToken(await newOwner('Olga'))
  const short = await reset(token, 'short')
  assert.deepEqual([short.status, short.body.errors[0].pointer], [422, '/password'])
  assert.equal((await reset(token, NEW)).status, 200)
})

test('an unknown address is answered alike and takes alike long, and nothing is written to it', async () => {
  const times: Record<string, number[]> = { known: [], unknown: [] }
  const answers = new Set<string>()
  for (let i = 0; i < 4; i++)
    for (const kind of ['known', 'unknown'] as const) {
      const email = kind === 'known' ? dana.email : 'nobody@acme.example'
      const startedMs = performance.now()
      const { status, body } = await forgot(email)
      times[kind]!.push(performance.now() - startedMs)
      answers.add(JSON.stringify([status, body]))
    }
  assert.deepEqual([...answers], ['[200,{}]'])
  const [known, unknown] = [median(times.known!), median(times.unknown!)]
  assert.ok(Math.max(known, unknown) / Math.min(known, unknown) < 1.2, `${known} ms against ${unknown} ms`)
  assert.deepEqual(await mailsTo('nobody@acme.example'), [])
})

test('asking is limited for each address, known or not, and for each caller', async () => {
  for (const email of [await newOwner('Vera'), 'nobody-else@acme.example']) {
    for (let i = 0; i < 5; i++) assert.equal((await forgot(email, from(i))).status, 200)
    const { status, body } = await forgot(email.toUpperCase(), from(6))
    assert.deepEqual([status, body.code], [429, 'too_many_tries'])
  }
  await site.context.db.pool.query(
    `insert into auth_rate_limits (id, key, count, last_request) values ('rl_1', 'reset-from|203.0.113.77', 20, $1)`,
    [Date.now()],
  )
  assert.equal((await forgot('anybody@acme.example', { 'x-forwarded-for': '203.0.113.77' })).status, 429)
})

test('a clock that ran ahead and was set right keeps nobody out for longer', async () => {
  const email = await newOwner('Lina')
  site.clock.at = new Date(Date.now() + 24 * 3_600_000)
  for (let i = 0; i < 6; i++) await forgot(email, from(200 + i))
  site.clock.at = null
  assert.equal((await forgot(email, from(210))).status, 200)
})

test('no other page can ask, set or change', async () => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const bodies = { forgot: { email: dana.email }, reset: { token: 'x', password: NEW }, 'change-password': {} }
  for (const [path, body] of Object.entries(bodies)) {
    const { status, body: said } = await site.browser(PUBLIC).call('POST', `/auth/${path}`, body, foreign)
    assert.deepEqual([status, said.code], [403, 'wrong_origin'], path)
  }
})

test('without a public address, nobody has a link sent that leads to a host of their choice', async (t) => {
  const near = await openSite({ smtp: { url: 'smtp://127.0.0.1:9', from: 'handset@acme.example' } })
  t.after(() => near.close())
  await createOwner(near.context, dana)
  const evil = { host: 'evil.example', origin: undefined }
  const asked = await near.browser().call('POST', '/auth/forgot', { email: dana.email }, evil)
  assert.deepEqual([asked.status, asked.body.code], [403, 'wrong_origin'])
  assert.equal((await near.browser().call('POST', '/auth/forgot', { email: dana.email })).status, 200)
  assert.equal((await near.context.db.pool.query('select from mails')).rowCount, 1)
})

test('without a mail server it says so, of every address, and the operator has a link to give', async (t) => {
  const dry = await openSite({ publicUrl: PUBLIC })
  t.after(() => dry.close())
  await createOwner(dry.context, dana)
  for (const email of [dana.email, 'nobody@acme.example']) {
    const { status, body } = await dry.browser(PUBLIC).call('POST', '/auth/forgot', { email })
    assert.deepEqual([status, body.code], [409, 'no_mail'])
  }
  assert.equal(await makeResetLink(dry.context, 'nobody@acme.example', PUBLIC), null)
  const token = (await makeResetLink(dry.context, dana.email.toUpperCase(), PUBLIC))!.split('#')[1]!
  assert.equal((await dry.browser(PUBLIC).call('POST', '/auth/reset', { token, password: NEW })).status, 200)
})

test('changing the password ends all other sessions, gives this one a new cookie, and tells the person', async () => {
  const email = await newOwner('Mona')
  const [here, there] = [(await signIn(PASSWORD, email)).browser, (await signIn(PASSWORD, email)).browser]
  const old = new Map(here.cookies)
  const { status } = await here.call('POST', '/auth/change-password', { currentPassword: PASSWORD, newPassword: NEW })
  assert.equal(status, 200)
  assert.equal((await here.call('GET', '/v1/me')).status, 200)
  assert.equal((await there.call('GET', '/v1/me')).status, 401)
  const thief = site.browser(PUBLIC)
  for (const [name, value] of old) thief.cookies.set(name, value)
  assert.equal((await thief.call('GET', '/v1/me')).status, 401)
  assert.equal((await mailsTo(email)).at(-1)!.subject, 'Your password was changed')
  assert.equal((await recorded(email)).length, 2)
})

test('guessing the present password from a session that was left open is limited', async () => {
  const { browser } = await signIn(PASSWORD)
  const guess = () => browser.call('POST', '/auth/change-password', { currentPassword: 'a guess', newPassword: NEW })
  assert.equal((await guess()).body.errors[0].pointer, '/currentPassword')
  await site.context.db.pool.query(`update auth_rate_limits set count = 20 where key like 'password-of|%'`)
  assert.equal((await guess()).status, 429)
})

function from(i: number) {
  return { 'x-forwarded-for': `192.0.2.${i}` }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
