import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { Webhook } from 'standardwebhooks'
import type { Outcome, OutgoingText } from '../../adapter.ts'
import { SIGNING_SECRET, text, webhookAt } from '../../testing/connections.ts'
import { type Behaviour, type LocalProvider, startLocalProvider } from '../../testing/local-provider.ts'
import { isSignedBy, sign } from './standard-webhooks.ts'
import vectors from './vectors/standard-webhooks.json' with { type: 'json' }
import { webhook } from './webhook.ts'

const NOW_MS = Date.parse('2026-03-12T14:02:05.500Z')

describe('the webhook provider', () => {
  let provider: LocalProvider
  beforeEach(async () => {
    provider = await startLocalProvider({ timeoutMs: 200 })
  })
  afterEach(() => provider.stop())

  const send = (behaviour: Behaviour, more: Partial<OutgoingText> = {}): Promise<Outcome> => {
    provider.on('POST /sms', behaviour)
    const connection = webhookAt(`${provider.url}/sms?key=hush-hush%2B1&n=1`)
    return webhook.send(provider.http, connection, text({ nowMs: NOW_MS, ...more }))
  }

  it('posts the five keys and no others, in their order', async () => {
    await send({ status: 200 }, { body: 'Line 1\n"2" € 😀' })
    assert.equal(
      provider.received[0]!.body,
      '{"to":"+14155550142","body":"Line 1\\n\\"2\\" € 😀","workspace_id":"ws_01JD0000000000000000000001","event_type":"priority_changed","timestamp":"2026-03-12T14:02:03Z"}',
    )
    assert.equal(provider.received[0]!.path, '/sms?key=hush-hush%2B1&n=1')
  })

  it('signs so that the official package accepts it, and repeats the message id over tries', async () => {
    await send({ status: 503 }, { nowMs: Date.now() - 1000 })
    await send({ status: 200 }, { nowMs: Date.now() })
    const [first, second] = provider.received
    for (const { headers, body } of [first!, second!]) {
      new Webhook(SIGNING_SECRET).verify(body, headers as Record<string, string>)
      assert.deepEqual([headers['webhook-id'], headers['idempotency-key']], [text().messageId, text().messageId])
      assert.equal(headers['content-type'], 'application/json')
    }
    assert.notEqual(first!.headers['webhook-signature'], second!.headers['webhook-signature'])
  })

  for (const status of [200, 201, 202, 204, 299]) {
    it(`takes ${status} for accepted`, async () => {
      const expected = { kind: 'accepted', reference: text().messageId, status: 'accepted', segments: null }
      assert.deepEqual(await send({ status }), expected)
    })
  }

  for (const status of [301, 302, 307, 308, 400, 401, 404, 410, 422, 429]) {
    it(`takes ${status} for a refusal, which does not stop other texts`, async () => {
      const outcome = await send({ status, body: 'no such customer', headers: { location: `${provider.url}/other` } })
      assert.ok(outcome.kind === 'rejected')
      assert.deepEqual(
        [outcome.httpStatus, outcome.refusal.class, outcome.detail],
        [status, 'config', `HTTP ${status}: no such customer`],
      )
      assert.equal(provider.received.length, 1)
    })
  }

  it('takes 5xx for not sent and silence for unknown', async () => {
    assert.deepEqual(await send({ status: 500, body: 'boom' }), {
      kind: 'not_sent',
      why: 'unavailable',
      detail: 'HTTP 500: boom',
    })
    const silence = await send(() => {})
    assert.equal(silence.kind === 'unknown' && silence.why, 'timeout')
    const reset = await send((_request, response) => response.destroy())
    assert.equal(reset.kind === 'unknown' && reset.why, 'reset')
    const nobody = await webhook.send(provider.http, webhookAt('http://127.0.0.1:9/'), text())
    assert.equal(nobody.kind === 'not_sent' && nobody.why, 'unreachable')
  })

  it('keeps what the endpoint says without secrets, numbers and mark-up', async () => {
    const said = `<html><h1>Bad</h1> to=+14155550142 key=hush-hush+1 raw=hush-hush%2B1 secret=${SIGNING_SECRET} ${'y'.repeat(60_000)}</html>`
    const outcome = await send({ status: 400, body: said })
    assert.ok(outcome.kind === 'rejected')
    assert.equal(
      outcome.detail.slice(0, 78),
      'HTTP 400: Bad to=+1 ••• ••• 0142 key=•••• raw=•••• secret=•••• yyyyyyyyyyyyyyy',
    )
    assert.ok(outcome.detail.length <= 320)
  })

  it('tells what an answer means and what to do', () => {
    for (const status of [302, 400, 401, 404, 422, 500, null]) {
      const { title, cause, remedy } = webhook.refusal(null, status)
      assert.ok(title && cause.endsWith('.') && remedy.endsWith('.'))
    }
    assert.match(webhook.refusal(null, 422).remedy, /logs of your endpoint/)
    assert.match(webhook.refusal(null, 503).remedy, /logs of your endpoint/)
  })

  it('is checked by where its address leads, and the endpoint gets nothing', async () => {
    const check = (url: string) => webhook.check(provider.http, webhookAt(url), null)
    const before = provider.received.length
    const there = await check(`${provider.url}/sms?key=hush`)
    assert.deepEqual([there.ok, there.lines.map(({ id, status }) => `${id} ${status}`)], [true, ['address_allowed ok']])
    assert.equal(provider.received.length, before)
    const forbidden = await check('https://10.0.0.5/sms?key=hush')
    assert.ok(!forbidden.ok && forbidden.why === 'refused' && forbidden.field === 'webhook_url')
    assert.ok(!JSON.stringify(forbidden).includes('hush'))
  })

  it('may be saved while its name does not resolve, which is told', async () => {
    const unresolved = async () => ({ kind: 'not_sent', reason: 'dns', detail: 'gateway.example: ENOTFOUND' }) as const
    const answer = await webhook.check(unresolved, webhookAt('https://gateway.example/sms'), null)
    assert.deepEqual(
      [answer.ok, answer.lines.map(({ id, status }) => `${id} ${status}`)],
      [true, ['address_allowed ok', 'reached warn']],
    )
  })
})

describe('a receipt for the webhook provider', () => {
  const connection = webhookAt('https://gateway.example/sms')
  const body = '{"message_id":"msg_1","status":"delivered"}'
  const seconds = Math.floor(NOW_MS / 1000)
  const receive = (rawBody: string, headers: Record<string, string>, nowMs = NOW_MS) => ({
    url: '',
    rawBody,
    headers,
    nowMs,
  })
  const headers = (secret = SIGNING_SECRET, id = 'rcpt_1', at = seconds) => ({
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': sign(secret, id, at, body),
  })

  it("counts when it is signed with the connection's secret, or lately with the one before", () => {
    const other = 'whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc='
    assert.equal(webhook.verifies(connection, [], receive(body, headers())), true)
    assert.equal(webhook.verifies(connection, [], receive(body, headers(other))), false)
    assert.equal(webhook.verifies(connection, [other], receive(body, headers(other))), true)
    assert.equal(webhook.verifies(connection, [], receive(`${body} `, headers())), false)
    assert.equal(webhook.verifies(connection, [], receive(body, { ...headers(), 'webhook-id': 'rcpt_2' })), false)
    assert.equal(webhook.verifies(connection, [], receive(body, headers(), NOW_MS + 302_000)), false)
    assert.equal(webhook.verifies(connection, [], receive(body, {})), false)
  })

  it('is read from its JSON', () => {
    const read = (rawBody: string) => webhook.readReceipt(receive(rawBody, {}))
    assert.deepEqual(read(body), { reference: 'msg_1', status: 'delivered', errorCode: null })
    const failed = '{"message_id":"msg_1","status":"failed","error_code":404,"more":"x"}'
    assert.deepEqual(read(failed), { reference: 'msg_1', status: 'failed', errorCode: 404 })
    for (const other of [
      '',
      'null',
      '[]',
      '{"message_id":"msg_1"}',
      '{"message_id":1,"status":"sent"}',
      '{"message_id":"msg_1","status":"toString"}',
    ]) {
      assert.equal(read(other), null, other)
    }
  })

  for (const { name, secret, id, timestamp, payload, signature, now, valid } of vectors) {
    it(`is ${valid ? 'accepted' : 'refused'} by the standard: ${name}`, () => {
      assert.equal(isSignedBy(secret, { id, timestamp: String(timestamp), signature }, payload, now), valid)
    })
  }
})
