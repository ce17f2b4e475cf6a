import { queryOptions } from '@tanstack/react-query'
import { api, type ListFilter, type MessageOut } from '../api.ts'
import { type LiveSource, pagesQuery } from '../ui/live-list.ts'
import { historyApi } from './api.ts'

const CHOICES_KEPT_MS = 60_000
const COUNTS_POLL_MS = 10_000

export const messageSource: LiveSource<MessageOut, ListFilter> = {
  name: 'messages',
  ask: api.messages,
  keyOf: ({ id }) => id,
  // Ids are ordered by time.
  isNewer: (one, other) => one.id > other.id,
}

export const messagesQuery = (filter: ListFilter) => pagesQuery(messageSource, filter)

export const countsQuery = (filter: ListFilter) =>
  queryOptions({ queryKey: ['counts', filter], queryFn: () => api.counts(filter), refetchInterval: COUNTS_POLL_MS })

export const choicesQuery = queryOptions({
  queryKey: ['history-choices'],
  queryFn: historyApi.choices,
  staleTime: CHOICES_KEPT_MS,
})

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['message', id],
    queryFn: () => api.message(id),
    refetchInterval: ({ state }) => (state.data?.finished_at ? false : 3_000),
  })
