import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { ACCOUNT, twilioAt } from '../../testing/connections.ts'
import { type LocalProvider, startLocalProvider } from '../../testing/local-provider.ts'
import { twilio } from './twilio.ts'

const BASE = `GET /2010-04-01/Accounts/${ACCOUNT}`
const SERVICE = `MG${'56'.repeat(16)}`

describe('listing the senders of an account', () => {
  let provider: LocalProvider
  beforeEach(async () => {
    provider = await startLocalProvider()
    provider.on(`${BASE}/IncomingPhoneNumbers.json`, {
      status: 200,
      body: {
        incoming_phone_numbers: [
          { phone_number: '+14155550100', friendly_name: '(415) 555-0100', capabilities: { voice: true, sms: true } },
          { phone_number: '+14155550101', friendly_name: 'Front desk', capabilities: { voice: true, sms: false } },
        ],
        next_page_uri: `/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers.json?Page=1&PageToken=PA1`,
      },
    })
    provider.on(`${BASE}/IncomingPhoneNumbers.json?Page=1`, {
      status: 200,
      body: {
        incoming_phone_numbers: [{ phone_number: '+442079460000', capabilities: { sms: true } }],
        next_page_uri: null,
      },
    })
    provider.on(`${BASE}/SMS/ShortCodes.json`, { status: 200, body: { short_codes: [{ short_code: '12345' }] } })
    provider.on('GET /v1/Services', {
      status: 200,
      body: { services: [{ sid: SERVICE, friendly_name: 'Alerts' }], meta: { next_page_url: null } },
    })
  })
  afterEach(() => provider.stop())

  const list = () => twilio.senders(provider.http, twilioAt(provider.url))

  it('shows numbers, short codes and services, and why one cannot be chosen', async () => {
    const row = { name: null, country: null, sms: true, unusable: null }
    const voiceOnly = { name: 'Front desk', country: 'US', sms: false, unusable: 'voice only: cannot send texts' }
    assert.deepEqual(await list(), {
      kind: 'found',
      value: [
        { ...row, kind: 'phone_number', value: '+14155550100', country: 'US' },
        { ...row, kind: 'phone_number', value: '+14155550101', ...voiceOnly },
        { ...row, kind: 'phone_number', value: '+442079460000', country: 'GB' },
        { ...row, kind: 'short_code', value: '12345' },
        { ...row, kind: 'messaging_service', value: SERVICE, name: 'Alerts' },
      ],
    })
  })

  it('shows what a restricted key may see', async () => {
    provider.on(`${BASE}/SMS/ShortCodes.json`, { status: 403, body: { code: 20403, status: 403 } })
    provider.on('GET /v1/Services', { status: 401, body: { code: 20003, status: 401 } })
    const asked = await list()
    assert.equal(asked.kind === 'found' && asked.value.length, 3)
  })

  it('says when the numbers may not be read, or not now', async () => {
    provider.on(`${BASE}/IncomingPhoneNumbers.json`, { status: 401, body: { code: 20003, status: 401 } })
    const refused = await list()
    assert.equal(refused.kind === 'refused' && refused.refusal.class, 'bad_credentials')
    provider.on(`${BASE}/IncomingPhoneNumbers.json`, { status: 502 })
    assert.deepEqual(await list(), { kind: 'unreachable', detail: 'it had a fault of its own (502)' })
    provider.on(`${BASE}/IncomingPhoneNumbers.json`, { status: 200, body: { something: 'else' } })
    assert.equal((await list()).kind, 'unreachable')
  })

  it('sends the credentials to no other host, whatever a list calls its next page', async () => {
    const elsewhere = await startLocalProvider()
    provider.on('GET /v1/Services', {
      status: 200,
      body: { services: [], meta: { next_page_url: `${elsewhere.url}/v1/Services?Page=1` } },
    })
    provider.on('GET /v1/Services?Page=1', { status: 200, body: { services: [] } })
    assert.equal((await list()).kind, 'found')
    assert.equal(elsewhere.received.length, 0)
    await elsewhere.stop()
  })

  it('ends even where a list does not', async () => {
    const again = `/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers.json?Page=9`
    provider.on(`${BASE}/IncomingPhoneNumbers.json`, {
      status: 200,
      body: { incoming_phone_numbers: [], next_page_uri: again },
    })
    assert.equal((await list()).kind, 'found')
    assert.ok(provider.received.length < 40)
  })
})
