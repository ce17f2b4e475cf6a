import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ListFilter } from '../api.ts'
import { countArrived } from './arrived.ts'
import { messagesQuery, newestQuery } from './queries.ts'

/** The list as it was when it was opened, kept up to date row by row; what came since is only counted until asked for. */
export function useMessages(filter: ListFilter) {
  const queries = useQueryClient()
  const list = useInfiniteQuery(messagesQuery(filter))
  const newest = useQuery({ ...newestQuery(filter), enabled: list.isSuccess })
  const rows = useMemo(() => {
    const now = new Map(newest.data?.items.map((message) => [message.id, message]))
    const shown = list.data?.pages.flatMap((page) => page.items) ?? []
    // An empty list has nothing that new rows could push away.
    if (shown.length === 0) return newest.data?.items ?? []
    return shown.map((message) => now.get(message.id) ?? message)
  }, [list.data, newest.data])

  const showNewest = () => {
    if (newest.data) {
      const page = newest.data
      queries.setQueryData(messagesQuery(filter).queryKey, { pages: [page], pageParams: [undefined] })
    }
    window.scrollTo({ top: 0 })
  }
  return { list, rows, arrived: countArrived(rows, newest.data), showNewest }
}
