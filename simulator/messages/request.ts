import { isShortCode, readLenient } from '../carrier/phone.ts'
import { type Refusal, refusal } from './refusals.ts'

/** A request to send one text, read and found to make sense by itself: nothing of the account was looked at yet. */
export interface SendRequest {
  to: string
  country: string | null
  callingCode: string
  from: string | null
  serviceSid: string | null
  body: string
  statusCallback: string | null
  applicationSid: string | null
  validitySeconds: number | null
  smartEncoded: boolean | null
  sendAt: number | null
}

export type Params = Record<string, string>

const LONGEST_BODY = 1600
const LONGEST_CALLBACK = 4000
const LONGEST_VALIDITY_S = 36_000
const SCHEDULE_FROM_MS = 15 * 60_000
const SCHEDULE_UNTIL_MS = 35 * 86_400_000

export function readSendRequest(params: Params, nowMs: number): SendRequest | Refusal {
  const to = params.To?.trim() ?? ''
  const sender = readSender(params)
  const refused =
    checkTo(to) ?? checkPresence(params, sender) ?? checkBody(params) ?? checkCallback(params) ?? checkValidity(params)
  if (refused) return refused
  const sendAt = readSchedule(params, sender.serviceSid, nowMs)
  if (typeof sendAt === 'object' && sendAt) return sendAt
  const handset = readLenient(to)!
  return {
    to: handset.number,
    country: handset.country,
    callingCode: handset.callingCode,
    ...sender,
    body: params.Body!,
    statusCallback: params.StatusCallback || null,
    applicationSid: params.ApplicationSid || null,
    validitySeconds: params.ValidityPeriod ? Number(params.ValidityPeriod) : null,
    smartEncoded: params.SmartEncoded ? params.SmartEncoded.toLowerCase() === 'true' : null,
    sendAt,
  }
}

/** A service may stand in `From` as well. */
function readSender(params: Params): { from: string | null; serviceSid: string | null } {
  const from = params.From?.trim() || null
  const serviceSid = params.MessagingServiceSid?.trim() || null
  if (from && /^MG[0-9a-fA-F]{32}$/.test(from)) return { from: null, serviceSid: serviceSid ?? from }
  return { from, serviceSid }
}

function checkTo(to: string): Refusal | null {
  if (!to) return refusal(21604)
  if (isShortCode(to)) return refusal(21265, { to })
  if (/^\w+:/.test(to)) return refusal(21910)
  return readLenient(to) ? null : refusal(21211, { to })
}

function checkPresence(params: Params, sender: { from: string | null; serviceSid: string | null }): Refusal | null {
  if (!sender.from && !sender.serviceSid) return refusal(21603)
  return params.Body ? null : refusal(21602)
}

function checkBody(params: Params): Refusal | null {
  return params.Body!.length > LONGEST_BODY ? refusal(21617) : null
}

/**
 * The provider refuses addresses that are no host on the internet. Here one's own machine and names that only one's
 * own network knows are welcome: that is where the simulator's clients live.
 */
function checkCallback(params: Params): Refusal | null {
  const callback = params.StatusCallback
  if (!callback) return null
  return callback.length <= LONGEST_CALLBACK && isWebAddress(callback) ? null : refusal(21609)
}

export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return ['http:', 'https:'].includes(url.protocol) && url.hostname !== '' && !url.hostname.includes('_')
}

function checkValidity(params: Params): Refusal | null {
  const validity = params.ValidityPeriod
  if (!validity) return null
  const seconds = Number(validity)
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_VALIDITY_S ? null : refusal(90007)
}

function readSchedule(params: Params, serviceSid: string | null, nowMs: number): number | null | Refusal {
  if (params.ScheduleType !== 'fixed') return null
  if (!serviceSid) return refusal(35118)
  if (!params.SendAt) return refusal(35111)
  const sendAt = Date.parse(params.SendAt)
  const aheadMs = sendAt - nowMs
  return aheadMs >= SCHEDULE_FROM_MS && aheadMs <= SCHEDULE_UNTIL_MS ? sendAt : refusal(35114)
}
