import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type Filters, toQuery } from './filters.ts'

const route = getRouteApi('/signed-in/replies')

/** The filters live in the address, so that a view can be bookmarked, sent, and gone back to. */
export function useFilters() {
  const filters: Filters = route.useSearch()
  const navigate = useNavigate()
  const { kind, recipient, days } = filters
  return {
    filters,
    query: useMemo(() => toQuery({ kind, recipient, days }), [kind, recipient, days]),
    isFiltered: Object.values(filters).some((value) => value !== undefined),
    change: (next: Filters) => void navigate({ to: '/replies', search: { ...filters, ...next } }),
    clear: () => void navigate({ to: '/replies', search: {} }),
  }
}
