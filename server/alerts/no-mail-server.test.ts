import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deliverMessageMails } from '../mail/message-mails.ts'
import { MESSAGE_MAILS } from '../messages/message-mails.ts'
import { openSteps, type Steps } from '../messages/testing.ts'
import { fallThroughTurn } from './fall-through.ts'
import { openUrgent, refused, settle } from './testing-urgent.ts'

let steps: Steps
before(async () => {
  steps = await openSteps()
})
after(() => steps.close())

const fallThrough = async () => {
  while (await fallThroughTurn(steps.context));
}
const mailsOf = (urgent: Awaited<ReturnType<typeof openUrgent>>) =>
  urgent.query('select message_id from message_mails where workspace_id = $1', [urgent.workspace.id])

test('an urgent text that fails goes to the inbox, and no mail is made that nobody would get', async () => {
  const urgent = await openUrgent(steps)
  await urgent.join()
  const event = await urgent.happen()
  await settle(steps, await steps.beginAll(), refused)
  await fallThrough()
  const { sms, in_app, email } = await urgent.messages(event)
  assert.equal(email, undefined)
  assert.deepEqual([sms.instead_by, in_app.instead_of, await mailsOf(urgent)], [in_app.id, sms.id, []])
  assert.match(sms.status_text, /It stands in the inbox instead\.$/)
})

test('so does one that could not go from the start', async () => {
  const urgent = await openUrgent(steps, undefined, { phone: null })
  await urgent.join()
  const event = await urgent.happen()
  await fallThrough()
  const { sms, in_app, email } = await urgent.messages(event)
  assert.deepEqual([email, sms.skip_reason, sms.instead_by], [undefined, 'no_phone', in_app.id])
})

test('an urgent mail has failed then, and stands in the inbox; one that is not is kept for whoever tries it out', async () => {
  const urgent = await openUrgent(steps, { sms: false, email: true, in_app: false })
  await urgent.join()
  const event = await urgent.happen()
  await urgent.call('PATCH', `/v1/triggers/${urgent.triggerId}`, { urgent: false })
  const calm = await urgent.happen()
  while (await deliverMessageMails(steps.context, MESSAGE_MAILS));
  await fallThrough()
  const { email, in_app } = await urgent.messages(event)
  assert.deepEqual([email.status, email.instead_by], ['failed', in_app.id])
  assert.match(email.status_text, /^Not sent: no mail server is set\. It stands in the inbox instead\.$/)
  const kept = await urgent.messages(calm)
  assert.deepEqual([kept.email.status, kept.in_app], ['sent', undefined])
  assert.match(kept.email.status_text, /^Not mailed/)
})

test('who has neither number nor account is told by nothing, and the record says so', async () => {
  const urgent = await openUrgent(steps, undefined, { phone: null })
  const event = await urgent.happen()
  await fallThrough()
  const { sms, ...others } = await urgent.messages(event)
  assert.deepEqual(others, {})
  assert.match(sms.status_text, /there is no other way to this person\.$/)
})
