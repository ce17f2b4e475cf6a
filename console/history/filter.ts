import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ListFilter } from '../api.ts'

const route = getRouteApi('/signed-in/history')

export const GROUPS = ['pending', 'sent', 'failed', 'skipped'] as const
const CLASSES = ['otp', 'alert', 'nudge', 'campaign', 'test'] as const

export interface Filters {
  /** A group or a status of its own. */
  status?: string | undefined
  class?: string | undefined
  /** The handle of a number: no number stands in an address. */
  recipient?: string | undefined
  days?: number | undefined
}

/** The filters live in the address, so that a view can be bookmarked, sent, and gone back to. */
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

/** As the API asks for it. `since` moves in steps of a minute, or every look would be another question. */
export function useListFilter(filters: Filters, withoutStatus = false): ListFilter {
  const { status, class: kind, recipient, days } = filters
  return useMemo(() => {
    const minute = Math.floor(Date.now() / 60_000) * 60_000
    return {
      ...(status && !withoutStatus && { status }),
      ...(CLASSES.some((one) => one === kind) && { class: kind as (typeof CLASSES)[number] }),
      ...(recipient && { recipient }),
      ...(days && { since: new Date(minute - days * 86_400_000).toISOString() }),
    }
  }, [status, kind, recipient, days, withoutStatus])
}

export const classChoices = CLASSES
