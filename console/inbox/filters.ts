import type { InboxFilter } from './api.ts'

export const FILTERS = [
  { value: 'all', label: 'Inbox' },
  { value: 'unread', label: 'Unread' },
  { value: 'archived', label: 'Archived' },
] as const satisfies { value: InboxFilter; label: string }[]

/** What stands in the address; what it says that is none of these is passed over. */
export function readFilter({ filter }: Record<string, unknown>): { filter?: InboxFilter } {
  const known = FILTERS.find(({ value }) => value === filter)
  return known && known.value !== 'all' ? { filter: known.value } : {}
}
