import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { scimApi } from './api.ts'

/** Looked at anew while it is on the screen: what somebody waits for here is the directory's first request. */
export const scimQuery = queryOptions({ queryKey: ['scim'], queryFn: scimApi.get, refetchInterval: 10_000 })

export const malformedQuery = infiniteQueryOptions({
  queryKey: ['scim', 'malformed'],
  queryFn: ({ pageParam }) => scimApi.malformed(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})
