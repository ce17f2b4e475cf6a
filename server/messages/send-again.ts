import { atSentenceStart, providerName } from '../settings/words.ts'
import { type Addressee, whyNoMail } from './addressee.ts'
import type { MessageRow } from './row.ts'
import type { MessageDetail } from './schema.ts'
import type { Trouble } from './trouble.ts'

/** What is asked of a mail beside. */
export interface OfMail {
  to: Addressee
  hasServer: boolean
}

/** Offered only where it can help; otherwise the reason is told. */
export function sendAgainOf(
  row: MessageRow,
  trouble: Trouble | null,
  mail: OfMail | null,
): MessageDetail['send_again'] {
  const why = row.channel === 'email' && mail ? whyNotMail(row, mail) : whyNot(row, trouble)
  return { possible: why === null, why_not: why }
}

function whyNotMail(row: MessageRow, { to, hasServer }: OfMail): string | null {
  if (row.retried_as) return 'It was sent again already.'
  if (row.status === 'queued') return 'It is still on its way.'
  if (row.status === 'cancelled') return 'It was cancelled on purpose.'
  if (row.status === 'sent') return 'It has not failed.'
  return whyNoMail(to, row, hasServer) ?? (row.body_sealed ? null : 'Its text was not kept.')
}

function whyNot(row: MessageRow, trouble: Trouble | null): string | null {
  if (row.channel !== 'sms') return 'Only texts and mails can be sent again.'
  if (row.retried_as) return 'It was sent again already.'
  if (row.class === 'otp') return 'The text of a code is not kept. Ask for a new code.'
  if (row.class === 'test') return 'Send a new test instead.'
  const ofStatus = ofUnfinished(row) ?? ofDone(row)
  if (ofStatus) return ofStatus
  if (row.stopped_by === 'admin') return 'Opted out by an administrator. Lift that first.'
  if (row.stopped_by) return 'Opted out: only START from the phone undoes it.'
  if (trouble?.retry === 'no' && row.status !== 'expired') return `It would be refused again. ${trouble.remedy}`
  return row.body_sealed ? null : 'Its text was not kept.'
}

function ofUnfinished(row: MessageRow): string | null {
  if (row.status === 'queued' || row.status === 'sending') return 'It is still on its way.'
  return row.status === 'unknown' ? 'It may have been sent. That is looked up first.' : null
}

function ofDone(row: MessageRow): string | null {
  if (row.status === 'delivered') return 'It was delivered.'
  if (row.status === 'sent' || row.status === 'assumed_delivered') {
    return `${atSentenceStart(providerName(row.provider ?? 'the provider'))} has taken it: the phone would probably ring twice.`
  }
  if (row.status === 'cancelled') return 'It was cancelled on purpose.'
  return row.skip_reason === 'duplicate' ? 'The same text went a moment before.' : null
}
