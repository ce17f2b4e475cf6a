import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useMe } from '../shell/session.ts'
import { type Filters, rangeOf, toQuery } from './filters.ts'
import { today } from './range.ts'

const route = getRouteApi('/signed-in/statistics')

/** The filters live in the address, so that a view can be bookmarked, sent, and gone back to. */
export function useFilters() {
  const filters: Filters = route.useSearch()
  const navigate = useNavigate()
  const { time_zone: timeZone } = useMe().workspace
  const now = today(timeZone)
  const { days, from, to, channel, class: kind, event_type } = filters
  return {
    filters,
    timeZone,
    today: now,
    ...useMemo(() => {
      const range = rangeOf({ days, from, to }, now)
      return { range, asked: toQuery({ channel, class: kind, event_type }, range) }
    }, [days, from, to, channel, kind, event_type, now]),
    isFiltered: [channel, kind, event_type].some((value) => value !== undefined),
    change: (next: Filters) =>
      void navigate({ to: '/statistics', search: { ...filters, ...next }, replace: true, resetScroll: false }),
  }
}
