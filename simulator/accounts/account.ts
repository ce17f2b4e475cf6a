/** An account at the simulated provider, with everything it owns. Written to disk as it stands here. */
export interface SimAccount {
  sid: string
  name: string
  kind: 'Full' | 'Trial' | 'Test'
  status: 'active' | 'suspended' | 'closed'
  authToken: string
  keys: SimKey[]
  balanceMicros: number
  numbers: SimNumber[]
  shortCodes: SimShortCode[]
  services: SimService[]
  applications: SimApplication[]
  /** Handsets that a trial account may text. */
  verified: string[]
  /** ISO country codes that may be texted; null for every country. */
  countries: string[] | null
  createdAt: number
}

export interface SimKey {
  sid: string
  secret: string
  name: string
  /**
   * A Standard key may do everything but read the account itself, its keys and its subaccounts; a Restricted one here only
   * what has to do with messages.
   */
  kind: 'Standard' | 'Main' | 'Restricted'
}

/** Where a number, short code or application sends what it receives; empty for nowhere. */
export interface InboundSettings {
  smsUrl: string
  smsMethod: 'GET' | 'POST'
  smsFallbackUrl: string
  smsFallbackMethod: 'GET' | 'POST'
}

export interface SimNumber extends InboundSettings {
  sid: string
  phoneNumber: string
  name: string
  country: string
  type: 'local' | 'mobile' | 'toll free'
  sms: boolean
  voice: boolean
  smsApplicationSid: string
  updatedAt: number
  /** Segments a second that leave the queue; null for as fast as they come. */
  segmentsPerSecond: number | null
}

export interface SimShortCode extends InboundSettings {
  sid: string
  shortCode: string
  name: string
  country: string
  updatedAt: number
}

export interface SimApplication extends InboundSettings {
  sid: string
  name: string
  statusCallback: string
}

export interface SimService {
  sid: string
  name: string
  /** Phone numbers and short codes of the pool, by their SIDs. */
  pool: string[]
  alphaSenders: { sid: string; alphaSender: string }[]
  inboundRequestUrl: string | null
  inboundMethod: 'GET' | 'POST'
  fallbackUrl: string | null
  fallbackMethod: 'GET' | 'POST'
  statusCallback: string | null
  useInboundWebhookOnNumber: boolean
  smartEncoding: boolean
  validityPeriod: number
  advancedOptOut: AdvancedOptOut | null
  updatedAt: number
}

/** Own keywords and answers of a service; `OptOutType` is only told to services that have this. */
export interface AdvancedOptOut {
  stop: string[]
  start: string[]
  help: string[]
  stopReply: string
  startReply: string
  helpReply: string
}

/** A number or short code, whichever a text came from or goes to. */
export type SimSender = ({ kind: 'number' } & SimNumber) | ({ kind: 'short_code' } & SimShortCode)

export function senderAddress(sender: SimSender): string {
  return sender.kind === 'number' ? sender.phoneNumber : sender.shortCode
}

export function findSender(account: SimAccount, address: string): SimSender | null {
  const number = account.numbers.find((candidate) => candidate.phoneNumber === address)
  if (number) return { kind: 'number', ...number }
  const shortCode = account.shortCodes.find((candidate) => candidate.shortCode === address)
  return shortCode ? { kind: 'short_code', ...shortCode } : null
}

/** The service whose pool this sender is in. A sender is in one pool at most. */
export function serviceOf(account: SimAccount, senderSid: string): SimService | null {
  return account.services.find((service) => service.pool.includes(senderSid)) ?? null
}

export function poolSenders(account: SimAccount, service: SimService): SimSender[] {
  const senders: SimSender[] = []
  for (const sid of service.pool) {
    const number = account.numbers.find((candidate) => candidate.sid === sid)
    if (number) senders.push({ kind: 'number', ...number })
    const shortCode = account.shortCodes.find((candidate) => candidate.sid === sid)
    if (shortCode) senders.push({ kind: 'short_code', ...shortCode })
  }
  return senders
}

export function isOpenCountry(account: SimAccount, country: string | null): boolean {
  return account.countries === null || (country !== null && account.countries.includes(country))
}
