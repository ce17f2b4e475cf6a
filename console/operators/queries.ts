import { infiniteQueryOptions, useQueryClient } from '@tanstack/react-query'
import { operatorsApi } from './api.ts'

export const operatorsQuery = infiniteQueryOptions({
  queryKey: ['operators'],
  queryFn: ({ pageParam }) => operatorsApi.list(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export function useRefresh(): () => Promise<unknown> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['operators'] })
}
