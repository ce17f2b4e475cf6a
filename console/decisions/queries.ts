import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** Texts whose fate the provider could not tell. */
export const decisionsQuery = infiniteQueryOptions({
  queryKey: ['decisions'],
  queryFn: ({ pageParam }) => api.decisions(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  refetchInterval: 30_000,
})
