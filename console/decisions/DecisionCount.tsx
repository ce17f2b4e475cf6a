import { useInfiniteQuery } from '@tanstack/react-query'
import { EntryCount } from '../ui/EntryCount.tsx'
import { decisionsQuery } from './queries.ts'

/** Beside the entry: how many texts wait for a decision. */
export function DecisionCount() {
  const { data, hasNextPage } = useInfiniteQuery(decisionsQuery)
  const count = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
  return <EntryCount count={count} more={hasNextPage} things="texts" />
}
