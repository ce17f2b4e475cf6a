import type { PeopleFilter } from '../api.ts'

export const REACHES = ['ok', 'unverified', 'no_phone', 'malformed', 'opted_out'] as const
export type Reach = (typeof REACHES)[number]

export function reachIn(value: unknown): Reach | undefined {
  return REACHES.find((one) => one === value)
}

/** What stands in the address, so that a filtered list can be passed on. Of a number only its handle does. */
export interface Filters {
  search?: string | undefined
  recipient?: string | undefined
  group?: string | undefined
  reach?: Reach | undefined
  who?: 'active' | 'inactive' | undefined
}

/** What an address says that is none of these is passed over; a search for digits alone arrives as a number. */
export function readFilters(address: Record<string, unknown>): Filters {
  const { search, recipient, group, reach, who } = address
  const known = reachIn(reach)
  return {
    ...((typeof search === 'string' || typeof search === 'number') && { search: String(search).slice(0, 100) }),
    ...(typeof recipient === 'string' && { recipient }),
    ...(typeof group === 'string' && { group }),
    ...(known && { reach: known }),
    ...((who === 'active' || who === 'inactive') && { who }),
  }
}

/** As the API asks for it. */
export function toQuery({ search, recipient, group, reach, who }: Filters): PeopleFilter {
  return {
    ...(search && { search }),
    ...(recipient && { recipient }),
    ...(group && { group }),
    ...(reach && { reach }),
    ...(who && { active: who === 'active' ? 'true' : 'false' }),
  }
}
