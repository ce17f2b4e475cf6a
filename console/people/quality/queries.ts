import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type QualityKind } from '../../api.ts'

const NOW_MS = 1500
const THEN_MS = 30_000

/** The keys begin as those of people do, so that whatever changes a person asks for these anew. */
export const figuresQuery = queryOptions({
  queryKey: ['people', 'phone-quality'],
  queryFn: api.phoneQuality,
  refetchInterval: ({ state }) => (state.data?.counting ? NOW_MS : THEN_MS),
})

export const ofKindQuery = (kind: QualityKind) =>
  infiniteQueryOptions({
    queryKey: ['people', 'phone-quality', kind],
    queryFn: ({ pageParam }) => api.phoneQualityPeople(kind, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
