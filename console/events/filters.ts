import { daysAgo } from '../ui/days.ts'
import type { EventFilter, EventOut } from './ask.ts'

export const OUTCOMES = [
  'waiting',
  'reached',
  'nobody',
  'no_trigger',
  'failed',
] as const satisfies EventOut['outcome'][]

/** What stands in the address, so that a filtered list can be passed on. */
export interface Filters {
  type?: string | undefined
  outcome?: (typeof OUTCOMES)[number] | undefined
  days?: number | undefined
}

/** What an address says that is none of these is passed over. */
export function readFilters({ type, outcome, days }: Record<string, unknown>): Filters {
  const came = OUTCOMES.find((one) => one === outcome)
  return {
    ...(typeof type === 'string' && /^[a-z][a-z0-9_.]*$/.test(type) && { type }),
    ...(came && { outcome: came }),
    ...(typeof days === 'number' && days > 0 && { days }),
  }
}

/** As the API asks for it. */
export function toQuery({ type, outcome, days }: Filters): EventFilter {
  return { ...(type && { type }), ...(outcome && { outcome }), ...(days && { since: daysAgo(days) }) }
}
