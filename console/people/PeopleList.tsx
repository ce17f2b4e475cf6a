import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import { EmptyPeople } from './EmptyPeople.tsx'
import { toQuery } from './filters.ts'
import { PeopleRows } from './PeopleRows.tsx'
import { peopleQuery } from './queries.ts'
import { useFilters } from './useFilters.ts'

export function PeopleList({ onAdd }: { onAdd: () => void }) {
  const { filters } = useFilters()
  const list = useInfiniteQuery(peopleQuery(toQuery(filters)))
  const people = list.data?.pages.flatMap((page) => page.items)
  if (list.isPending) return <WaitingLines />
  if (!people) return <LoadError thing="the people" retry={list.refetch} />
  if (people.length === 0) return <EmptyPeople onAdd={onAdd} />
  return (
    <>
      <PeopleRows people={people} stale={list.isPlaceholderData} />
      {list.isFetchNextPageError ? <LoadError thing="more people" retry={list.fetchNextPage} /> : <Older list={list} />}
    </>
  )
}
