import type { OptOutFilter } from '../api.ts'
import { daysAgo } from '../ui/days.ts'

export const SOURCES = ['keyword', 'provider', 'person', 'admin', 'import'] as const
export const SCOPES = ['workspace', 'inherited', 'everywhere'] as const

/** What stands in the address, so that a filtered list can be passed on. Of a number only its handle does. */
export interface Filters {
  source?: (typeof SOURCES)[number] | undefined
  scope?: (typeof SCOPES)[number] | undefined
  recipient?: string | undefined
  days?: number | undefined
}

/** What an address says that is none of these is passed over. */
export function readFilters({ source, scope, recipient, days }: Record<string, unknown>): Filters {
  const from = SOURCES.find((one) => one === source)
  const reach = SCOPES.find((one) => one === scope)
  return {
    ...(from && { source: from }),
    ...(reach && { scope: reach }),
    ...(typeof recipient === 'string' && { recipient }),
    ...(typeof days === 'number' && days > 0 && { days }),
  }
}

/** As the API asks for it. */
export function toQuery({ source, scope, recipient, days }: Filters): OptOutFilter {
  return {
    ...(source && { source }),
    ...(scope && { scope }),
    ...(recipient && { recipient }),
    ...(days && { since: daysAgo(days) }),
  }
}
