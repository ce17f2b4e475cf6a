import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { insertMessage } from '../../test/rows.ts'
import { deliverMessageMails } from '../mail/message-mails.ts'
import { openMailServer, readMail } from '../mail/testing.ts'
import { MESSAGE_MAILS } from '../messages/message-mails.ts'
import { openSteps, type Steps } from '../messages/testing.ts'
import { openUrgent, refused, settle } from './testing-urgent.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

const mailServer = openMailServer()
let steps: Steps
before(async () => {
  const port = await mailServer.listen()
  const environment = { HANDSET_SMTP_URL: `smtp://127.0.0.1:${port}`, HANDSET_MAIL_FROM: 'alerts@acme.example' }
  steps = await openSteps({ environment })
})
afterEach(() => steps.emptyQueue())
after(async () => {
  await steps.close()
  await mailServer.close()
})

const deliver = async () => {
  while (await deliverMessageMails(steps.context, MESSAGE_MAILS));
}
const got = (to: string) => mailServer.received.filter((mail) => mail.to === to).map(({ raw }) => readMail(raw))

let people = 0

/** A text about an event that failed, of somebody with an address of their own. */
async function failed(more: object = {}) {
  const email = `ann-${people++}@acme.example`
  const acme = await openUrgent(steps, undefined, { email, ...more })
  await acme.call('PATCH', `/v1/triggers/${acme.triggerId}`, { urgent: false })
  const event = await acme.happen()
  await settle(steps, await steps.beginAll(), refused)
  const { sms } = await acme.messages(event)
  const mail = (id: string = sms.id, headers: Record<string, string> = {}) =>
    acme.workspace.call<Answer>('POST', `/v1/messages/${id}/email`, undefined, headers)
  const read = (id: string): Promise<Answer> => acme.call('GET', `/v1/messages/${id}`)
  return { ...acme, email, event, sms, mail, read }
}

test('the mail says what the event said, and the two know of each other', async () => {
  const { sms, mail, read, email, query, workspace } = await failed()
  assert.deepEqual([sms.status, sms.send_by_email], ['failed', { possible: true, why_not: null }])
  const { status, body } = await mail()
  assert.equal(status, 202, JSON.stringify(body))
  assert.deepEqual([body.channel, body.status, body.instead_of], ['email', 'queued', sms.id])
  assert.match(body.status_text, /Somebody had it mailed, since the text did not arrive\.$/)
  assert.match(body.subject, /ENG-142 priority changed to Urgent/)
  const text = await read(sms.id)
  assert.deepEqual([text.instead_by, text.instead.status], [body.id, 'queued'])
  assert.match(text.status_text, /Sent by email instead\.$/)
  await deliver()
  const [letter] = got(email)
  assert.match(letter!.headers.subject!, /ENG-142 priority changed to Urgent/)
  assert.match(letter!.html, /https:\/\/|http:\/\//)
  assert.equal((await read(body.id)).status, 'sent')
  // A program's doing is in the history alone.
  assert.deepEqual(
    await query(`select 1 from audit_entries where workspace_id = $1 and target = $2`, [workspace.id, sms.id]),
    [],
  )
})

test('of all who press at once one mails it, and a repeat of the request answers the same', async () => {
  const { sms, mail, email } = await failed()
  const first = await mail(sms.id, { 'idempotency-key': 'press 1' })
  const [same, ...others] = await Promise.all([
    mail(sms.id, { 'idempotency-key': 'press 1' }),
    mail(sms.id, { 'idempotency-key': 'press 2' }),
    mail(),
  ])
  assert.deepEqual([first.status, same!.status, same!.body.id], [202, 202, first.body.id])
  for (const { status, body } of others)
    assert.deepEqual([status, body.code, body.detail], [409, 'cannot_send_by_email', 'It was sent by email already.'])
  const racing = await failed()
  const answers = await Promise.all(Array.from({ length: 4 }, () => racing.mail()))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 409, 409, 409])
  await deliver()
  assert.deepEqual([got(email).length, got(racing.email).length], [1, 1])
})

test('what was sent again and failed again is mailed to the person of the first', async () => {
  const { sms, mail, call, read } = await failed()
  const again = await call('POST', `/v1/messages/${sms.id}/retry`, undefined, 202).catch(() => null)
  assert.equal(again, null, 'a number that is none would be refused again')
  await steps.change(`update messages set error_class = 'transient_carrier', error_code = 30003 where id = $1`, [
    sms.id,
  ])
  const { id } = await call('POST', `/v1/messages/${sms.id}/retry`, undefined, 202)
  assert.equal((await read(sms.id)).send_by_email.why_not, 'It was sent again already.')
  assert.equal((await read(id)).send_by_email.why_not, 'The text has not failed.')
  await settle(steps, await steps.beginAll(), refused)
  const { status, body } = await mail(id)
  assert.deepEqual([status, body.instead_of, body.channel], [202, id, 'email'], JSON.stringify(body))
})

test('while mails are redirected it goes to the test address', async () => {
  const { mail, read, call, email } = await failed()
  await call('PATCH', '/v1/email/settings', { redirect: { enabled: true, to: `tests-of-${email}` } })
  const { body } = await mail()
  await deliver()
  assert.deepEqual([got(email).length, got(`tests-of-${email}`).length], [0, 1])
  assert.equal((await read(body.id)).redirected_to, 't•••@acme.example')
})

test('a text to a person that no event caused goes in its own words, marks and all', async () => {
  const { personId, workspace, mail, read, email } = await failed()
  const body = 'Acme: door *7* is <open>.\nClose it, **please**.'
  const row = { status: 'failed', person_id: personId, body, error_class: 'transient_carrier' }
  const { id } = await insertMessage({ context: steps.context, db: steps.context.db }, workspace.id, row)
  const made = await mail(id)
  assert.equal(made.status, 202, JSON.stringify(made.body))
  assert.deepEqual([made.body.subject, made.body.instead_of], ['Acme: door *7* is <open>.', id])
  await deliver()
  const [letter] = got(email)
  assert.match(letter!.text, /door \*7\* is <open>\.\r?\nClose it, \*\*please\*\*\./)
  assert.match(letter!.html, /door \*7\* is &lt;open&gt;\./)
  assert.equal((await read(id)).instead_by, made.body.id)
})

type Failed = Awaited<ReturnType<typeof failed>>
const REFUSED: [what: string, change: (of: Failed) => Promise<unknown>, why: RegExp][] = [
  [
    'has no address',
    ({ call, personId }) => call('PATCH', `/v1/people/${personId}`, { email: null }),
    /no email address/,
  ],
  [
    'is not active any more',
    ({ call, personId }) => call('PATCH', `/v1/people/${personId}`, { active: false }),
    /not active/,
  ],
  [
    'ended such mails',
    ({ query, workspace, personId }) =>
      query(
        `update preferences set mail_stopped = '{"priority_changed": "2026-03-12T14:02:00Z"}'
         where workspace_id = $1 and person_id = $2`,
        [workspace.id, personId],
      ),
    /ended mails about this/,
  ],
  [
    'is not known: the text went to a number',
    ({ sms }) => steps.change('update messages set person_id = null where id = $1', [sms.id]),
    /to a number, not to a person/,
  ],
]
for (const [what, change, why] of REFUSED) {
  test(`nothing is mailed where the person ${what}`, async () => {
    const one = await failed()
    await change(one)
    const { send_by_email } = await one.read(one.sms.id)
    assert.match(send_by_email.why_not, why)
    const { status, body } = await one.mail()
    assert.deepEqual([status, body.code, body.detail], [409, 'cannot_send_by_email', send_by_email.why_not])
    assert.equal((await one.read(one.sms.id)).instead_by, null)
  })
}

const OTHER_TEXTS: [change: string, why: string][] = [
  [`class = 'otp', body_sealed = null`, 'A code goes to the phone alone. Ask for a new code.'],
  [`class = 'test'`, 'Send a new test instead.'],
  [`class = 'campaign'`, 'Only alerts are mailed.'],
  [`status = 'delivered'`, 'The text has not failed.'],
  [`status = 'cancelled'`, 'It was cancelled on purpose.'],
  [`status = 'skipped', skip_reason = 'redirect_limit'`, 'Texts are redirected: only a test phone did not get it.'],
]
test('what may not be mailed says why', async () => {
  for (const [change, why] of OTHER_TEXTS) {
    const { sms, mail, read } = await failed()
    await steps.change(`update messages set ${change} where id = $1`, [sms.id])
    const { status, body } = await mail()
    assert.deepEqual([status, body.detail], [409, why])
    assert.equal((await read(sms.id)).send_by_email.why_not, why)
  }
  const { mail, sms } = await failed()
  const { body } = await mail()
  assert.equal((await mail(body.id)).body.detail, 'Only texts can be sent by email instead.')
  assert.equal((await mail(sms.id.replace(/.$/, '!'))).status, 404)
})
