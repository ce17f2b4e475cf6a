import { atSentenceStart, providerName, shortSid } from '../settings/words.ts'
import type { Check } from './checks.ts'
import type { MessageRow } from './row.ts'
import type { MessageDetail, MessageStatus } from './schema.ts'
import { withoutNumbers } from './trouble.ts'

export interface AttemptRow {
  n: number
  state: 'started' | 'unknown' | 'accepted' | 'rejected' | 'not_sent' | 'not_accepted'
  provider: string
  inherited: boolean
  provider_sid: string | null
  provider_status: string | null
  http_status: number | null
  error_code: number | null
  detail: string | null
  started_at: Date
  ended_at: Date | null
  looks: number
  resolved_by: 'callback' | 'listing' | 'person' | null
  resolved_by_name: string | null
  resolved_at: Date | null
  doubled_at: Date | null
}

export interface ReceiptRow {
  n: number
  status: string
  error_code: number | null
  source: string
  proof: string
  repeats: number
  received_at: Date
}

type Tone = MessageDetail['timeline'][number]['tone']
interface Line {
  at: Date
  what: string
  detail: string | null
  tone: Tone
}

/** What happened to a text, line by line in the order of time. */
export function timelineOf(
  row: MessageRow,
  attempts: AttemptRow[],
  receipts: ReceiptRow[],
  checks: Check[],
  statusText: string,
): MessageDetail['timeline'] {
  const lines = [
    acceptedLine(row),
    ...checkLines(row, checks),
    ...attempts.flatMap(attemptLines),
    ...attempts.flatMap(resolvedLines),
    ...receipts.map((receipt) => receiptLine(receipt, attempts)),
    ...endLines(row, receipts, statusText),
  ]
  // Stable, so that what happened in one instant stays in the order of cause and effect.
  return lines.sort((a, b) => a.at.getTime() - b.at.getTime()).map((line) => ({ ...line, at: line.at.toISOString() }))
}

function acceptedLine(row: MessageRow): Line {
  const by = row.made_by_kind === 'api_key' ? `API key "${row.made_by_name}"` : row.made_by_name
  return { at: row.created_at, what: 'Accepted', detail: `${by} · event ${row.event_type}`, tone: 'neutral' }
}

function checkLines(row: MessageRow, checks: Check[]): Line[] {
  if (row.tries === 0) return []
  const passed = checks.filter(({ result }) => result === 'passed').length
  const detail = `${passed} of ${checks.length}`
  return [{ at: row.created_at, what: 'Checks passed', detail, tone: 'neutral' }]
}

function attemptLines(attempt: AttemptRow): Line[] {
  const provider = providerName(attempt.provider)
  const code = attempt.error_code === null ? '' : ` ${attempt.error_code}`
  const [what, tone]: [string, Tone] = {
    started: [`Being handed to ${provider}`, 'neutral'] as const,
    accepted: [`Handed to ${provider}`, 'neutral'] as const,
    rejected: [`Refused by ${provider}${code}`, 'red'] as const,
    not_sent: [`Not handed to ${provider}`, 'amber'] as const,
    unknown: [`Handed to ${provider}, outcome unknown`, 'amber'] as const,
    not_accepted: [`Handed to ${provider}, outcome unknown`, 'amber'] as const,
  }[attempt.state] as [string, Tone]
  const took = attempt.ended_at && `${attempt.ended_at.getTime() - attempt.started_at.getTime()} ms`
  const said = attempt.state === 'accepted' ? null : attempt.detail && withoutNumbers(attempt.detail)
  const sid = attempt.provider_sid && shortSid(attempt.provider_sid)
  const detail = [`attempt ${attempt.n}`, took, sid, said].filter(Boolean).join(' · ')
  return [{ at: attempt.started_at, what, detail, tone }]
}

/** How an outcome that was in doubt was found out; a receipt has a line of its own. */
function resolvedLines(attempt: AttemptRow): Line[] {
  const { n, resolved_at, resolved_by, doubled_at } = attempt
  const lines: Line[] = []
  if (resolved_at && resolved_by !== 'callback') lines.push({ at: resolved_at, ...resolution(attempt) })
  if (doubled_at) {
    const detail = `attempt ${n} had been taken for not sent, and ${providerName(attempt.provider)} reports it after all`
    lines.push({ at: doubled_at, what: 'Sent twice', detail, tone: 'red' })
  }
  return lines
}

function resolution(attempt: AttemptRow): Omit<Line, 'at'> {
  const provider = atSentenceStart(providerName(attempt.provider))
  const detail = `attempt ${attempt.n}`
  const wasSent = attempt.state !== 'not_accepted'
  const tone = wasSent ? 'neutral' : 'amber'
  if (attempt.resolved_by === 'person') {
    return { what: `${attempt.resolved_by_name} decided: ${wasSent ? 'it was sent' : 'send again'}`, detail, tone }
  }
  if (wasSent) return { what: `${provider} lists it`, detail, tone }
  return { what: `${provider} has no record of it`, detail: `${detail} · ${attempt.looks} looks`, tone }
}

const RECEIPTS: Record<string, [string, Tone]> = {
  accepted: ['Accepted by', 'neutral'],
  scheduled: ['Accepted by', 'neutral'],
  queued: ['Queued at', 'neutral'],
  sending: ['Being sent by', 'neutral'],
  sent: ['Handed to carrier', 'neutral'],
  delivered: ['Delivered', 'green'],
  read: ['Read', 'green'],
  undelivered: ['Undelivered', 'red'],
  failed: ['Failed at', 'red'],
  canceled: ['Cancelled at', 'neutral'],
}

function receiptLine(receipt: ReceiptRow, attempts: AttemptRow[]): Line {
  const attempt = attempts.find(({ n }) => n === receipt.n)
  const provider = providerName(attempt?.provider ?? 'the provider')
  const [words, tone] = RECEIPTS[receipt.status] ?? [`"${receipt.status}" at`, 'neutral']
  const where = / (by|at)$/.test(words) ? ` ${provider}` : ''
  const code = receipt.error_code === null ? '' : ` ${receipt.error_code}`
  return { at: receipt.received_at, what: `${words}${where}${code}`, detail: receiptDetail(receipt, provider), tone }
}

function receiptDetail(receipt: ReceiptRow, provider: string): string {
  const checked = receipt.proof === 'signature' ? 'signature checked' : `asked again at ${provider}`
  const how = receipt.source === 'asked' ? `asked at ${provider}` : `receipt, ${checked}`
  if (receipt.repeats === 0) return how
  return `${how} · ${receipt.repeats === 1 ? 'one repeat' : `${receipt.repeats} repeats`} ignored`
}

const ENDS: Partial<Record<MessageStatus, [string, Tone]>> = {
  skipped: ['Skipped', 'neutral'],
  expired: ['Expired', 'red'],
  cancelled: ['Cancelled', 'neutral'],
  assumed_delivered: ['No receipt came', 'neutral'],
}

/** Ends that no receipt has told of. */
function endLines(row: MessageRow, receipts: ReceiptRow[], statusText: string): Line[] {
  const end = ENDS[row.status]
  if (!end || !row.finished_at || (row.status === 'cancelled' && receipts.length > 0)) return []
  return [{ at: row.finished_at, what: end[0], detail: statusText, tone: end[1] }]
}
