import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Channel } from '../../shared/preferences.ts'
import { api, type Preferences } from '../api.ts'
import { toastFailure } from '../ui/toast.tsx'

/** Looked at again while they are open: a number is confirmed or answers STOP elsewhere. */
export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: api.preferences,
  refetchInterval: 15_000,
})

export const preferencesOfQuery = (id: string) =>
  queryOptions({ queryKey: ['person', id, 'preferences'], queryFn: () => api.preferencesOf(id) })

/** By event, then by channel. */
export type Chosen = Record<string, Partial<Record<Channel, boolean>>>

const SAVING = ['save-preferences']

/**
 * Saves some places of the matrix and shows them at once; where that fails they go back to what they were. One after the
 * other, so that two about one place arrive in the order in which they were made.
 */
export function useChoose(failure: (chosen: Chosen) => string) {
  const queries = useQueryClient()
  return useMutation({
    mutationKey: SAVING,
    scope: { id: 'preferences' },
    mutationFn: api.choose,
    onMutate: async (chosen: Chosen) => {
      const before = placesOf(queries.getQueryData(preferencesQuery.queryKey), chosen)
      show(queries, chosen)
      await queries.cancelQueries({ queryKey: preferencesQuery.queryKey })
      return before
    },
    onError: (error, chosen, before) => {
      if (before) show(queries, before)
      toastFailure(failure(chosen), error)
    },
    onSettled: () => {
      // What the server says now would take back what others show that are not saved yet.
      if (queries.isMutating({ mutationKey: SAVING }) === 1)
        return queries.invalidateQueries({ queryKey: preferencesQuery.queryKey })
    },
  })
}

function show(queries: QueryClient, chosen: Chosen): void {
  queries.setQueryData(preferencesQuery.queryKey, (known) => known && withChosen(known, chosen))
}

/** The matrix as it is once these are saved. */
function withChosen(known: Preferences, chosen: Chosen): Preferences {
  const events = known.events.map((event) => {
    const cells = Object.entries(chosen[event.type] ?? {}).map(([channel, on]) => [channel, { on, chosen: true }])
    return { ...event, ...Object.fromEntries(cells) }
  })
  return { ...known, events }
}

/** What these places hold now: what undoes the change. */
export function placesOf(known: Preferences | undefined, chosen: Chosen): Chosen {
  const places = (known?.events ?? []).flatMap((event) => {
    const channels = Object.keys(chosen[event.type] ?? {}) as Channel[]
    if (channels.length === 0) return []
    return [[event.type, Object.fromEntries(channels.map((channel) => [channel, event[channel].on]))]]
  })
  return Object.fromEntries(places)
}
