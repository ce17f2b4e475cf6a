import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { AuditFilter } from '../api.ts'

/** What stands in the address, so that a filtered list can be passed on. */
export interface Filters {
  actor?: string | undefined
  action?: string | undefined
  target?: string | undefined
  days?: number | undefined
}

export const DAYS = [1, 7, 30, 90] as const
const DAY_MS = 86_400_000

const route = getRouteApi('/signed-in/settings/audit')

export function useFilters() {
  const filters: Filters = route.useSearch()
  const navigate = useNavigate()
  const go = (search: Filters) => void navigate({ to: '/settings/audit', search, replace: true, resetScroll: false })
  return {
    filters,
    isFiltered: Object.values(filters).some((value) => value !== undefined),
    change: (change: Filters) => go({ ...filters, ...change }),
    clear: () => go({}),
  }
}

/** To the minute, so that looking again asks the same. */
export function toQuery({ days, ...rest }: Filters, nowMs: number): AuditFilter {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const from = days && new Date(Math.floor((nowMs - days * DAY_MS) / 60_000) * 60_000).toISOString()
  return { ...given, ...(from && { from }) }
}
