import { formatPhone } from '../../shared/phone.ts'
import type { RepliesOut } from '../api.ts'
import type { Tone } from '../ui/Chip.tsx'
import { shorten } from '../ui/shorten.ts'

export type RepliesSender = RepliesOut['senders'][number]
export type ReplyState = RepliesSender['state']

export const replyTones: Record<ReplyState, Tone> = {
  ours: 'green',
  no_public_address: 'amber',
  sender_cannot_receive: 'neutral',
  not_known: 'neutral',
  unreadable: 'amber',
  application: 'red',
  service_incoming_off: 'red',
  nothing: 'red',
  sample: 'red',
  other_handset: 'red',
  elsewhere: 'red',
}

export function shownNumber(number: string): string {
  return number.startsWith('+') ? formatPhone(number) : number
}

/** The number, short code or service, and where it is a service whose texts it takes. */
export function repliesSenderWords({ kind, value, name, numbers }: RepliesSender): string {
  if (kind !== 'messaging_service') return shownNumber(value)
  const shown = numbers.slice(0, 3).map(shownNumber)
  const more = numbers.length > 3 ? ` and ${numbers.length - 3} more` : ''
  return `Service ${name ?? shorten(value)}${shown.length ? ` (${shown.join(', ')}${more})` : ''}`
}

/** Where they go now, in a table cell. */
export function nowWords({ state, now }: Pick<RepliesSender, 'state' | 'now'>, provider: string): string {
  if (state === 'sample') return `${provider}'s sample app`
  if (state === 'nothing') return 'nowhere'
  if (state === 'service_incoming_off') return 'dropped'
  return now ?? 'not known'
}

/** Whether what people text comes here, by one way or the other. */
export function isRecorded(state: ReplyState): boolean {
  return state === 'ours' || state === 'no_public_address'
}
