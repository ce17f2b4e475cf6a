import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ListFilter } from '../api.ts'
import { daysAgo } from '../ui/days.ts'

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

/** As the API asks for it. */
export function useListFilter(filters: Filters, withoutStatus = false): ListFilter {
  const { status, class: kind, recipient, days } = filters
  return useMemo(
    () => ({
      ...(status && !withoutStatus && { status }),
      ...(CLASSES.some((one) => one === kind) && { class: kind as (typeof CLASSES)[number] }),
      ...(recipient && { recipient }),
      ...(days && { since: daysAgo(days) }),
    }),
    [status, kind, recipient, days, withoutStatus],
  )
}

export const classChoices = CLASSES
