import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer } from '../../test/app.ts'
import { deliverMessageMails } from '../mail/message-mails.ts'
import { openMailServer, readMail } from '../mail/testing.ts'
import { MESSAGE_MAILS } from '../messages/message-mails.ts'
import { eventsTurn } from './claim-events.ts'

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

const deliver = async () => {
  while (await deliverMessageMails(server.context, MESSAGE_MAILS));
}
const got = (to: string) => mailServer.received.filter((mail) => mail.to === to).map(({ raw }) => readMail(raw))

let people = 0

/** A mail about an event that went lost on its way. */
async function failed() {
  const email = `ben-${people++}@acme.example`
  const workspace = await server.workspace({ name: 'Acme' })
  const call = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    workspace.call<Answer>(method, path, body, headers)
  const { body: person } = await call('POST', '/v1/people', { external_id: 'ben', email })
  const recipients = { roles: ['mentioned'] }
  await call('POST', '/v1/triggers', { name: 'Named', event_type: 'mentioned', template: 'mentioned', recipients })
  const entity = { type: 'issue', id: '1', identifier: 'ENG-142', title: 'Fix login' }
  const said = await call('POST', '/v1/events', { type: 'mentioned', entity, recipients: { mentioned: ['ben'] } })
  assert.equal(said.status, 202)
  while (await eventsTurn(server.context));
  mailServer.next = 'vanishes'
  await deliver()
  mailServer.next = 'takes'
  mailServer.received.length = 0
  const { body } = await call('GET', '/v1/messages?channel=email')
  const id: string = body.items[0].id
  const read = async (which = id): Promise<Answer> => (await call('GET', `/v1/messages/${which}`)).body
  const again = (headers?: Record<string, string>, which = id) =>
    call('POST', `/v1/messages/${which}/retry`, undefined, headers)
  return { workspace, call, email, person, id, read, again }
}

test('a mail that failed goes again in the same words, and the two know of each other', async () => {
  const { id, read, again, email } = await failed()
  const before = await read()
  assert.deepEqual([before.status, before.send_again], ['failed', { possible: true, why_not: null }])
  const { status, body } = await again()
  assert.equal(status, 202, JSON.stringify(body))
  assert.deepEqual([body.status, body.retry_of, body.subject, body.html], ['queued', id, before.subject, before.html])
  assert.equal((await read()).retried_as, body.id)
  await deliver()
  const [letter, ...more] = got(email)
  assert.deepEqual([letter!.headers.subject, more.length], [before.subject, 0])
  assert.match(letter!.headers['list-unsubscribe']!, /\/u\//)
  assert.equal((await read(body.id)).status, 'sent')
  assert.equal((await read(body.id)).send_again.why_not, 'It has not failed.')
})

test('it goes to the address that the person has now', async () => {
  const { call, person, again, email } = await failed()
  await call('PATCH', `/v1/people/${person.id}`, { email: `new-${email}` })
  assert.equal((await again()).status, 202)
  await deliver()
  assert.deepEqual([got(email).length, got(`new-${email}`).length], [0, 1])
})

test('of all who press at once one sends it, and a repeat of the request answers the same', async () => {
  const { again, email } = await failed()
  const answers = await Promise.all([1, 2, 3].map((n) => again({ 'idempotency-key': `press ${n}` })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 409, 409])
  const pressed = answers.findIndex(({ status }) => status === 202)
  const same = await again({ 'idempotency-key': `press ${pressed + 1}` })
  assert.deepEqual([same.status, same.body.id], [202, answers[pressed]!.body.id])
  await deliver()
  assert.equal(got(email).length, 1)
})

test('whether it is redirected is judged when it goes', async () => {
  const { call, again, read, email } = await failed()
  await call('PATCH', '/v1/email/settings', { redirect: { enabled: true, to: `tests-of-${email}` } })
  const { body } = await again()
  await deliver()
  assert.deepEqual([got(email).length, got(`tests-of-${email}`).length], [0, 1])
  assert.equal((await read(body.id)).redirected_to, 't•••@acme.example')
})

type Failed = Awaited<ReturnType<typeof failed>>
const REFUSED: [what: string, change: (of: Failed) => Promise<unknown>, why: string][] = [
  [
    'the person ended such mails',
    ({ workspace, person }) =>
      server.context.db.tenant(workspace.id, (tx) =>
        tx.rows('', `insert into preferences (workspace_id, person_id, mail_stopped) values ($1, $2, $3)`, [
          workspace.id,
          person.id,
          '{"*": "2026-03-12T14:02:00Z"}',
        ]),
      ),
    'This person ended mails about this.',
  ],
  [
    'the person has no address any more',
    ({ call, person }) => call('PATCH', `/v1/people/${person.id}`, { email: null }),
    'This person has no email address.',
  ],
]
for (const [what, change, why] of REFUSED) {
  test(`it does not go where ${what}`, async () => {
    const one = await failed()
    await change(one)
    assert.deepEqual((await one.read()).send_again, { possible: false, why_not: why })
    const { status, body } = await one.again()
    assert.deepEqual([status, body.code, body.detail], [409, 'cannot_send_again', why])
  })
}
