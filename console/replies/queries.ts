import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Inbound, type InboundFilter } from '../api.ts'
import type { LiveSource } from '../ui/live-list.ts'

const POLL_MS = 5_000

export const inboundSource: LiveSource<Inbound, InboundFilter> = {
  name: 'inbound',
  ask: api.inbound,
  keyOf: ({ id }) => id,
  // Ids are ordered by time.
  isNewer: (one, other) => one.id > other.id,
  // What was decided is no longer among what waits for a decision.
  mayLose: true,
}

/** Texts of which somebody has to say whether they mean STOP; one page tells enough. */
export const undecidedQuery = queryOptions({
  queryKey: ['inbound', 'undecided'],
  queryFn: () => api.inbound({ undecided: 'true' }),
  refetchInterval: 15_000,
})

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  refetchInterval: POLL_MS,
}

/** What one number wrote, newest first. */
export const writtenQuery = (recipient: string) =>
  infiniteQueryOptions({
    queryKey: ['conversation', 'written', recipient],
    queryFn: ({ pageParam }) => api.inbound({ recipient }, pageParam),
    ...paged,
  })

/** What was sent to it, newest first. */
export const sentQuery = (recipient: string) =>
  infiniteQueryOptions({
    queryKey: ['conversation', 'sent', recipient],
    queryFn: ({ pageParam }) => api.messages({ recipient }, pageParam),
    ...paged,
  })
