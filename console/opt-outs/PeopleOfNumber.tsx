import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { peopleQuery } from '../people/queries.ts'
import { nameOf } from '../people/words.ts'
import { useCan } from '../shell/session.ts'

const SHOWN = 3

/** Whom it concerns, as far as the directory knows; for those who may read people. */
export function PeopleOfNumber({ recipient }: { recipient: string }) {
  const mayRead = useCan('people.read')
  const found = useInfiniteQuery({ ...peopleQuery({ recipient }), enabled: mayRead })
  const people = found.data?.pages[0]?.items ?? []
  if (people.length === 0) return null
  return (
    <>
      <dt>{people.length === 1 ? 'Person' : 'People'}</dt>
      <dd>
        {people.slice(0, SHOWN).map((person, i) => (
          <span key={person.id}>
            {i > 0 && ', '}
            <Link to="/people/$id" params={{ id: person.id }}>
              {nameOf(person)}
            </Link>
          </span>
        ))}
        {people.length > SHOWN && (
          <>
            {' '}
            <Link to="/people" search={{ recipient }}>
              and more
            </Link>
          </>
        )}
      </dd>
    </>
  )
}
