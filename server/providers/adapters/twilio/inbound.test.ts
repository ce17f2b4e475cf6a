import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { InboundText } from '../../adapter.ts'
import { twilioAt } from '../../testing/connections.ts'
import { type LocalProvider, startLocalProvider } from '../../testing/local-provider.ts'
import { fetchInbound, readInbound } from './inbound.ts'

const SID = `SM${'a1'.repeat(16)}`
const read = (fields: Record<string, string>) =>
  readInbound({ url: 'https://sms.example/in', headers: {}, rawBody: new URLSearchParams(fields).toString() })
const text = (body: string, more: Record<string, string> = {}) =>
  read({ MessageSid: SID, From: '+14155550142', To: '+14155550100', Body: body, ...more })

test('a text that came in is read whole', () => {
  assert.deepEqual(text('Hi & bye 😀', { MessagingServiceSid: 'MG1' }), {
    reference: SID,
    from: '+14155550142',
    to: '+14155550100',
    service: 'MG1',
    body: 'Hi & bye 😀',
    answered: false,
  })
  assert.equal(text('')?.body, '')
})

test('what is no text that came in is none', () => {
  const whole = { MessageSid: SID, From: '+14155550142', To: '+14155550100', Body: 'STOP' }
  for (const missing of ['MessageSid', 'From', 'To']) assert.equal(read({ ...whole, [missing]: '' }), null)
  assert.equal(read({ ...whole, MessageStatus: 'delivered' }), null)
  assert.equal(read({ ...whole, MessageSid: 'SM1' }), null)
})

const answered: [string, Record<string, string>, boolean][] = [
  ['STOP', {}, true],
  [' optout ', {}, true],
  ['info', {}, true],
  ['Yes', {}, true],
  ['STOP.', {}, false],
  ['stop please', {}, false],
  ['ARRET', {}, false],
  ['STOP', { To: '12345' }, false],
  ['STOP', { To: '12345', OptOutType: 'STOP' }, true],
  ['ARRET', { OptOutType: 'STOP' }, true],
  ['STOP', { To: '+18005550199' }, true],
]
for (const [body, more, expected] of answered) {
  test(`${JSON.stringify(body)} ${JSON.stringify(more)} is ${expected ? '' : 'not '}answered by Twilio`, () => {
    assert.equal(text(body, more)?.answered, expected)
  })
}

let provider: LocalProvider
before(async () => {
  provider = await startLocalProvider({ timeoutMs: 150 })
})
after(() => provider.stop())

const told = text('STOP') as InboundText
const fetched = (status: number, body: unknown) => {
  provider.on('GET', { status, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return fetchInbound(provider.http, twilioAt(provider.url), told)
}
const kept = { sid: SID, direction: 'inbound', from: '+14155550199', to: '+14155550100', body: 'Hello' }

test('what Twilio keeps of a text wins over what was told of it', async () => {
  const asked = await fetched(200, kept)
  assert.deepEqual(asked.kind === 'found' && [asked.value.from, asked.value.body], ['+14155550199', 'Hello'])
})

test('a text that Twilio does not have, or sent itself, is none', async () => {
  assert.equal((await fetched(404, { code: 20404 })).kind, 'missing')
  assert.equal((await fetched(200, { ...kept, direction: 'outbound-api' })).kind, 'missing')
  assert.equal((await fetched(200, { ...kept, sid: `SM${'0'.repeat(32)}` })).kind, 'missing')
  assert.equal((await fetched(500, '')).kind, 'unreachable')
})
