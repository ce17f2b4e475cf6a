import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type Filters, toQuery } from './filters.ts'

const route = getRouteApi('/signed-in/events')

/** The filters live in the address, so that a view can be bookmarked, sent, and gone back to. */
export function useFilters() {
  const filters: Filters = route.useSearch()
  const navigate = useNavigate()
  const { type, outcome, days } = filters
  return {
    filters,
    query: useMemo(() => toQuery({ type, outcome, days }), [type, outcome, days]),
    isFiltered: Object.values(filters).some((value) => value !== undefined),
    change: (next: Filters) => void navigate({ to: '/events', search: { ...filters, ...next } }),
    clear: () => void navigate({ to: '/events', search: {} }),
  }
}
