import { queryOptions } from '@tanstack/react-query'
import type { LiveSource } from '../ui/live-list.ts'
import { askEvent, askEvents, type EventFilter, type EventOut } from './ask.ts'

const SOON_MS = 1_000
const POLL_MS = 10_000

export const eventSource: LiveSource<EventOut, EventFilter> = {
  name: 'events',
  ask: askEvents,
  keyOf: ({ id }) => id,
  isNewer: (one, other) => one.id > other.id,
}

/** What waits is looked at within a second or two; what its messages come to takes longer. */
export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ['event', id],
    queryFn: () => askEvent(id),
    refetchInterval: ({ state }) => (state.data?.outcome === 'waiting' ? SOON_MS : POLL_MS),
  })
