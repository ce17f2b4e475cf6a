import assert from 'node:assert/strict'
import type { CheckResult } from '../adapter.ts'
import { twilio } from '../adapters/twilio/twilio.ts'
import { ACCOUNT, TOKEN, twilioAt } from './connections.ts'
import { type LocalProvider, startLocalProvider } from './local-provider.ts'

export const BASE = `GET /2010-04-01/Accounts/${ACCOUNT}`
export const SERVICE = `MG9c${'0'.repeat(26)}0071`
export const REFUSED = { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } }

export const ACCOUNT_BODY = {
  sid: ACCOUNT,
  friendly_name: 'Acme production',
  status: 'active',
  type: 'Full',
  auth_token: TOKEN,
}
export const number = (phone_number: string, capabilities = {}) => ({
  phone_number,
  friendly_name: phone_number,
  capabilities: { voice: true, sms: true, mms: false, fax: false, ...capabilities },
})

/** An active account with numbers, a short code and a service, as Twilio shows it. */
export async function startTwilioAccount(): Promise<LocalProvider> {
  const provider = await startLocalProvider()
  provider.on(`${BASE}.json`, { status: 200, body: ACCOUNT_BODY })
  provider.on(`${BASE}/IncomingPhoneNumbers.json`, {
    status: 200,
    body: {
      incoming_phone_numbers: [number('+14155550100'), number('+14155550101', { sms: false }), number('+442079460000')],
    },
  })
  provider.on(`${BASE}/SMS/ShortCodes.json`, { status: 200, body: { short_codes: [{ short_code: '12345' }] } })
  provider.on('GET /v1/Services?', { status: 200, body: { services: [{ sid: SERVICE, friendly_name: 'Alerts' }] } })
  const service = { sid: SERVICE, account_sid: ACCOUNT, friendly_name: 'Alerts' }
  provider.on(`GET /v1/Services/${SERVICE}`, { status: 200, body: service })
  provider.on(`GET /v1/Services/${SERVICE}/PhoneNumbers`, {
    status: 200,
    body: { phone_numbers: [{ capabilities: ['MMS', 'SMS'] }] },
  })
  return provider
}

export function checkerOf(provider: LocalProvider): (sender: string | null, more?: object) => Promise<CheckResult> {
  return (sender, more = {}) =>
    twilio.check(
      provider.http,
      twilioAt(provider.url, more),
      sender === null ? null : { kind: kindOf(sender), value: sender },
    )
}

type RefusedResult = Extract<CheckResult, { why: 'refused' }>

export function refused(result: CheckResult): RefusedResult {
  assert.ok(!result.ok && result.why === 'refused', JSON.stringify(result))
  return result
}

export function ladder(result: CheckResult): string[] {
  return result.lines.map(({ id, status, text, detail }) => `${status} ${id}: ${text}${detail ? ` | ${detail}` : ''}`)
}

function kindOf(sender: string) {
  if (sender.startsWith('MG')) return 'messaging_service'
  return sender.startsWith('+') ? 'phone_number' : 'short_code'
}
