import type { InboundFilter } from '../api.ts'
import { daysAgo } from '../ui/days.ts'

const READINGS = ['stop', 'start', 'yes', 'help', 'perhaps_stop', 'other'] as const

/** What texts were taken for; those that wait for somebody to say it are one kind more. */
export const KINDS = ['review', ...READINGS] as const
export type Kind = (typeof KINDS)[number]

/** What stands in the address, so that a filtered list can be passed on. Of a number only its handle does. */
export interface Filters {
  kind?: Kind | undefined
  recipient?: string | undefined
  days?: number | undefined
}

/** What an address says that is none of these is passed over. */
export function readFilters({ kind, recipient, days }: Record<string, unknown>): Filters {
  const known = KINDS.find((one) => one === kind)
  return {
    ...(known && { kind: known }),
    ...(typeof recipient === 'string' && { recipient }),
    ...(typeof days === 'number' && days > 0 && { days }),
  }
}

/** As the API asks for it. */
export function toQuery({ kind, recipient, days }: Filters): InboundFilter {
  return {
    ...(kind === 'review' ? { undecided: 'true' } : kind && { reading: kind }),
    ...(recipient && { recipient }),
    ...(days && { since: daysAgo(days) }),
  }
}
