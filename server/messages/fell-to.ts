import type { MessageRow } from './row.ts'

/**
 * What came of an alert that could not go by its channel: it went by the next one, or it is on record why by none. No
 * other way: `nowhere`. Nothing is tried after what only a test phone or address did not get (`redirected`).
 */
export const FELL_TO = ['email', 'in_app', 'nowhere', 'inactive', 'gone', 'failed', 'redirected'] as const
export type FellTo = (typeof FELL_TO)[number]

/** The ends after which an urgent alert goes by the next channel: what is only not known yet may still arrive. */
export const FELL = ['failed', 'undelivered', 'expired', 'skipped'] as const

const SENTENCES: Record<FellTo, string> = {
  email: 'Sent by email instead.',
  in_app: 'It stands in the inbox instead.',
  nowhere: 'It is urgent, and there is no other way to this person.',
  inactive: 'It is urgent, but this person is not active any more.',
  gone: 'It is urgent, but what it was about is gone.',
  failed: 'It is urgent, but sending it by another channel failed.',
  redirected: 'Nothing else was tried, since it is redirected.',
}

type Fallen = Pick<MessageRow, 'channel' | 'status' | 'urgent' | 'instead_of' | 'fell_to'>

/** What became of a message, and what of it by another channel. */
export function withFall(outcome: string, row: Fallen): string {
  const more = [row.instead_of ? whyInstead(row) : null, row.fell_to ? whatInstead(row, row.fell_to) : null]
  return [outcome, ...more.filter(Boolean)].join(' ')
}

function whyInstead({ channel, urgent }: Fallen): string {
  if (!urgent && channel === 'email') return 'Somebody had it mailed, since the text did not arrive.'
  return channel === 'email'
    ? 'It is urgent, and the text could not go.'
    : 'It is urgent, and could not go by text or by mail.'
}

/** A receipt may say later that a text did arrive; what went instead is not called back. */
function whatInstead({ status }: Fallen, to: FellTo): string {
  if ((FELL as readonly string[]).includes(status)) return SENTENCES[to]
  return to === 'email' || to === 'in_app' ? `Before that was known: ${SENTENCES[to]}` : ''
}
