import type { Context } from '../kit/context.ts'
import type { ReplyRoute, ReplySetting } from '../providers/adapter.ts'
import { readReplyAddress } from './reply-address.ts'

/** Where people's texts to a sender go, the most serious first. */
export const REPLY_STATES = [
  'elsewhere',
  'other_handset',
  'sample',
  'nothing',
  'service_incoming_off',
  'application',
  'unreadable',
  'not_known',
  'sender_cannot_receive',
  'no_public_address',
  'ours',
] as const
export type ReplyState = (typeof REPLY_STATES)[number]

/** What is judged: what the provider said, and whether its address is one of ours by another connection of the account. */
export interface Judged {
  goes: ReplyRoute['goes']
  setting: ReplySetting | null
  shared: boolean
}

/** `address`: where they would have to go; null where there is no public address. */
export function replyState(
  keys: Context['keys'],
  { goes, setting, shared }: Judged,
  address: string | null,
): Exclude<ReplyState, 'not_known'> {
  if (goes === 'cannot_receive') return 'sender_cannot_receive'
  // The provider does not even list what is dropped, so asking brings nothing.
  if (goes === 'dropped') return 'service_incoming_off'
  if (address === null) return 'no_public_address'
  if (isOurs(setting, address, shared)) return 'ours'
  if (goes !== 'address') return goes
  const known = setting?.url ? readReplyAddress(keys, setting.url) : null
  return known && !known.ours ? 'other_handset' : 'elsewhere'
}

/** A part behind `#` stays with the provider: it says how it calls. */
function isOurs(setting: ReplySetting | null, address: string, shared: boolean): boolean {
  if (!setting?.url || setting.method !== 'POST') return false
  const url = setting.url.replace(/#.*$/s, '')
  return url === address || (shared && new URL(url).origin === new URL(address).origin)
}

export function worstOf(states: readonly ReplyState[]): ReplyState {
  return REPLY_STATES.find((state) => states.includes(state)) ?? 'not_known'
}

/** Pointing it here by its address would change something: an application beats the number, and what only sends has none. */
export function canBePointed(state: ReplyState): boolean {
  return ['elsewhere', 'other_handset', 'sample', 'nothing', 'service_incoming_off'].includes(state)
}

export function hostOf(setting: ReplySetting | null): string | null {
  return setting?.url && URL.canParse(setting.url) ? new URL(setting.url).host : null
}
