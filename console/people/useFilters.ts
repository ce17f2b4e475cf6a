import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { Filters } from './filters.ts'

const route = getRouteApi('/signed-in/people')

/** The filters live in the address. What is typed replaces the address before it, or going back would go letter by letter. */
export function useFilters() {
  const filters: Filters = route.useSearch()
  const navigate = useNavigate()
  const go = (search: Filters, replace = false) => void navigate({ to: '/people', search, replace, resetScroll: false })
  return {
    filters,
    isFiltered: Object.values(filters).some((value) => value !== undefined && value !== ''),
    change: (change: Filters) => go({ ...filters, ...change }),
    search: (typed: string) => go({ ...filters, search: typed || undefined }, true),
    clear: () => go({}),
  }
}
