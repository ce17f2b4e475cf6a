import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import { EmptyPeople } from './EmptyPeople.tsx'
import { toQuery } from './filters.ts'
import { PeopleRows } from './PeopleRows.tsx'
import { peopleQuery } from './queries.ts'
import { useFilters } from './useFilters.ts'

interface PeopleListProps {
  onAdd: () => void
  /** A person is opened in place of the list. */
  onLeave: () => void
}

export function PeopleList({ onAdd, onLeave }: PeopleListProps) {
  const { filters } = useFilters()
  const list = useInfiniteQuery(peopleQuery(toQuery(filters)))
  const people = list.data?.pages.flatMap((page) => page.items)
  if (list.isPending) return <WaitingLines />
  if (!people) return <LoadError thing="the people" retry={list.refetch} />
  if (people.length === 0) return <EmptyPeople onAdd={onAdd} />
  return (
    <>
      <PeopleRows people={people} stale={list.isPlaceholderData} onLeave={onLeave} />
      {list.isFetchNextPageError ? <LoadError thing="more people" retry={list.fetchNextPage} /> : <Older list={list} />}
    </>
  )
}
