import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { type LogFilter, type Webhook, webhooksApi } from './api.ts'

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: webhooksApi.all,
  refetchInterval: 30_000,
})

export const webhookQuery = (id: string) =>
  queryOptions({ queryKey: ['webhook', id], queryFn: () => webhooksApi.one(id), refetchInterval: 10_000 })

/** Calls go on being made while somebody looks. */
export const logQuery = (id: string, filter: LogFilter) =>
  infiniteQueryOptions({
    queryKey: ['webhook', id, 'log', filter],
    queryFn: ({ pageParam }) => webhooksApi.log(id, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 5000,
  })

export const deliveryQuery = (id: string, delivery: string) =>
  queryOptions({
    queryKey: ['webhook', id, 'delivery', delivery],
    queryFn: () => webhooksApi.delivery(id, delivery),
    refetchInterval: 5000,
  })

/** After a change: all that is shown of it. */
export function useChanged(id: string) {
  const queries = useQueryClient()
  return async (webhook?: Webhook) => {
    if (webhook) queries.setQueryData(webhookQuery(id).queryKey, webhook)
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['webhook', id] }),
      queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
    ])
  }
}
