import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { countArrived, type ListPage, withoutGone } from './arrived.ts'

const POLL_MS = 5_000

/** A list that is read in pages, newest first, and goes on growing while it is looked at. */
export interface LiveSource<Item, Filter> {
  /** What else asks for the same, or makes it be asked for anew, calls it this. */
  name: string
  ask: (filter: Filter, after?: string) => Promise<ListPage<Item>>
  keyOf: (item: Item) => string
  isNewer: (one: Item, other: Item) => boolean
  /** What is in it may go again, and then goes from under the eyes too. */
  mayLose?: true
}

export const pagesQuery = <Item, Filter>({ name, ask }: LiveSource<Item, Filter>, filter: Filter) =>
  infiniteQueryOptions({
    queryKey: [name, filter],
    queryFn: ({ pageParam }) => ask(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchOnWindowFocus: false,
  })

/** The newest page again and again: what is new, and what became of the rows that are shown. */
const newestQuery = <Item, Filter>({ name, ask }: LiveSource<Item, Filter>, filter: Filter) =>
  queryOptions({ queryKey: ['newest', name, filter], queryFn: () => ask(filter), refetchInterval: POLL_MS })

export type LiveRows<Item> = ReturnType<typeof useLiveList<Item, unknown>>

/** The list as it was when it was opened, kept up to date row by row; what came since is only counted until asked for. */
export function useLiveList<Item, Filter>(source: LiveSource<Item, Filter>, filter: Filter) {
  const queries = useQueryClient()
  const list = useInfiniteQuery(pagesQuery(source, filter))
  const newest = useQuery({ ...newestQuery(source, filter), enabled: list.isSuccess })
  const rows = useMemo(() => {
    const { keyOf, mayLose } = source
    const now = new Map(newest.data?.items.map((item) => [keyOf(item), item]))
    const shown = list.data?.pages.flatMap((page) => page.items) ?? []
    const there = mayLose ? withoutGone(shown, newest.data, source) : shown
    return there.map((item) => now.get(keyOf(item)) ?? item)
  }, [source, list.data, newest.data])

  const begin = useCallback(
    (page: ListPage<Item>) =>
      queries.setQueryData(pagesQuery(source, filter).queryKey, { pages: [page], pageParams: [undefined] }),
    [queries, source, filter],
  )
  // An empty list has nothing that new rows could push away.
  const isEmpty = list.data?.pages[0]?.items.length === 0
  useEffect(() => {
    if (isEmpty && newest.data && newest.data.items.length > 0) begin(newest.data)
  }, [isEmpty, newest.data, begin])

  const showNewest = () => {
    if (newest.data) begin(newest.data)
    window.scrollTo({ top: 0 })
  }
  return { list, rows, arrived: countArrived(rows, newest.data, source.isNewer), showNewest }
}
