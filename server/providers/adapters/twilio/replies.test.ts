import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { ACCOUNT, twilioAt } from '../../testing/connections.ts'
import { type LocalProvider, startLocalProvider } from '../../testing/local-provider.ts'
import { twilio } from './twilio.ts'

const BASE = `/2010-04-01/Accounts/${ACCOUNT}`
const NUMBER = { kind: 'phone_number', value: '+14155550100' } as const
const PN = `PN${'78'.repeat(16)}`
const OURS = 'https://sms.acme.example/callbacks/replies/ws/con/token'

describe('where replies go', () => {
  let provider: LocalProvider
  const row = (more: object = {}) => ({ sid: PN, phone_number: NUMBER.value, capabilities: { sms: true }, ...more })
  beforeEach(async () => {
    provider = await startLocalProvider()
    provider.on('GET /v1/Services', { status: 200, body: { services: [], meta: { next_page_url: null } } })
  })
  afterEach(() => provider.stop())
  const numbers = (...rows: object[]) =>
    provider.on(`GET ${BASE}/IncomingPhoneNumbers.json`, {
      status: 200,
      body: { incoming_phone_numbers: rows, next_page_uri: null },
    })
  const read = async () => {
    const asked = await twilio.replies(provider.http, twilioAt(provider.url), NUMBER)
    return asked.kind === 'found' ? asked.value : asked.kind
  }

  it('takes the number itself, and none that only contains it', async () => {
    numbers(
      { ...row({ sms_url: 'https://wrong.example' }), sid: 'PN0', phone_number: '+141555501009' },
      row({ sms_url: '' }),
    )
    assert.deepEqual(await read(), [
      {
        ...NUMBER,
        sid: PN,
        name: null,
        numbers: [NUMBER.value],
        goes: 'nothing',
        setting: { url: null, method: 'POST' },
        application: null,
      },
    ])
    numbers()
    assert.equal(await read(), 'missing')
  })

  it('says that it cannot tell where a service may stand in between and is not shown', async () => {
    numbers(row({ sms_url: OURS }))
    provider.on('GET /v1/Services', { status: 403, body: { code: 20403, status: 403 } })
    const [route] = (await read()) as { goes: string }[]
    assert.equal(route?.goes, 'unreadable')
  })

  it('names nothing but the address for texts and its method when it changes them', async () => {
    provider.on(`POST ${BASE}/IncomingPhoneNumbers/${PN}.json`, {
      status: 200,
      body: row({ sms_url: OURS, sms_method: 'POST', voice_url: 'https://voice.example' }),
    })
    const change = (setting: { url: string | null; method: 'GET' | 'POST' }) =>
      twilio.routeReplies(provider.http, twilioAt(provider.url), { kind: 'phone_number', sid: PN }, setting)
    assert.deepEqual(await change({ url: OURS, method: 'POST' }), {
      kind: 'found',
      value: { url: OURS, method: 'POST' },
    })
    const sent = () => Object.fromEntries(new URLSearchParams(provider.received.at(-1)!.body))
    assert.deepEqual(sent(), { SmsUrl: OURS, SmsMethod: 'POST' })
    await change({ url: null, method: 'GET' })
    assert.deepEqual(sent(), { SmsUrl: '', SmsMethod: 'GET' })
    const sid = `MG${'56'.repeat(16)}`
    provider.on(`POST /v1/Services/${sid}`, { status: 200, body: { sid, inbound_request_url: OURS } })
    await twilio.routeReplies(
      provider.http,
      twilioAt(provider.url),
      { kind: 'messaging_service', sid },
      { url: OURS, method: 'POST' },
    )
    assert.deepEqual(sent(), { InboundRequestUrl: OURS, InboundMethod: 'POST' })
  })

  it('reads a great pool page by page', async () => {
    const sid = `MG${'56'.repeat(16)}`
    const pool = Array.from({ length: 30 }, (_, n) => row({ sid: `PN${n}`, phone_number: `+1415556${1000 + n}` }))
    provider.on(`GET /v1/Services/${sid}`, { status: 200, body: { sid, use_inbound_webhook_on_number: true } })
    provider.on(`GET /v1/Services/${sid}/PhoneNumbers`, {
      status: 200,
      body: { phone_numbers: pool, meta: { next_page_url: null } },
    })
    provider.on(`GET /v1/Services/${sid}/ShortCodes`, {
      status: 200,
      body: { short_codes: [], meta: { next_page_url: null } },
    })
    provider.on(`GET ${BASE}/SMS/ShortCodes.json`, { status: 200, body: { short_codes: [] } })
    numbers(row({ sid: 'PN99' }), ...pool)
    const asked = await twilio.replies(provider.http, twilioAt(provider.url), { kind: 'messaging_service', value: sid })
    assert.equal(asked.kind === 'found' && asked.value.length, 30)
    assert.equal(provider.received.length, 5)
  })
})
