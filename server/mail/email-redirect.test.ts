import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { eventsTurn } from '../alerts/claim-events.ts'
import { MESSAGE_MAILS } from '../messages/message-mails.ts'
import { deliverMessageMails } from './message-mails.ts'
import { openMailServer } from './testing.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

const mailServer = openMailServer()
let server: TestServer
before(async () => {
  const port = await mailServer.listen()
  const environment = { HANDSET_SMTP_URL: `smtp://127.0.0.1:${port}`, HANDSET_MAIL_FROM: 'alerts@acme.example' }
  server = await startTestServer({ role: 'api', environment })
})
after(async () => {
  await server.stop()
  await mailServer.close()
})

async function acme() {
  const workspace: TestWorkspace = await server.workspace({ name: 'Acme' })
  const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> =>
    workspace.call<Answer>(method, path, body)
  const email = `ann-${workspace.id.slice(-6)}@acme.example`
  const test = `tests-${workspace.id.slice(-6)}@acme.example`
  await call('POST', '/v1/people', { external_id: 'ann', email })
  const trigger = {
    name: 'Named',
    event_type: 'mentioned',
    template: 'mentioned',
    recipients: { roles: ['mentioned'] },
  }
  assert.equal((await call('POST', '/v1/triggers', trigger)).status, 201)
  const event = { type: 'mentioned', entity: { type: 'issue', id: '1' }, recipients: { mentioned: ['ann'] } }
  const deliver = async (workers = 1) => {
    const one = () => deliverMessageMails(server.context, MESSAGE_MAILS)
    while ((await Promise.all(Array.from({ length: workers }, one))).some(Boolean));
  }
  return {
    ...{ workspace, call, email, test, deliver },
    redirect: (redirect: object) => call('PATCH', '/v1/email/settings', { redirect }),
    async happen(count = 1) {
      const events = Array.from({ length: count }, () => event)
      assert.equal((await call('POST', '/v1/events', { events })).status, 202)
      while (await eventsTurn(server.context));
    },
    got: () => ({
      theirs: mailServer.received.filter(({ to }) => to === email),
      tests: mailServer.received.filter(({ to }) => to === test),
    }),
    async mails(): Promise<Answer[]> {
      const { body } = await call('GET', '/v1/messages?limit=100')
      return body.items.filter(({ channel }: Answer) => channel === 'email')
    },
  }
}

test('while redirect is on a mail goes to the test address, and the record keeps both', async () => {
  const { redirect, happen, deliver, got, mails, test: address, call } = await acme()
  const saved = await redirect({ enabled: true, to: address, ends_after_hours: 8 })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  const { to, by, since, until } = saved.body.redirect
  assert.deepEqual([to, typeof by], ['t•••@acme.example', 'string'])
  assert.ok(Math.abs(Date.parse(until) - Date.parse(since) - 8 * 3_600_000) < 5_000)
  await happen()
  await deliver()
  const { theirs, tests } = got()
  assert.deepEqual([theirs.length, tests.length], [0, 1])
  assert.ok(!/^List-Unsubscribe/m.test(tests[0]!.raw), 'the tester ends nothing for the person by one click')
  const [mail] = await mails()
  assert.deepEqual([mail.status, mail.to, mail.redirected_to], ['sent', 'a•••@acme.example', 't•••@acme.example'])
  const { body } = await call('GET', '/v1/email/settings')
  assert.deepEqual([body.redirect.redirected, body.redirect.over_limit], [1, 0])
  await redirect({ enabled: false })
  await happen()
  await deliver()
  assert.deepEqual([got().theirs.length, got().tests.length], [1, 1])
  const { body: audit } = await call('GET', '/v1/audit')
  const entries = audit.items.filter(({ action }: Answer) => action === 'email_settings.changed')
  assert.equal(entries.length, 2)
  assert.ok(!JSON.stringify(entries).includes(address))
})

test('twenty go in an hour, however many workers there are; the others are skipped and say so', async () => {
  const { redirect, happen, deliver, got, mails, test: address, call } = await acme()
  await redirect({ enabled: true, to: address })
  await happen(140)
  await deliver(3)
  assert.deepEqual([got().tests.length, got().theirs.length], [20, 0])
  const skipped = (await mails()).filter(({ status }) => status === 'skipped')
  assert.deepEqual([skipped.length > 0, skipped[0].skip_reason], [true, 'redirect_limit'])
  assert.match(skipped[0].status_text, /the test address had got its 20 mails of the hour/)
  const { body } = await call('GET', '/v1/email/settings')
  assert.deepEqual([body.redirect.redirected, body.redirect.over_limit], [20, 120])
})

test('it ends by itself, and a mail that waited for another try goes to the person then', async () => {
  const { workspace, redirect, happen, deliver, got, mails, test: address, call } = await acme()
  await redirect({ enabled: true, to: address, ends_after_hours: 1 })
  mailServer.next = 'refuses'
  await happen()
  await deliver()
  mailServer.next = 'takes'
  assert.equal((await mails())[0].redirected_to, 't•••@acme.example')
  const { pool } = server.context.db
  await pool.query(`update email_settings set redirect_until = now() where workspace_id = $1`, [workspace.id])
  await pool.query(`update message_mails set due_at = now() where workspace_id = $1`, [workspace.id])
  await deliver()
  assert.deepEqual([got().tests.length, got().theirs.length], [0, 1])
  assert.equal((await mails())[0].redirected_to, null)
  assert.equal((await call('GET', '/v1/email/settings')).body.redirect.enabled, false)
})

test('it needs one address, which a form may send back as it was shown', async () => {
  const { redirect, test: address, call } = await acme()
  const refused = [
    [{ enabled: true }, 'The test address is missing.'],
    [{ enabled: true, to: ' ' }, 'The test address is missing.'],
    [{ enabled: true, to: 'a@b, c@d' }, 'One email address, as in tests@acme.example.'],
    [{ enabled: true, to: 'a@b.example\r\nBcc: c@d.example' }, null],
  ] as const
  for (const [wanted, detail] of refused) {
    const { status, body } = await redirect(wanted)
    assert.equal(status, 422, JSON.stringify(wanted))
    if (detail) assert.deepEqual(body.errors, [{ pointer: '/redirect/to', detail }])
  }
  await redirect({ enabled: true, to: address, ends_after_hours: 24 })
  const again = await redirect({ enabled: true, to: 't•••@acme.example' })
  assert.equal(again.status, 200, JSON.stringify(again.body))
  const off = await redirect({ enabled: false })
  assert.deepEqual([off.body.redirect.enabled, off.body.redirect.to], [false, 't•••@acme.example'])
  assert.equal((await call('GET', '/v1/email/settings')).body.from_name, 'Acme')
})
