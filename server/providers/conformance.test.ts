import official from 'twilio'
import type { CallbackRequest } from './adapter.ts'
import { sign } from './adapters/webhook/standard-webhooks.ts'
import { adapterFor } from './adapters.ts'
import { describeConformance, type Fixture } from './conformance.ts'
import { CREATED, SID, SIGNING_SECRET, TOKEN, twilioAt, webhookAt } from './testing/connections.ts'

const CALLBACK = 'https://sms.acme.example/callbacks/sms/ws_1/con_1/msg_1/1/tok'

const twilio: Fixture = {
  connection: (url) => twilioAt(url),
  accepts: { status: 201, body: CREATED },
  refuses: (echo) => ({ status: 400, body: { code: 21618, message: `refused ${echo}`, status: 400 } }),
  serverError: 'unknown',
  readSent({ body }) {
    const form = new URLSearchParams(body)
    return { to: form.get('To')!, body: form.get('Body')! }
  },
  receipt: {
    genuine: twilioReceipt({ MessageSid: SID, MessageStatus: 'delivered', To: '+14155550142' }),
    strange: twilioReceipt({ CallSid: 'CA1', CallStatus: 'completed' }),
  },
  secrets: [TOKEN],
}

const webhook: Fixture = {
  connection: (url) => webhookAt(`${url}/sms?key=hush-hush`),
  accepts: { status: 200 },
  refuses: (echo) => ({ status: 422, body: `refused ${echo}` }),
  serverError: 'not_sent',
  readSent({ body }) {
    const sent = JSON.parse(body)
    return { to: sent.to, body: sent.body }
  },
  receipt: {
    genuine: webhookReceipt({ message_id: 'msg_1', status: 'delivered' }),
    strange: webhookReceipt({ type: 'invoice.paid' }),
  },
  secrets: [SIGNING_SECRET, 'hush-hush'],
}

describeConformance(adapterFor('twilio'), twilio)
describeConformance(adapterFor('simulator'), twilio)
describeConformance(adapterFor('webhook'), webhook)

function twilioReceipt(fields: Record<string, string>): CallbackRequest {
  const signature = official.getExpectedTwilioSignature(TOKEN, CALLBACK, fields)
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature }
  return { url: CALLBACK, headers, rawBody: new URLSearchParams(fields).toString() }
}

function webhookReceipt(fields: Record<string, string>): CallbackRequest {
  const rawBody = JSON.stringify(fields)
  const nowMs = Date.parse('2026-03-12T14:02:03Z')
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'rcpt_1',
    'webhook-timestamp': String(nowMs / 1000),
    'webhook-signature': sign(SIGNING_SECRET, 'rcpt_1', nowMs / 1000, rawBody),
  }
  return { url: CALLBACK, headers, rawBody, nowMs }
}
