import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Behaviour, FaultName, SimHandsetView, SimMessageView, SimReceipt } from '../wire.ts'

export type Tone = 'neutral' | 'green' | 'amber' | 'red' | 'blue'

export const BEHAVIOUR_WORDS: Record<Behaviour, string> = {
  delivers: 'Delivers',
  late: 'Delivers late (10 s)',
  off: 'Switched off (30003)',
  landline: 'Landline (30006)',
  unknown: 'Unknown number (30005)',
  filtered: 'Filtered by carrier (30007)',
  never_confirms: 'Never confirms',
  not_verified: 'Not verified (trial, 21608)',
}

/** What is told of a handset in the list, where there is something to tell. */
export function peculiarity(handset: SimHandsetView): string | null {
  if (handset.opted_out_of.length > 0) return 'opted out'
  const short: Partial<Record<Behaviour, string>> = {
    late: 'delivers late',
    off: 'off',
    landline: 'landline',
    unknown: 'unknown number',
    filtered: 'filtered',
    never_confirms: 'never confirms',
    not_verified: 'not verified',
  }
  return short[handset.behaviour] ?? null
}

export function formatPhone(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number
}

export function statusWord(message: SimMessageView): { word: string; tone: Tone } {
  if (message.status === 'delivered') return { word: 'delivered', tone: 'green' }
  if (message.status === 'undelivered' || message.status === 'failed') {
    return { word: `${message.status} · ${message.error_code}`, tone: 'red' }
  }
  if (message.status === 'sent') return { word: message.arrived ? 'sent · never confirmed' : 'sent', tone: 'neutral' }
  return { word: message.status, tone: 'neutral' }
}

export function receiptWord(receipt: SimReceipt): { word: string; tone: Tone } {
  const { outcome, http_status: status, ms } = receipt
  if (outcome === 'lost') return { word: 'lost on purpose', tone: 'amber' }
  if (outcome === 'waiting') return { word: 'waiting for an answer', tone: 'neutral' }
  if (outcome === 'not_answered') return { word: receipt.detail ?? 'not answered', tone: 'red' }
  if (status === 401 || status === 403) return { word: `refused ${status} in ${ms} ms`, tone: 'red' }
  return { word: `answered ${status} in ${ms} ms`, tone: status !== null && status < 300 ? 'green' : 'red' }
}

/** What became of a reply, where it is worth a line. The provider keeps the same in its own log. */
export function replyNote(message: SimMessageView): { text: string; tone: Tone } | null {
  const { inbound } = message
  if (!inbound) return null
  const stop = inbound.keyword ? ` ${inbound.keyword} was handled by the provider.` : ''
  if (inbound.result === 'nowhere') {
    return { text: `${formatPhone(message.to)} has no address for replies: nobody was told.${stop}`, tone: 'amber' }
  }
  if (inbound.result === 'dropped') {
    return { text: `Dropped: incoming texts of this number's service are switched off.${stop}`, tone: 'amber' }
  }
  if (inbound.result === 'received') return null
  if (inbound.ms === null) return { text: `Asking ${inbound.url ?? 'the address of the number'}…`, tone: 'neutral' }
  const what = inbound.http_status === null ? (inbound.detail ?? 'did not answer') : `answered ${inbound.http_status}`
  const code = inbound.warnings[0] ?? 11200
  return {
    text: `Not received: ${inbound.url} ${what}. Twilio would tell you the same in its log as ${code}.`,
    tone: 'red',
  }
}

export const FAULT_WORDS: Record<FaultName, [label: string, help: string]> = {
  latency_ms: ['Latency', 'Every request waits this long'],
  requests_at_once: ['Requests at once', 'Beyond so many the answer is 429'],
  rate_429: ['429 share', 'Nothing is accepted'],
  error_before: ['500 before acceptance', 'Nothing was accepted'],
  error_after: ['500 after acceptance', 'The text is on its way'],
  hang_before: ['Hang before acceptance', 'No answer, nothing was accepted'],
  hang: ['Hang after acceptance', 'No answer, the text is on its way'],
  reset_before: ['Reset before acceptance', 'Cut, nothing was accepted'],
  reset: ['Reset after acceptance', 'Cut, the text is on its way'],
  receipts_lost: ['Receipts lost', 'Never sent'],
  receipts_early: ['Receipts early', 'Before the request is answered'],
  receipts_doubled: ['Receipts doubled', 'Each one comes twice'],
  receipts_shuffled: ['Receipts shuffled', 'In the wrong order'],
  list_lag_ms: ['List lag', 'Lists hide texts younger than this'],
  queue_ms: ['Queue', 'Texts wait this long before they are sent'],
  sign_in_refused: ['Sign-in refused', 'Every request gets 401 (20003)'],
}

/** `AC12…4f2a` */
export function shortened(id: string): string {
  return id.length > 14 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id
}
