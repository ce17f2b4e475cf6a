import { type Addressee, whyNoMail } from './addressee.ts'
import { FELL } from './fell-to.ts'
import type { MessageRow } from './row.ts'
import type { MessageDetail } from './schema.ts'

/** Offered where the text of an alert did not reach somebody who has an address; otherwise the reason is told. */
export function byEmailOf(row: MessageRow, to: Addressee, hasServer: boolean): MessageDetail['send_by_email'] {
  const why = whyNot(row, to, hasServer)
  return { possible: why === null, why_not: why }
}

function whyNot(row: MessageRow, to: Addressee, hasServer: boolean): string | null {
  return ofKind(row) ?? ofWhatWasDone(row) ?? whyNoMail(to, row, hasServer) ?? ofMails(row, to)
}

function ofKind({ channel, class: kind }: MessageRow): string | null {
  if (channel !== 'sms') return 'Only texts can be sent by email instead.'
  if (kind === 'otp') return 'A code goes to the phone alone. Ask for a new code.'
  if (kind === 'test') return 'Send a new test instead.'
  return kind === 'alert' ? null : 'Only alerts are mailed.'
}

function ofWhatWasDone(row: MessageRow): string | null {
  if (row.status === 'cancelled') return 'It was cancelled on purpose.'
  if (!(FELL as readonly string[]).includes(row.status)) return 'The text has not failed.'
  if (row.fell_to === 'email' && row.instead_by) return 'It was sent by email already.'
  if (row.retried_as) return 'It was sent again already.'
  if (row.skip_reason === 'duplicate') return 'The same text went a moment before.'
  return row.skip_reason === 'redirect_limit' ? 'Texts are redirected: only a test phone did not get it.' : null
}

function ofMails({ body_sealed }: MessageRow, { mailed }: Addressee): string | null {
  if (mailed) return 'There is a mail about this already.'
  return body_sealed ? null : 'Its text was not kept.'
}
