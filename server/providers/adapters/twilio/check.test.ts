import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { ACCOUNT, KEY, TOKEN, twilioAt } from '../../testing/connections.ts'
import type { LocalProvider } from '../../testing/local-provider.ts'
import {
  ACCOUNT_BODY as accountBody,
  BASE,
  checkerOf,
  ladder,
  REFUSED,
  refused,
  startTwilioAccount,
} from '../../testing/twilio-account.ts'
import { twilio } from './twilio.ts'

describe('checking a Twilio account', () => {
  let provider: LocalProvider
  beforeEach(async () => {
    provider = await startTwilioAccount()
  })
  afterEach(() => provider.stop())

  const check = (sender: string | null = null, more = {}) => checkerOf(provider)(sender, more)

  it('shows each step of what works', async () => {
    const result = await check('+14155550100')
    assert.equal(result.ok, true)
    assert.deepEqual(result.account, { name: 'Acme production', kind: 'full' })
    assert.deepEqual(ladder(result), [
      'ok reached: Twilio reached',
      'ok signed_in: Account AC12…4f2a signed in | Acme production · full account · active',
      'ok sender_owned: +1 415 555 0100 is on this account',
      'ok sender_sms: It can send SMS',
    ])
  })

  it('says that the sign-in is refused, whether the token is wrong or belongs to another account', async () => {
    provider.on(`${BASE}.json`, REFUSED)
    const result = refused(await check('+14155550100'))
    assert.deepEqual([result.field, result.refusal.code], ['credentials/auth_token', 20003])
    assert.equal(
      result.message,
      'Twilio refused this sign-in (20003). Nothing was saved; what you had still works. Either the Auth Token is wrong or was replaced at Twilio, or it belongs to another account than AC12…4f2a. Copy both from the same Account Info page.',
    )
    assert.deepEqual(ladder(result).slice(1), ['fail signed_in: Account AC12…4f2a refused the sign-in | 20003'])
  })

  it('says that test credentials are test credentials', async () => {
    provider.on(`${BASE}.json`, { status: 403, body: { code: 20008, status: 403 } })
    const result = refused(await check())
    assert.match(
      result.message,
      /\(20008\)\. Nothing was saved; .* These are Twilio's test credentials, which send nothing\./,
    )
    assert.equal(result.field, 'credentials/auth_token')
  })

  it('says who could not be reached and that this says nothing about the credentials', async () => {
    const cases: [status: number, body: unknown, detail: string][] = [
      [503, '<html>', 'it had a fault of its own (503)'],
      [429, { code: 20429 }, 'it takes no more requests just now (429)'],
      [200, '<html>sign in to the guest network</html>', 'what answered is not Twilio (200)'],
      [200, { ...accountBody, sid: 'AC0' }, 'its answer is not about this account'],
    ]
    for (const [status, body, detail] of cases) {
      provider.on(`${BASE}.json`, { status, body })
      const result = await check()
      assert.ok(!result.ok && result.why === 'unreachable')
      const { hostname, port } = new URL(provider.url)
      assert.equal(
        result.message,
        `Twilio could not be reached: ${detail}. Nothing was saved, and this says nothing about your credentials. Try again; if it stays, ask the operator whether this server may reach ${hostname} on port ${port}.`,
      )
      assert.equal(ladder(result).at(-1), `fail reached: Twilio not reached | ${detail}`)
    }
    const nowhere = await twilio.check(provider.http, twilioAt('https://api.example.com:444'), null)
    assert.ok(!nowhere.ok && nowhere.why === 'unreachable')
    assert.match(
      nowhere.message,
      /could not be reached: this server may not make requests to it\. .* api\.example\.com on port 444\.$/,
    )
  })

  it('refuses an account that is suspended or closed', async () => {
    for (const [status, todo] of [
      ['suspended', /add funds/],
      ['closed', /connect another account/],
    ] as const) {
      provider.on(`${BASE}.json`, { status: 200, body: { ...accountBody, status } })
      const result = refused(await check('+14155550100'))
      assert.deepEqual([result.field, result.refusal.class], ['account_sid', 'account'])
      assert.match(result.message, new RegExp(`^Account AC12…4f2a is ${status} at Twilio\\. Nothing was saved\\.`))
      assert.match(result.message, todo)
    }
  })

  it('tells a trial account and lets it pass', async () => {
    provider.on(`${BASE}.json`, { status: 200, body: { ...accountBody, type: 'Trial' } })
    const result = await check()
    assert.deepEqual([result.ok, result.account?.kind], [true, 'trial'])
    assert.equal(
      ladder(result).at(-1),
      'warn account_active: Trial account: only numbers verified at Twilio are reached.',
    )
  })

  describe('with an API key', () => {
    it('takes a Standard key, which may not read the account', async () => {
      provider.on(`${BASE}.json`, REFUSED)
      const result = await check('+14155550100', { credentials: KEY })
      assert.deepEqual([result.ok, result.account], [true, { name: null, kind: 'unknown' }])
      assert.equal(
        ladder(result)[2],
        'ok account_active: Account type unknown: this key may not read it. That is normal for Standard keys.',
      )
    })

    it('takes a restricted key that may read messages only, and says that the sender is not checked', async () => {
      provider.on(`${BASE}.json`, REFUSED)
      provider.on(`${BASE}/IncomingPhoneNumbers.json`, { status: 403, body: { code: 20403, status: 403 } })
      provider.on(`${BASE}/Messages.json`, { status: 200, body: { messages: [] } })
      const result = await check('+14155550100', { credentials: KEY })
      assert.equal(result.ok, true)
      assert.match(ladder(result).at(-1)!, /^warn sender_owned: This key may not read the senders of the account/)
    })

    it('refuses a key that is wrong, deleted or of another account', async () => {
      provider.on('GET', REFUSED)
      const result = refused(await check(null, { credentials: KEY }))
      assert.equal(result.field, 'credentials/api_key_secret')
      assert.match(
        result.message,
        /^Twilio refused this API key \(20003\)\. Nothing was saved; .* another account than AC12…4f2a\./,
      )
    })

    it('tells a suspended account from a bad key', async () => {
      provider.on('GET', { status: 403, body: { code: 20005, status: 403 } })
      const result = refused(await check(null, { credentials: KEY }))
      assert.deepEqual([result.field, result.refusal.class], ['account_sid', 'account'])
    })

    it('checks the token for receipts beside it, which stops nothing that is sent', async () => {
      provider.on(`${BASE}.json`, (request, response) => {
        const isByKey = request.headers.authorization === basic(`${KEY.apiKeySid}:${KEY.apiKeySecret}`)
        response.writeHead(isByKey ? 200 : 401, { 'content-type': 'application/json' })
        response.end(JSON.stringify(isByKey ? accountBody : REFUSED.body))
      })
      const result = await check(null, { credentials: { ...KEY, authToken: 'f'.repeat(32) } })
      assert.equal(result.ok, true)
      assert.equal(
        ladder(result).at(-1),
        'warn signed_in: The Auth Token for receipts is refused: signatures cannot be checked with it. | 20003',
      )
      assert.equal(
        ladder(await check(null, { credentials: KEY })).some((line) => line.startsWith('warn')),
        false,
      )
    })
  })

  it('lets no secret into anything it says', async () => {
    const results = [await check('+14155550100'), await check('+14155550199')]
    provider.on('GET', REFUSED)
    results.push(await check(), await check(null, { credentials: { ...KEY, authToken: TOKEN } }))
    for (const secret of [TOKEN, KEY.apiKeySecret, ACCOUNT]) assert.ok(!JSON.stringify(results).includes(secret))
  })
})

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
