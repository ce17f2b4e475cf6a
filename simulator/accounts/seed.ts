import { PRICED_COUNTRIES } from '../carrier/prices.ts'
import { newSid, randomHex } from '../kit/ids.ts'
import type { InboundSettings, SimAccount, SimKey, SimNumber, SimService, SimShortCode } from './account.ts'

/** What the provider puts into a number that was just bought: its sample application. */
export const SAMPLE_URL = 'https://demo.twilio.com/welcome/sms/reply'

/** Left closed, so that the refusal for a country that is not enabled can be met. */
const CLOSED_COUNTRIES = ['NG', 'AE']

const NOWHERE: InboundSettings = { smsUrl: '', smsMethod: 'POST', smsFallbackUrl: '', smsFallbackMethod: 'POST' }

/** One account for each case a client must tell apart. Ids and secrets are drawn anew each time. */
export function seedAccounts(nowMs: number): SimAccount[] {
  return [fullAccount(nowMs), trialAccount(nowMs), suspendedAccount(nowMs), otherAccount(nowMs), testCredentials(nowMs)]
}

function fullAccount(nowMs: number): SimAccount {
  const inAlerts = [number(nowMs, '+14155550102', 'US'), number(nowMs, '+14155550103', 'US')]
  return {
    ...account(nowMs, 'Full account'),
    keys: [key('Standard'), key('Main'), key('Restricted')],
    numbers: [
      { ...number(nowMs, '+14155550100', 'US'), smsUrl: SAMPLE_URL },
      { ...number(nowMs, '+14155550101', 'US'), sms: false },
      ...inAlerts,
      number(nowMs, '+442079460000', 'GB'),
      { ...number(nowMs, '+18005550199', 'US'), type: 'toll free' },
    ],
    shortCodes: [shortCode(nowMs, '12345')],
    services: [
      { ...service(nowMs, 'Alerts'), pool: inAlerts.map((pooled) => pooled.sid) },
      service(nowMs, 'Empty service'),
    ],
  }
}

function trialAccount(nowMs: number): SimAccount {
  return {
    ...account(nowMs, 'Trial account'),
    kind: 'Trial',
    balanceMicros: 15_000_000,
    numbers: [number(nowMs, '+14155550120', 'US')],
    verified: ['+14155550142', '+442079460123'],
  }
}

function suspendedAccount(nowMs: number): SimAccount {
  return {
    ...account(nowMs, 'Suspended account'),
    status: 'suspended',
    numbers: [number(nowMs, '+14155550130', 'US')],
  }
}

/** Owns what the first account must not be able to use; its service has Advanced Opt-Out. */
function otherAccount(nowMs: number): SimAccount {
  const inCare = number(nowMs, '+12125550171', 'US')
  const care: SimService = {
    ...service(nowMs, 'Care'),
    pool: [inCare.sid],
    useInboundWebhookOnNumber: true,
    advancedOptOut: {
      stop: ['STOP', 'ARRET', 'STOP CARE'],
      start: ['START', 'UNSTOP'],
      help: ['HELP', 'AIDE'],
      stopReply: 'You get no more texts from Care. Text START to get them again.',
      startReply: 'You get texts from Care again. Text STOP to end.',
      helpReply: 'Care: text STOP to end, or write to care@example.com.',
    },
  }
  return {
    ...account(nowMs, 'Another account'),
    numbers: [number(nowMs, '+12125550170', 'US'), inCare],
    shortCodes: [shortCode(nowMs, '54321')],
    services: [care],
  }
}

function testCredentials(nowMs: number): SimAccount {
  return { ...account(nowMs, 'Test credentials'), kind: 'Test', balanceMicros: 0 }
}

function account(nowMs: number, name: string): SimAccount {
  return {
    sid: newSid('AC'),
    name,
    kind: 'Full',
    status: 'active',
    authToken: randomHex(16),
    keys: [],
    balanceMicros: 100_000_000,
    numbers: [],
    shortCodes: [],
    services: [],
    applications: [],
    verified: [],
    countries: PRICED_COUNTRIES.filter((country) => !CLOSED_COUNTRIES.includes(country)),
    createdAt: nowMs,
  }
}

function key(kind: SimKey['kind']): SimKey {
  return { sid: newSid('SK'), secret: randomHex(16), name: `${kind} key`, kind }
}

function number(nowMs: number, phoneNumber: string, country: string): SimNumber {
  return {
    ...NOWHERE,
    sid: newSid('PN'),
    phoneNumber,
    name: phoneNumber,
    country,
    type: 'local',
    sms: true,
    voice: true,
    smsApplicationSid: '',
    updatedAt: nowMs,
    segmentsPerSecond: null,
  }
}

function shortCode(nowMs: number, code: string): SimShortCode {
  return { ...NOWHERE, sid: newSid('SC'), shortCode: code, name: code, country: 'US', updatedAt: nowMs }
}

function service(nowMs: number, name: string): SimService {
  return {
    sid: newSid('MG'),
    name,
    pool: [],
    alphaSenders: [],
    inboundRequestUrl: null,
    inboundMethod: 'POST',
    fallbackUrl: null,
    fallbackMethod: 'POST',
    statusCallback: null,
    useInboundWebhookOnNumber: false,
    smartEncoding: false,
    validityPeriod: 36_000,
    advancedOptOut: null,
    updatedAt: nowMs,
  }
}
