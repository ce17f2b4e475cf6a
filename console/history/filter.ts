import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ListFilter } from '../api.ts'
import { type Filters, toQuery } from './filters.ts'

const route = getRouteApi('/signed-in/history')

/** The filters live in the address. */
export function useFilters() {
  const filters: Filters = route.useSearch()
  const navigate = useNavigate()
  return {
    filters,
    isFiltered: Object.values(filters).some((value) => value !== undefined),
    change: (next: Filters) => void navigate({ to: '/history', search: { ...filters, ...next } as Filters }),
    clear: () => void navigate({ to: '/history', search: {} }),
  }
}

/** As the API asks for it. */
export function useListFilter(filters: Filters, withoutStatus = false): ListFilter {
  const written = JSON.stringify(filters)
  return useMemo(() => toQuery(JSON.parse(written) as Filters, withoutStatus), [written, withoutStatus])
}
