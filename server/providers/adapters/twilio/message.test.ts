import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { ACCOUNT, SID, twilioAt } from '../../testing/connections.ts'
import { type LocalProvider, startLocalProvider } from '../../testing/local-provider.ts'
import { providerPriceMicros, readMessage } from './message.ts'
import { readReceipt } from './receipt.ts'
import { twilio } from './twilio.ts'

const MESSAGE = {
  sid: SID,
  account_sid: ACCOUNT,
  status: 'delivered',
  to: '+14155550142',
  from: '+14155550100',
  body: 'Acme: ENG-142 overdue.',
  num_segments: '2',
  price: '-0.01660',
  price_unit: 'USD',
  error_code: null,
  date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
}

const READ = {
  reference: SID,
  status: 'delivered',
  errorCode: null,
  to: '+14155550142',
  from: '+14155550100',
  body: 'Acme: ENG-142 overdue.',
  segments: 2,
  priceMicros: 16_600,
  currency: 'USD',
  createdAt: '2023-08-24T05:01:45.000Z',
}

describe('reading a message', () => {
  it('takes over what Twilio says, in our units', () => {
    assert.deepEqual(readMessage(MESSAGE), READ)
  })

  it('bears what is not there yet', () => {
    const early = {
      sid: SID,
      status: 'accepted',
      from: null,
      num_segments: '0',
      price: null,
      price_unit: null,
      error_code: 30006,
    }
    assert.deepEqual(readMessage(early), {
      reference: SID,
      status: 'accepted',
      errorCode: 30006,
      to: null,
      from: null,
      body: null,
      segments: null,
      priceMicros: null,
      currency: null,
      createdAt: null,
    })
  })

  it('does not take anything else for a message of ours', () => {
    for (const wrong of [
      {},
      { ...MESSAGE, sid: 'SM1' },
      { ...MESSAGE, status: 'received' },
      { ...MESSAGE, status: 'toString' },
    ]) {
      assert.equal(readMessage(wrong), null)
    }
  })
})

describe('reading a price', () => {
  const cases: [price: unknown, micros: number | null][] = [
    ['-0.00750', 7500],
    ['-0.0083', 8300],
    ['0.05', 50_000],
    ['-1', 1_000_000],
    ['-12.345678', 12_345_678],
    ['-0.0000001', 1],
    ['-0.0083000', 8300],
    ['0', 0],
    [null, null],
    ['', null],
    ['free', null],
    ['-1e-3', null],
    ['1,5', null],
    [-0.0075, null],
  ]
  for (const [price, micros] of cases) {
    it(`reads ${JSON.stringify(price)} as ${micros}`, () => assert.equal(providerPriceMicros(price), micros))
  }

  it('is exact for every amount of millionths', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), (micros) => {
        const digits = String(micros).padStart(7, '0')
        assert.equal(providerPriceMicros(`-${digits.slice(0, -6)}.${digits.slice(-6)}`), micros)
      }),
    )
  })
})

describe('asking for a message', () => {
  let provider: LocalProvider
  before(async () => {
    provider = await startLocalProvider()
  })
  after(() => provider.stop())
  const ask = (reference = SID) => twilio.fetch(provider.http, twilioAt(provider.url), reference)
  const path = `GET /2010-04-01/Accounts/${ACCOUNT}/Messages/${SID}.json`

  it('finds it', async () => {
    provider.on(path, { status: 200, body: MESSAGE })
    assert.deepEqual(await ask(), { kind: 'found', value: READ })
  })

  it('says missing when Twilio does not have it, and does not ask for what is no message id', async () => {
    provider.on(path, { status: 404, body: { code: 20404, status: 404 } })
    assert.deepEqual(await ask(), { kind: 'missing' })
    const before = provider.received.length
    assert.deepEqual(await ask('../../Messages'), { kind: 'missing' })
    assert.equal(provider.received.length, before)
  })

  it('tells a refusal from no answer', async () => {
    provider.on(path, { status: 401, body: { code: 20003, status: 401 } })
    const refused = await ask()
    assert.equal(refused.kind === 'refused' && refused.refusal.class, 'bad_credentials')
    const answers: [status: number, body: unknown, detail: string][] = [
      [500, {}, 'it had a fault of its own (500)'],
      [429, {}, 'it takes no more requests just now (429)'],
      [200, { ...MESSAGE, sid: `SM${'0'.repeat(32)}` }, 'its answer is not about this message'],
      [404, '<html>gone</html>', 'what answered is not Twilio (404)'],
      [200, 'hello', 'what answered is not Twilio (200)'],
    ]
    for (const [status, body, detail] of answers) {
      provider.on(path, { status, body })
      assert.deepEqual(await ask(), { kind: 'unreachable', detail })
    }
  })
})

describe('reading a receipt', () => {
  const receive = (rawBody: string) => readReceipt({ url: 'https://sms.acme.example/x', headers: {}, rawBody })

  it('takes message, status and error, whatever else is there', () => {
    const body = `Unheard=1&SmsSid=${SID}&MessageStatus=undelivered&ErrorCode=30006&MessageSid=${SID}&RawDlrDoneDate=2603121402`
    assert.deepEqual(receive(body), { reference: SID, status: 'undelivered', errorCode: 30006 })
    assert.deepEqual(receive(`SmsSid=${SID}&SmsStatus=sent`), { reference: SID, status: 'sent', errorCode: null })
    assert.deepEqual(receive(`MessageSid=${SID}&MessageStatus=delivered&ErrorCode=`), {
      reference: SID,
      status: 'delivered',
      errorCode: null,
    })
  })

  it('takes nothing else for a receipt', () => {
    for (const body of [
      '',
      'MessageStatus=sent',
      `MessageSid=${SID}`,
      `MessageSid=${SID}&MessageStatus=received`,
      'MessageSid=SM1&MessageStatus=sent',
      '{}',
    ]) {
      assert.equal(receive(body), null, body)
    }
  })
})
