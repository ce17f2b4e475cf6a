import { useQuery } from '@tanstack/react-query'
import { EntryCount } from '../ui/EntryCount.tsx'
import { undecidedQuery } from './queries.ts'

/** Beside the entry: how many texts wait for somebody to say whether they mean STOP. */
export function ReplyCount() {
  const { data } = useQuery(undecidedQuery)
  return <EntryCount count={data?.items.length ?? 0} more={data?.next != null} things="texts to review" />
}
