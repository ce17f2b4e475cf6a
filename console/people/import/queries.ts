import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { type Import, type ImportRun, importApi } from './api.ts'
import { isUnderWay } from './words.ts'

const SOON_MS = 1_000
const LATER_MS = 5_000

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports'],
  queryFn: ({ pageParam }) => importApi.list(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? SOON_MS : LATER_MS),
})

/** It goes on by itself, and others may change or start it. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: () => importApi.find(id),
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false
      if (isUnderWay(data)) return SOON_MS
      return data.state === 'ready' || data.state === 'waiting' ? LATER_MS : false
    },
  })

/** Asked again whenever the file is read another way. */
export const previewQuery = ({ id, encoding, delimiter, has_header, columns }: Import) =>
  queryOptions({
    queryKey: ['import-preview', id, encoding, delimiter, has_header, columns],
    queryFn: () => importApi.preview(id),
    placeholderData: keepPreviousData,
  })

export const problemsQuery = ({ id, started_at }: Import, run: ImportRun) =>
  infiniteQueryOptions({
    queryKey: ['import-problems', id, run, started_at],
    queryFn: ({ pageParam }) => importApi.problems(id, run, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** What an answer says of an import, on all screens at once. */
export function useKeepImport(): (one: Import) => void {
  const queries = useQueryClient()
  return (one) => {
    queries.setQueryData(importQuery(one.id).queryKey, one)
    void queries.invalidateQueries({ queryKey: importsQuery.queryKey })
  }
}
