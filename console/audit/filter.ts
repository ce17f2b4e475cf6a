import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { AuditFilter } from '../api.ts'
import { useCloser } from '../ui/useCloser.ts'

/** What stands in the address, so that a filtered list can be passed on. */
export interface Filters {
  actor?: string | undefined
  action?: string | undefined
  target?: string | undefined
  days?: number | undefined
}

const DAY_MS = 86_400_000

const route = getRouteApi('/signed-in/settings/audit')

export function useFilters() {
  const { actor, action, target, days } = route.useSearch()
  const filters = useMemo<Filters>(() => ({ actor, action, target, days }), [actor, action, target, days])
  const navigate = useNavigate()
  const go = (search: Filters) => void navigate({ to: '/settings/audit', search: search as object, resetScroll: false })
  return {
    filters,
    isFiltered: Object.values(filters).some((value) => value !== undefined),
    change: (change: Filters) => go({ ...filters, ...change }),
    clear: () => go({}),
  }
}

/** The entry that is looked at stands in the address too. */
export function useOpenEntry() {
  const { entry, ...rest } = route.useSearch()
  const navigate = useNavigate()
  const to = { to: '/settings/audit', resetScroll: false } as const
  return {
    openId: entry ?? null,
    open: (id: string) => void navigate({ ...to, search: { ...rest, entry: id }, state: { fromList: true } }),
    close: useCloser(() => void navigate({ ...to, search: rest, replace: true })),
  }
}

/** To the minute, so that looking again asks the same. */
export function toQuery({ days, ...rest }: Filters, nowMs: number): AuditFilter {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const from = days && new Date(Math.floor((nowMs - days * DAY_MS) / 60_000) * 60_000).toISOString()
  return { ...given, ...(from && { from }) }
}
