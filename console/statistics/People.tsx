import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '../shell/session.ts'
import { Section } from '../ui/Section.tsx'
import { LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import { MeasureTable } from './Breakdown.tsx'
import { peopleQuery } from './queries.ts'
import { useFilters } from './useFilters.ts'

/** Who was told most. */
export function People() {
  const { asked } = useFilters()
  const mayReadPeople = useCan('people.read')
  const people = useInfiniteQuery(peopleQuery(asked))
  const found = people.data?.pages.flatMap(({ items }) => items)
  return (
    <Section title="By person" purpose="Who was told most. What went to a bare number counts for nobody.">
      {people.isError && !found && <LoadError thing="the people" retry={people.refetch} />}
      {people.isPending && <WaitingLines />}
      {found?.length === 0 && <p className="quiet">Nobody of the directory in this time.</p>}
      {found && found.length > 0 && (
        <MeasureTable
          title="By person"
          rows={found.map((person) => ({
            key: person.person_id,
            label:
              person.name && mayReadPeople ? (
                <Link to="/people/$id" params={{ id: person.person_id }}>
                  {person.name}
                </Link>
              ) : (
                <span className="quiet">{mayReadPeople ? 'No longer there' : 'Somebody'}</span>
              ),
            measures: person,
          }))}
        />
      )}
      <Older list={people} label="More" />
    </Section>
  )
}
