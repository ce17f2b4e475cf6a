import { useQuery } from '@tanstack/react-query'
import { EntryCount } from '../ui/EntryCount.tsx'
import { unreadQuery } from './queries.ts'

/** Beside the entry: how much came that one has not read. */
export function InboxCount() {
  const { data } = useQuery(unreadQuery)
  return <EntryCount count={data?.unread ?? 0} more={data?.more ?? false} things="unread" />
}
