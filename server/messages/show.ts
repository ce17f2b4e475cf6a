import { maskEmail } from '../../shared/mask-email.ts'
import { isPremiumOrSatellite, maskPhone } from '../../shared/phone.ts'
import { Problem } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import { isErasedRef } from '../people/erasures.ts'
import type { Facts } from './facts.ts'
import { groupOf } from './groups.ts'
import type { MessageRow } from './row.ts'
import type { MessageOut } from './schema.ts'
import { outcome, waitingFor } from './sentences.ts'
import { troubleOf } from './trouble.ts'

export function showMessage(row: MessageRow, facts: Facts, sealer: Sealer): MessageOut {
  const trouble = troubleOf(row)
  const { to, redirectedTo } = openNumbers(row, sealer)
  const { subject, text } = openBody(row, sealer)
  return {
    id: row.id,
    channel: row.channel,
    class: row.class,
    status: row.status,
    status_group: groupOf(row.status),
    status_text: outcome({ ...row, premium: to !== null && isPremium(row, to) }, facts, trouble),
    skip_reason: row.skip_reason,
    waiting_for: waitingFor(row, facts),
    person_id: row.person_id && isErasedRef(row.person_id) ? null : row.person_id,
    event_id: row.event_id,
    trigger_id: row.trigger_id,
    template: row.template,
    instead_of: row.instead_of,
    instead_by: row.instead_by,
    recipient: row.recipient,
    to: maskTo(row, to),
    redirected_to: redirectedTo && maskTo(row, redirectedTo),
    from: row.sent_from,
    subject,
    body: text,
    encoding: row.encoding,
    segments: row.segments,
    event_type: row.event_type,
    occurred_at: row.occurred_at.toISOString(),
    url: row.url,
    provider: row.provider,
    provider_id: row.provider_sid,
    error: trouble && { code: trouble.code, class: trouble.class, cause: trouble.cause, remedy: trouble.remedy },
    cost: { micros: row.price_micros ?? row.cost_micros, currency: row.currency, billed: row.price_micros !== null },
    created_at: row.created_at.toISOString(),
    sent_at: row.sent_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    not_after: row.not_after.toISOString(),
  }
}

function maskTo({ channel }: MessageRow, to: string | null): string {
  if (to === null) return ERASED
  if (to === '') return to
  return channel === 'sms' ? maskPhone(to) : maskEmail(to)
}

/** Of those that a country decided, whether it was the kind of number. */
function isPremium({ skip_reason }: MessageRow, to: string): boolean {
  return skip_reason === 'country_not_allowed' && isPremiumOrSatellite(to)
}

/** What a mail, or an entry of an inbox, says. */
export interface Letter {
  subject: string
  text: string
  html?: string
  /** Of an entry in an inbox: what people call the thing. */
  identifier?: string
  /** Of a mail. */
  headers?: LetterHeaders
}

/** What the head of a mail says, fixed with its words. */
export interface LetterHeaders {
  /** Whose mails these are; the address is the operator's. */
  from: string
  replyTo: string | null
  /** The same for all mails about one thing. */
  thread: string
  unsubscribe: string | null
}

/** What an entry of an inbox says; nothing once the person was erased. */
export function openLetter({ id, body_sealed }: Pick<MessageRow, 'id' | 'body_sealed'>, sealer: Sealer): Letter {
  if (!body_sealed) return { subject: '', text: '' }
  return JSON.parse(sealer.open(bodyPurpose(id), body_sealed)) as Letter
}

/** A code's text is not kept; a text has no subject. */
export function openBody(
  row: Pick<MessageRow, 'id' | 'channel' | 'class' | 'body_sealed'>,
  sealer: Sealer,
): { subject: string | null; text: string | null; html?: string } {
  if (row.class === 'otp' || !row.body_sealed) return { subject: null, text: null }
  if (row.channel !== 'sms') return openLetter(row, sealer)
  return { subject: null, text: sealer.open(bodyPurpose(row.id), row.body_sealed) }
}

export function bodyPurpose(id: string): string {
  return `messages.body|${id}`
}

/** Where the number of somebody stood who was erased. */
export const ERASED = 'Erased'

export function numberErased(): Problem {
  return new Problem(409, 'erased', 'The person was erased, and the number with them.')
}

/** In full: for masking, or for somebody whose look is on record. Null once the person was erased. */
export function openNumbers(
  row: Pick<MessageRow, 'id' | 'to_sealed' | 'redirected_sealed'>,
  sealer: Sealer,
): { to: string | null; redirectedTo: string | null } {
  return {
    to: openTo(row, sealer),
    redirectedTo: row.redirected_sealed && sealer.open(`messages.redirected|${row.id}`, row.redirected_sealed),
  }
}

function openTo({ id, to_sealed }: Pick<MessageRow, 'id' | 'to_sealed'>, sealer: Sealer): string | null {
  if (to_sealed === null) return ''
  return to_sealed.length === 0 ? null : sealer.open(`messages.to|${id}`, to_sealed)
}
