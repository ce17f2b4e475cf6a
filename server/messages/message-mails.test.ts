import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startTestServer, type TestServer } from '../../test/app.ts'
import { newId } from '../kit/id.ts'
import { deliverMessageMails } from '../mail/message-mails.ts'
import { openMailServer } from '../mail/testing.ts'
import { MESSAGE_MAILS } from './message-mails.ts'
import { type Notification, storeNotifications } from './notify.ts'
import { bodyPurpose } from './show.ts'

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
beforeEach(() => {
  mailServer.next = 'takes'
})

const deliver = async () => {
  while (await deliverMessageMails(server.context, MESSAGE_MAILS));
}
const change = (text: string, values: unknown[]) => server.context.db.pool.query(text, values)

/** Stores one mail and shows what became of it by the API. */
async function mailTo(to: string, more: Partial<Notification> = {}) {
  const workspace = await server.workspace({ name: 'Acme' })
  const sealer = await server.context.keys.forWorkspace(workspace.id)
  const id = newId('msg')
  const letter = { subject: 'ENG-142: overdue', text: 'It is late.\n', html: '<p>It is <b>late</b>.</p>' }
  const row: Notification = {
    id,
    channel: 'email',
    status: 'queued',
    skipReason: null,
    personId: 'per_1',
    eventId: newId('evt'),
    triggerId: 'trg_1',
    template: 'overdue@0',
    groupId: 'ntf_1',
    urgent: false,
    insteadOf: null,
    toHash: null,
    toSealed: sealer.seal(`messages.to|${id}`, to),
    country: null,
    bodySealed: sealer.seal(bodyPurpose(id), JSON.stringify(letter)),
    encoding: null,
    segments: 0,
    eventType: 'due_date_passed',
    occurredAt: new Date(),
    url: null,
    vouchedBy: 'directory',
    costMicros: 0,
    currency: 'USD',
    madeBy: { kind: 'api_key', id: 'key_1', name: 'Product' },
    ...more,
  }
  await server.context.db.tenant(workspace.id, (tx) => storeNotifications(tx, workspace.id, [row]))
  const show = async () => (await workspace.call('GET', `/v1/messages/${id}`)).body
  return { id, show, times: () => mailServer.received.filter((mail) => mail.to === to).length }
}

test('a message goes by mail in both forms, and is sent when the server has it', async () => {
  const mail = await mailTo('ann@acme.example')
  assert.equal((await mail.show()).status, 'queued')
  await deliver()
  const { raw } = mailServer.received.find(({ to }) => to === 'ann@acme.example')!
  assert.match(raw, /^Subject: ENG-142: overdue\r$/m)
  assert.match(raw, /Content-Type: text\/plain[\s\S]*It is late\.[\s\S]*Content-Type: text\/html[\s\S]*<b>late<\/b>/)
  const { status, status_text, to, subject, body } = await mail.show()
  assert.deepEqual([status, to, subject, body], ['sent', 'a•••@acme.example', 'ENG-142: overdue', 'It is late.\n'])
  assert.equal(status_text, 'The mail server took it; whether it was read is not known.')
})

test('a mail that was refused for now is tried again later, and says so meanwhile', async () => {
  mailServer.next = 'refuses'
  const mail = await mailTo('later@acme.example')
  await deliver()
  const waiting = await mail.show()
  assert.equal(waiting.status, 'queued')
  assert.match(String(waiting.status_text), /^The last try failed, the next comes by itself: .*451/)
  mailServer.next = 'takes'
  await deliver()
  assert.equal(mail.times(), 0)
  await change('update message_mails set due_at = now() where message_id = $1', [mail.id])
  await deliver()
  assert.deepEqual([mail.times(), (await mail.show()).status], [1, 'sent'])
})

test('a mail of which nobody knows whether it was taken is not sent again', async () => {
  mailServer.next = 'vanishes'
  const vanished = await mailTo('vanished@acme.example')
  await deliver()
  assert.equal((await vanished.show()).status, 'failed')
  mailServer.next = 'takes'
  const died = await mailTo('died@acme.example')
  await change(
    `update message_mails set state = 'sending', due_at = now() - interval '6 minutes' where message_id = $1`,
    [died.id],
  )
  await deliver()
  const { status, status_text } = await died.show()
  assert.deepEqual([vanished.times(), died.times(), status], [1, 0, 'failed'])
  assert.match(String(status_text), /not known whether it arrived/)
})

test('a mail that is of no use any more expires', async () => {
  const mail = await mailTo('old@acme.example')
  await change('update message_mails set not_after = now() where message_id = $1', [mail.id])
  await deliver()
  assert.deepEqual([mail.times(), (await mail.show()).status], [0, 'expired'])
})

test('workers at once send each mail once', async () => {
  const mails = await Promise.all(Array.from({ length: 30 }, (_, i) => mailTo(`reader-${i}@acme.example`)))
  const turn = () => deliverMessageMails(server.context, MESSAGE_MAILS)
  while ((await Promise.all([turn(), turn(), turn()])).some(Boolean));
  assert.deepEqual(
    mails.map((mail) => mail.times()),
    mails.map(() => 1),
  )
})
