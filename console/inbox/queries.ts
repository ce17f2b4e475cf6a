import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type InboxFilter, inboxApi } from './api.ts'

/** All that is asked of the inbox begins with this: a change of it makes all of it be asked for anew. */
export const INBOX = ['inbox']

/** Told of by the live connection; this is for when there is none. */
const POLL_MS = 60_000

export const unreadQuery = queryOptions({
  queryKey: [...INBOX, 'unread'],
  queryFn: inboxApi.unread,
  refetchInterval: POLL_MS,
})

export const inboxQuery = (filter: InboxFilter) =>
  infiniteQueryOptions({
    queryKey: [...INBOX, 'list', filter],
    queryFn: ({ pageParam }) => inboxApi.list(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
