import { clockTime } from '../settings/words.ts'
import type { Facts } from './facts.ts'
import type { MessageRow } from './row.ts'

/** What became of a mail, or of what stands in an inbox, in one sentence. */
export function outcomeBeside(row: MessageRow, facts: Facts): string {
  if (row.channel === 'in_app') return 'Stands in the inbox.'
  switch (row.status) {
    case 'sent':
      return row.provider === 'mailbox'
        ? 'Not mailed: no mail server is set. What it says is kept here.'
        : 'The mail server took it; whether it was read is not known.'
    case 'failed':
      return `Not sent: ${row.error_text ?? 'no cause was given.'}`
    case 'expired':
      return `Not sent in time: it was only useful until ${clockTime(row.not_after, facts.now, facts.timeZone)}.`
    case 'skipped':
      return 'Email redirect is on, and the test address had got its 20 mails of the hour.'
    case 'cancelled':
      return 'Cancelled before it was sent.'
    default:
      return row.error_text ? `The last try failed, the next comes by itself: ${row.error_text}` : 'Waiting its turn.'
  }
}
