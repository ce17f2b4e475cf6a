import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Asked, statisticsApi } from './api.ts'

/** Counted at most a minute late: looking more often shows nothing new. */
const EVERY_MS = 60_000

export const statisticsQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['statistics', asked],
    queryFn: () => statisticsApi.read(asked),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })

export const peopleQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['statistics', 'people', asked],
    queryFn: ({ pageParam }) => statisticsApi.people(asked, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
