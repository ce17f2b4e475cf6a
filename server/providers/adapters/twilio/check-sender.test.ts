import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { LocalProvider } from '../../testing/local-provider.ts'
import { BASE, checkerOf, ladder, number, refused, SERVICE, startTwilioAccount } from '../../testing/twilio-account.ts'

describe('checking a sender', () => {
  let provider: LocalProvider
  beforeEach(async () => {
    provider = await startTwilioAccount()
  })
  afterEach(() => provider.stop())
  const check = (sender: string) => checkerOf(provider)(sender)

  it('takes a short code and a service with a number that can send', async () => {
    assert.equal((await check('12345')).ok, true)
    const result = await check(SERVICE)
    assert.deepEqual(ladder(result).slice(2), [
      'ok sender_owned: Service MG9c…0071 is on this account | Alerts',
      'ok sender_sms: It can send SMS',
    ])
  })

  it('names the senders that work when the number is not on the account', async () => {
    const result = refused(await check('+14155550199'))
    assert.deepEqual([result.field, result.refusal.class], ['sender/phone_number', 'bad_sender'])
    assert.equal(
      result.message,
      '+1 415 555 0199 is not on account AC12…4f2a. Nothing was saved. Senders of this account that work: +1 415 555 0100, +44 20 7946 0000, 12345.',
    )
  })

  it('does not take a number for another that contains it', async () => {
    provider.on(`${BASE}/IncomingPhoneNumbers.json`, {
      status: 200,
      body: { incoming_phone_numbers: [number('+141555501000')] },
    })
    assert.equal(refused(await check('+14155550100')).refusal.code, 21606)
  })

  it('says that a number cannot send SMS', async () => {
    const result = refused(await check('+14155550101'))
    assert.deepEqual(ladder(result).slice(2), [
      'ok sender_owned: +1 415 555 0101 is on this account',
      'fail sender_sms: It cannot send SMS | voice only',
    ])
    assert.match(
      result.message,
      /^\+1 415 555 0101 cannot send SMS: voice only\. Nothing was saved\. Senders of this account that work: /,
    )
  })

  it('says when a short code is not on the account', async () => {
    const result = refused(await check('54321'))
    assert.equal(result.field, 'sender/short_code')
    assert.match(result.message, /^54321 is not on account AC12…4f2a\. Nothing was saved\./)
  })

  it('says when a service does not exist, is of another account, or may not be used', async () => {
    for (const answer of [
      { status: 404, body: { code: 20404, status: 404 } },
      { status: 403, body: { code: 20403, status: 403 } },
      { status: 200, body: { sid: SERVICE, account_sid: `AC${'9'.repeat(32)}` } },
    ]) {
      provider.on(`GET /v1/Services/${SERVICE}`, answer)
      const result = refused(await check(SERVICE))
      assert.deepEqual([result.field, result.refusal.code], ['sender/messaging_service_sid', 21701])
      assert.match(
        result.message,
        /^Service MG9c…0071 does not exist on this account, or this key may not use it\. Nothing was saved\./,
      )
    }
  })

  it('says when a service has nothing to send from', async () => {
    for (const path of ['PhoneNumbers', 'ShortCodes', 'AlphaSenders']) {
      const key = { PhoneNumbers: 'phone_numbers', ShortCodes: 'short_codes', AlphaSenders: 'alpha_senders' }[path]!
      provider.on(`GET /v1/Services/${SERVICE}/${path}`, {
        status: 200,
        body: { [key]: [{ capabilities: ['Voice'] }] },
      })
    }
    assert.equal(refused(await check(SERVICE)).refusal.code, 21704)
    provider.on(`GET /v1/Services/${SERVICE}/AlphaSenders`, {
      status: 200,
      body: { alpha_senders: [{ capabilities: ['SMS'] }] },
    })
    assert.equal((await check(SERVICE)).ok, true)
  })

  it('does not call a sender wrong because Twilio could not be asked about it', async () => {
    provider.on(`${BASE}/IncomingPhoneNumbers.json`, { status: 500, body: {} })
    const result = await check('+14155550100')
    assert.equal(!result.ok && result.why, 'unreachable')
  })
})
