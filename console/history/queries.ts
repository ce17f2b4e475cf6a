import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type ListFilter } from '../api.ts'

const POLL_MS = 5_000

export const messagesQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: ['messages', filter],
    queryFn: ({ pageParam }) => api.messages(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchOnWindowFocus: false,
  })

/** The newest page again and again: what is new, and what became of the rows that are shown. */
export const newestQuery = (filter: ListFilter) =>
  queryOptions({
    queryKey: ['newest', filter],
    queryFn: () => api.messages(filter),
    refetchInterval: POLL_MS,
  })

export const countsQuery = (filter: ListFilter) =>
  queryOptions({ queryKey: ['counts', filter], queryFn: () => api.counts(filter), refetchInterval: POLL_MS * 2 })

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['message', id],
    queryFn: () => api.message(id),
    refetchInterval: ({ state }) => (state.data?.finished_at ? false : 3_000),
  })
