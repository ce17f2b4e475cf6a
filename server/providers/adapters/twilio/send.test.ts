import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Outcome, OutgoingText } from '../../adapter.ts'
import { ACCOUNT, CREATED, KEY, SID, TOKEN, text, twilioAt } from '../../testing/connections.ts'
import { type Behaviour, type LocalProvider, startLocalProvider } from '../../testing/local-provider.ts'
import { twilio } from './twilio.ts'

const SEND = `POST /2010-04-01/Accounts/${ACCOUNT}/Messages.json`

describe('handing a text to Twilio', () => {
  let provider: LocalProvider
  before(async () => {
    provider = await startLocalProvider({ timeoutMs: 200 })
  })
  after(() => provider.stop())

  async function send(behaviour: Behaviour, more: Partial<OutgoingText> = {}): Promise<Outcome> {
    provider.on(SEND, behaviour)
    return twilio.send(provider.http, twilioAt(provider.url), text(more))
  }

  async function sentForm(more: Partial<OutgoingText>): Promise<Record<string, string>> {
    await send({ status: 201, body: CREATED }, more)
    return Object.fromEntries(new URLSearchParams(provider.received.at(-1)!.body))
  }

  const outcomes: [name: string, behaviour: Behaviour, expected: Outcome][] = [
    [
      '201 with a message id',
      { status: 201, body: CREATED },
      { kind: 'accepted', reference: SID, status: 'queued', segments: 1 },
    ],
    [
      '200 from a service that cuts later',
      { status: 200, body: { ...CREATED, status: 'accepted', num_segments: '0' } },
      { kind: 'accepted', reference: SID, status: 'accepted', segments: null },
    ],
    [
      '201 for another account',
      { status: 201, body: { ...CREATED, account_sid: `AC${'9'.repeat(32)}` } },
      unknown(201, 'Answered with HTTP 201 and another account'),
    ],
    [
      '201 with a broken id',
      { status: 201, body: { ...CREATED, sid: 'SM123' } },
      unknown(201, 'Answered with HTTP 201 and no message id'),
    ],
    [
      '201 with half an answer',
      { status: 201, body: `{"sid":"${SID}","acc` },
      unknown(201, 'Answered with HTTP 201 and something unreadable'),
    ],
    ['201 with nothing', { status: 201 }, unknown(201, 'Answered with HTTP 201 and something unreadable')],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, unknown(302, 'Answered with HTTP 302')],
    [
      '500',
      { status: 500, body: { code: 20500, message: 'x', status: 500 } },
      unknown(500, 'Answered with HTTP 500, code 20500'),
    ],
    ['503', { status: 503, body: '<html>try later</html>' }, unknown(503, 'Answered with HTTP 503')],
    [
      '404 from somebody else',
      { status: 404, body: '<html>no such page</html>' },
      unknown(404, 'Answered with HTTP 404'),
    ],
    [
      'a hang',
      () => {},
      { kind: 'unknown', why: 'timeout', detail: 'no whole answer within 200 ms', httpStatus: null },
    ],
    [
      '429',
      { status: 429, body: { code: 20429, message: 'Too Many Requests', status: 429 } },
      { kind: 'not_sent', why: 'rate_limited', detail: 'Too Many Requests' },
    ],
    [
      '429 that names seconds',
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'not_sent', why: 'rate_limited', detail: 'Too many requests', retryAfterMs: 7000 },
    ],
    [
      '429 that names a time',
      {
        status: 429,
        headers: { date: 'Thu, 12 Mar 2026 14:00:00 GMT', 'retry-after': 'Thu, 12 Mar 2026 14:01:30 GMT' },
      },
      { kind: 'not_sent', why: 'rate_limited', detail: 'Too many requests', retryAfterMs: 90_000 },
    ],
  ]
  for (const [name, behaviour, expected] of outcomes) {
    it(`takes ${name} for ${expected.kind}`, async () => {
      assert.deepEqual(await send(behaviour), expected)
    })
  }

  it('takes a reset after the request for unknown, and one before it for not sent', async () => {
    const reset = await send((_request, response) => response.destroy())
    assert.equal(reset.kind === 'unknown' && reset.why, 'reset')
    const nowhere = twilioAt('http://127.0.0.1:9')
    const refused = await twilio.send(provider.http, nowhere, text())
    assert.equal(refused.kind === 'not_sent' && refused.why, 'unreachable')
  })

  const refusals: [status: number, code: number | null, errorClass: string][] = [
    [400, 21211, 'bad_recipient'],
    [400, 21610, 'opted_out'],
    [400, 21408, 'geo_blocked'],
    [400, 99999, 'config'],
    [401, 20003, 'bad_credentials'],
    [401, null, 'bad_credentials'],
    [403, 20005, 'account'],
    [403, null, 'bad_credentials'],
    [404, 20404, 'config'],
  ]
  for (const [status, code, errorClass] of refusals) {
    it(`takes ${status} with code ${code} for a refusal: ${errorClass}`, async () => {
      const outcome = await send({ status, body: { code, message: 'no', status } })
      assert.ok(outcome.kind === 'rejected')
      assert.deepEqual(
        [outcome.refusal.class, outcome.refusal.code, outcome.httpStatus, outcome.detail],
        [errorClass, code, status, 'no'],
      )
    })
  }

  it('keeps what Twilio says without number and secret, in one short line', async () => {
    const said = `The number +14155550142 (or +1415555XXXX, 14155550142, +1 (415) 555-0142) is\nunverified; token ${TOKEN}; limit 1600 ${'x'.repeat(500)}`
    const outcome = await send({ status: 400, body: { code: 21608, message: said, status: 400 } })
    assert.ok(outcome.kind === 'rejected')
    const start = 'The number +1 ••• ••• 0142 (or ••••, ••••, ••••) is unverified; token ••••; limit 1600 xxx'
    assert.equal(outcome.detail.slice(0, start.length), start)
    assert.equal(outcome.detail.length, 300)
  })

  it('says what the text needs and no more', async () => {
    assert.deepEqual(await sentForm({}), {
      To: '+14155550142',
      From: '+14155550100',
      Body: 'Acme: ENG-142 overdue.',
      ValidityPeriod: '600',
    })
    assert.equal(provider.received.at(-1)!.headers['content-type'], 'application/x-www-form-urlencoded')
  })

  it('asks for receipts only where somebody can be told', async () => {
    const callbackUrl = 'https://sms.acme.example/callbacks/sms/ws_1/con_1/msg_1/1/tok?en=1&x=%2F'
    assert.equal((await sentForm({ callbackUrl })).StatusCallback, callbackUrl)
    assert.equal('StatusCallback' in (await sentForm({ callbackUrl: null })), false)
  })

  it('names a service as such and every other sender as From', async () => {
    const service = `MG${'56'.repeat(16)}`
    const withService = await sentForm({ sender: { kind: 'messaging_service', value: service } })
    assert.deepEqual([withService.MessagingServiceSid, withService.From], [service, undefined])
    assert.equal((await sentForm({ sender: { kind: 'short_code', value: '12345' } })).From, '12345')
    assert.equal((await sentForm({ sender: { kind: 'alphanumeric', value: 'Acme & Co' } })).From, 'Acme & Co')
  })

  it('lets a text wait at Twilio no longer than it is useful, between one second and ten hours', async () => {
    const cases = [
      [600, '600'],
      [1.9, '1'],
      [0, '1'],
      [-5, '1'],
      [36_000, '36000'],
      [1e9, '36000'],
    ] as const
    for (const [validitySeconds, expected] of cases) {
      assert.equal((await sentForm({ validitySeconds })).ValidityPeriod, expected)
    }
  })

  it('sends every character as it is, and one that is none as its replacement', async () => {
    const body = 'a+b & c=d % 1€ é 中 😀 👨‍👩‍👧 \r\n "quoted" #x'
    assert.equal((await sentForm({ body })).Body, body)
    assert.equal((await sentForm({ body: 'half \ud83d' })).Body, 'half \ufffd')
  })

  it('signs in with the token, or with the key under the same account', async () => {
    await send({ status: 201, body: CREATED })
    assert.equal(provider.received.at(-1)!.headers.authorization, basic(`${ACCOUNT}:${TOKEN}`))
    await twilio.send(provider.http, twilioAt(provider.url, { credentials: KEY }), text())
    assert.equal(provider.received.at(-1)!.headers.authorization, basic(`${KEY.apiKeySid}:${KEY.apiKeySecret}`))
  })
})

function unknown(httpStatus: number, detail: string): Outcome {
  return { kind: 'unknown', why: 'bad_answer', detail, httpStatus }
}

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
