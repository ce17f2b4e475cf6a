import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { INSTALLATION } from '../kit/id.ts'
import { openInstallation } from './installation.ts'
import { createOwner } from './setup.ts'
import { type Browser, openSite, type Site, until } from './testing.ts'
import { createWorkspace } from './workspace.ts'

const PASSWORD = 'mail-password-9431'
const dana = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse', workspaceName: 'Acme' }

let site: Site
let operator: Browser
let port: number
const received: string[] = []
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onAuth: ({ password }, _session, done) =>
    password === PASSWORD ? done(null, { user: 'handset' }) : done(new Error('no')),
  onRcptTo: ({ address }, _session, done) => {
    if (address.startsWith('nobody@')) return done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
    received.push(address)
    return done()
  },
  onData: (stream, _session, done) => void stream.resume().on('end', done),
})

before(async () => {
  site = await openSite()
  await createOwner(site.context, dana)
  operator = site.browser()
  await operator.call('POST', '/auth/sign-in/email', { email: dana.email, password: dana.password })
  await once(mailServer.listen(0, '127.0.0.1'), 'listening')
  port = (mailServer.server.address() as { port: number }).port
})
after(async () => {
  await new Promise<void>((done) => mailServer.close(done))
  await site.close()
})

test('only the operator sees and changes the installation', async (t) => {
  const member = site.browser()
  await makeMember('member@acme.example', member)
  const calls: [string, string, unknown?][] = [
    ['GET', '/v1/installation'],
    ['PATCH', '/v1/installation', { public_url: 'https://evil.example' }],
    ['POST', '/v1/installation/mail/test', {}],
    ['POST', '/v1/installation/sending/release', { force: true }],
  ]
  for (const [method, path, body] of calls) {
    await t.test(`${method} ${path}`, async () => {
      assert.equal((await site.browser().call(method, path, body)).status, 401)
      const refused = await member.call(method, path, body)
      assert.deepEqual([refused.status, refused.body.code], [403, 'not_allowed'])
    })
  }
  assert.equal(site.context.publicUrl(), null)
})

test('a public address that is saved is in effect at once, is recorded, and can be taken away', async () => {
  const saved = await operator.call('PATCH', '/v1/installation', { public_url: 'https://sms.acme.example/' })
  assert.deepEqual([saved.status, saved.body.public_url], [200, { value: 'https://sms.acme.example', from: 'console' }])
  assert.equal(site.context.publicUrl(), 'https://sms.acme.example')
  assert.deepEqual(await lastChanges(), { public_url: { from: null, to: 'https://sms.acme.example' } })
  const cleared = await operator.call('PATCH', '/v1/installation', { public_url: null })
  assert.deepEqual(cleared.body.public_url, { value: null, from: 'nothing' })
  assert.equal(site.context.publicUrl(), null)
})

test('the installation says why its sending is paused, and a release takes that away', async () => {
  await site.context.db.signIn((tx) =>
    tx
      .updateTable('installation')
      .set({ sending_paused_since: new Date(), sending_paused_why: 'copied', restored_from: null })
      .execute(),
  )
  const { body } = await operator.call('GET', '/v1/installation')
  assert.deepEqual([body.sending.why, body.sending.in_doubt], ['copied', 0])
  await site.context.installation.refresh()
  assert.equal(site.context.sendingPaused(), true)
  const unsaid = await operator.call('POST', '/v1/installation/sending/release', {})
  assert.deepEqual([unsaid.status, unsaid.body.errors[0].pointer], [422, '/other_ran'])
  const released = await operator.call('POST', '/v1/installation/sending/release', { other_ran: false })
  assert.deepEqual([released.status, released.body.paused_since], [200, null])
  assert.equal(site.context.sendingPaused(), false, 'at once')
  const again = await operator.call('POST', '/v1/installation/sending/release', {})
  assert.equal(again.status, 200)
})

test('another process sees what was saved here within five seconds', async () => {
  const other = await openInstallation(site.context.db, site.context.keys, surroundings())
  await operator.call('PATCH', '/v1/installation', { public_url: 'https://other.acme.example' })
  assert.equal(other.publicUrl(), null)
  const savedMs = performance.now()
  await until('the other process saw it', () => other.publicUrl() === 'https://other.acme.example')
  assert.ok(performance.now() - savedMs < 5000)
  await other.close()
  await operator.call('PATCH', '/v1/installation', { public_url: null })
})

const unfit: [what: string, patch: unknown, pointer: string][] = [
  ['plain http', { public_url: 'http://sms.acme.example' }, '/public_url'],
  ['a number', { public_url: 7 }, '/public_url'],
  ['no port', { mail: { host: 'mail.acme.example', from: 'a@acme.example' } }, '/mail/port'],
  ['a port out of range', { mail: { host: 'mail.acme.example', port: 70000, from: 'a@acme.example' } }, '/mail/port'],
  ['a host with a line break', { mail: { host: 'a\r\nb', port: 25, from: 'a@acme.example' } }, '/mail/host'],
  [
    'a sender of two lines',
    { mail: { host: 'a', port: 25, from: 'a@acme.example\r\nBcc: b@acme.example' } },
    '/mail/from',
  ],
  ['a user with a NUL', { mail: { host: 'a', port: 25, user: '\u0000', from: 'a@acme.example' } }, '/mail/user'],
]
for (const [what, patch, pointer] of unfit) {
  test(`a change with ${what} is refused at the field`, async () => {
    const { status, body } = await operator.call('PATCH', '/v1/installation', patch)
    assert.deepEqual([status, body.errors[0].pointer], [422, pointer])
  })
}

test('a mail server that refuses or cannot be reached is told apart, and nothing is saved', async () => {
  const before = await savedMail()
  const refused = await operator.call('PATCH', '/v1/installation', { mail: mail({ password: 'wrong-9431' }) })
  assert.deepEqual([refused.status, refused.body.code], [422, 'mail_refused'])
  assert.equal(refused.body.errors[0].pointer, '/mail/password')
  assert.match(refused.body.detail, /refused the user name and password.*Nothing was saved\.$/)
  const unreachable = await operator.call('PATCH', '/v1/installation', { mail: mail({ port: 1 }) })
  assert.deepEqual([unreachable.status, unreachable.body.code], [422, 'mail_unreachable'])
  assert.equal(unreachable.body.errors[0].pointer, '/mail/port')
  assert.deepEqual(await savedMail(), before)
  assert.ok(!JSON.stringify([refused.body, unreachable.body, site.logged]).includes('9431'))
})

test('mail settings are saved sealed, shown without the password, and the password is kept while it is untouched', async () => {
  const saved = await operator.call('PATCH', '/v1/installation', { mail: mail({ password: PASSWORD }) })
  assert.equal(saved.status, 200)
  const server = {
    host: '127.0.0.1',
    port,
    secure: false,
    user: 'handset',
    from: 'sms@acme.example',
    password_set: true,
  }
  assert.deepEqual([saved.body.mail.value, saved.body.mail.server], [`smtp://handset@127.0.0.1:${port}`, server])
  assert.ok(!JSON.stringify(saved.body).includes(PASSWORD))
  assert.ok(!(await savedMail()).mail_sealed!.includes(PASSWORD))
  const { mail_password } = (await lastChanges()) as Record<string, unknown>
  assert.deepEqual(mail_password, { from: null, to: 'replaced' })

  const again = await operator.call('PATCH', '/v1/installation', { mail: mail({ from: 'alerts@acme.example' }) })
  assert.deepEqual([again.status, again.body.mail.server.password_set], [200, true])
  assert.equal(site.context.installation.mail()?.password, PASSWORD)
})

test('the same mail settings again are looked at again, and are no change', async () => {
  const before = { changes: await lastChanges(), saved: await savedMail() }
  const again = await operator.call('PATCH', '/v1/installation', { mail: mail({ from: 'alerts@acme.example' }) })
  assert.equal(again.status, 200)
  assert.deepEqual(await lastChanges(), before.changes)
  assert.notDeepEqual(await savedMail(), before.saved)
})

test('a kept password is not carried to another server', async () => {
  const elsewhere = await operator.call('PATCH', '/v1/installation', { mail: mail({ host: 'localhost' }) })
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [422, 'mail_refused'])
})

test('a test mail reaches oneself or whom one names, and the answer of the server is shown', async () => {
  const own = await operator.call('POST', '/v1/installation/mail/test', {})
  assert.equal(own.status, 200)
  assert.match(own.body.answer, /^250/)
  await operator.call('POST', '/v1/installation/mail/test', { to: 'eve@acme.example' })
  assert.deepEqual(received, ['dana@acme.example', 'eve@acme.example'])
  const refused = await operator.call('POST', '/v1/installation/mail/test', { to: 'nobody@acme.example' })
  assert.deepEqual([refused.status, refused.body.code], [422, 'mail_refused'])
  assert.equal(refused.body.errors[0].pointer, '/to')
  assert.equal((await operator.call('POST', '/v1/installation/mail/test', { to: 'nobody' })).status, 422)
})

test('without a mail server a test mail says so', async () => {
  await operator.call('PATCH', '/v1/installation', { mail: null })
  const { status, body } = await operator.call('POST', '/v1/installation/mail/test', {})
  assert.deepEqual([status, body.code], [409, 'mail_not_set'])
})

test('what the environment sets is shown as such and cannot be changed here', async (t) => {
  const publicUrl = 'https://env.acme.example'
  const smtp = { url: `smtp://handset:${PASSWORD}@127.0.0.1:${port}`, from: 'env@acme.example' }
  const fixed = await openSite({ publicUrl, smtp })
  t.after(() => fixed.close())
  await createOwner(fixed.context, dana)
  const browser = fixed.browser()
  await browser.call('POST', '/auth/sign-in/email', { email: dana.email, password: dana.password })
  const { body } = await browser.call('GET', '/v1/installation')
  assert.deepEqual(body.public_url, { value: publicUrl, from: 'environment' })
  assert.deepEqual([body.mail.from, body.mail.value], ['environment', `smtp://handset@127.0.0.1:${port}`])
  assert.ok(!JSON.stringify(body).includes(PASSWORD))
  const refused = await browser.call('PATCH', '/v1/installation', { public_url: null, mail: mail() })
  assert.equal(refused.status, 422)
  assert.deepEqual(
    refused.body.errors.map((error: { pointer: string }) => error.pointer),
    ['/public_url', '/mail'],
  )
  assert.equal(fixed.context.publicUrl(), publicUrl)
  assert.equal((await browser.call('POST', '/v1/installation/mail/test', {})).status, 200)
})

const broken = [
  [{ publicUrl: 'http://sms.acme.example', smtp: null }, /^HANDSET_PUBLIC_URL: Use https/],
  [{ publicUrl: null, smtp: { url: 'mail.acme.example', from: 'a@acme.example' } }, /^HANDSET_SMTP_URL is not/],
] as const
for (const [environment, message] of broken) {
  test(`an environment that cannot be used is told at start: ${message.source}`, async () => {
    const opening = openInstallation(site.context.db, site.context.keys, { ...surroundings(), ...environment })
    await assert.rejects(opening, (error: Error) => message.test(error.message))
  })
}

function surroundings() {
  return { publicUrl: null, smtp: null, keyFile: { path: '/data/key', from: 'data_dir' as const } }
}

function mail(change: Record<string, unknown> = {}) {
  return { host: '127.0.0.1', port, user: 'handset', from: 'sms@acme.example', ...change }
}

function savedMail() {
  return site.context.db.signIn((tx) =>
    tx.selectFrom('installation').select(['mail_sealed', 'mail_from', 'mail_checked_at']).executeTakeFirstOrThrow(),
  )
}

async function lastChanges(): Promise<unknown> {
  const row = await site.context.db.tenant(INSTALLATION, (tx) =>
    tx
      .selectFrom('audit_entries')
      .select('changes')
      .where('action', '=', 'installation.changed')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow(),
  )
  return row.changes
}

/** Somebody who is no operator but owns a workspace of their own. */
async function makeMember(email: string, browser: Browser): Promise<void> {
  const { userId } = await createOwner(site.context, { ...dana, email })
  await site.context.db.signIn((tx) =>
    tx.updateTable('auth_users').set({ operator: false }).where('id', '=', userId).execute(),
  )
  await createWorkspace(site.context, { name: 'Another', ownerId: userId })
  await browser.call('POST', '/auth/sign-in/email', { email, password: dana.password })
}
