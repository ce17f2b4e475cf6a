import type { ListFilter } from '../api.ts'
import { daysAgo } from '../ui/days.ts'

export const GROUPS = ['pending', 'sent', 'failed', 'skipped'] as const
export const CLASSES = ['otp', 'alert', 'nudge', 'campaign', 'test'] as const
export const CHANNELS = ['sms', 'email', 'in_app'] as const

/** What stands in the address, so that a view can be bookmarked, sent, and gone back to. */
export interface Filters {
  /** A group or a status of its own. */
  status?: string | undefined
  channel?: (typeof CHANNELS)[number] | undefined
  class?: (typeof CLASSES)[number] | undefined
  /** The handle of a number: no number stands in an address. */
  recipient?: string | undefined
  person?: string | undefined
  event?: string | undefined
  event_type?: string | undefined
  trigger?: string | undefined
  template?: string | undefined
  sender?: string | undefined
  skip_reason?: string | undefined
  error?: number | undefined
  redirected?: 'true' | undefined
  days?: number | undefined
}

const TEXTS = [
  'status',
  'recipient',
  'person',
  'event',
  'event_type',
  'trigger',
  'template',
  'sender',
  'skip_reason',
] as const
const NUMBERS = ['error', 'days'] as const

/** What an address says that is none of these is passed over; what the server does not know it says itself. */
export function readFilters(search: Record<string, unknown>): Filters {
  const channel = CHANNELS.find((one) => one === search.channel)
  const kind = CLASSES.find((one) => one === search.class)
  // A sender or a name of digits alone comes out of an address as a number.
  const texts = TEXTS.map((name) => [name, search[name]] as const).filter(
    ([, value]) => (typeof value === 'string' && value !== '') || typeof value === 'number',
  )
  const numbers = NUMBERS.map((name) => [name, search[name]] as const).filter(
    ([, value]) => typeof value === 'number' && value > 0,
  )
  return {
    ...(channel && { channel }),
    ...(kind && { class: kind }),
    ...Object.fromEntries(texts.map(([name, value]) => [name, String(value)])),
    ...Object.fromEntries(numbers),
    ...((search.redirected === 'true' || search.redirected === true) && { redirected: 'true' }),
  }
}

/** As the API asks for it. */
export function toQuery({ days, error, ...others }: Filters, withoutStatus = false): ListFilter {
  const { status, ...rest } = others
  return {
    ...rest,
    ...(status && !withoutStatus && { status }),
    ...(error && { error: String(error) }),
    ...(days && { since: daysAgo(days) }),
  } as ListFilter
}
