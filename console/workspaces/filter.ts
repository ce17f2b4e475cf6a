import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useCloser } from '../ui/useCloser.ts'
import type { OverseenFilter } from './queries.ts'
import { isState } from './state-words.ts'

const route = getRouteApi('/signed-in/installation/workspaces')
const to = { to: '/installation/workspaces', resetScroll: false } as const

/** What stands in the address, so that a filtered list can be passed on. */
export function useFilters() {
  const { search, state } = route.useSearch()
  const filters = useMemo<OverseenFilter>(
    () => ({ ...(search && { search }), ...(isState(state) && { state }) }),
    [search, state],
  )
  const navigate = useNavigate()
  return {
    filters,
    isFiltered: Object.keys(filters).length > 0,
    /** While somebody types, each letter is no step to go back. */
    find: (typed: string) =>
      void navigate({
        ...to,
        search: (before) => ({ ...before, search: typed || undefined }) as object,
        replace: true,
      }),
    pick: (picked: string | undefined) =>
      void navigate({ ...to, search: (before) => ({ ...before, state: picked }) as object }),
    clear: () => void navigate({ ...to, search: {} }),
  }
}

/** The workspace that is looked at stands in the address too. */
export function useOpenWorkspace() {
  const { open: slug, ...rest } = route.useSearch()
  const navigate = useNavigate()
  return {
    openSlug: slug ?? null,
    open: (opened: string) => void navigate({ ...to, search: { ...rest, open: opened }, state: { fromList: true } }),
    close: useCloser(() => void navigate({ ...to, search: rest, replace: true })),
  }
}
