import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Section } from '../ui/Section.tsx'
import { LoadError } from '../ui/states.tsx'
import { Older, WaitingLines } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import type { Malformed } from './api.ts'
import { malformedQuery } from './queries.ts'
import classes from './Scim.module.css'

/** A number that cannot be read keeps nobody out, so somebody has to be told of it. */
export function MalformedSection({ count }: { count: number }) {
  return (
    <Section
      title="Numbers that could not be read"
      purpose="The person is here all the same. Mend the number in the directory: with + and country code, as in +14155550142."
    >
      {count === 0 ? <p className="quiet">Every number that the directory gave could be read.</p> : <MalformedList />}
    </Section>
  )
}

function MalformedList() {
  const list = useInfiniteQuery(malformedQuery)
  const items = list.data?.pages.flatMap((page) => page.items)
  return (
    <>
      {list.isPending && <WaitingLines />}
      {list.isError && !items && <LoadError thing="these numbers" retry={list.refetch} />}
      {items && (
        <ul className={classes.malformed} aria-label="Numbers that could not be read">
          {items.map((one) => (
            <MalformedRow key={one.person.id} {...one} />
          ))}
        </ul>
      )}
      {list.isFetchNextPageError && <LoadError thing="more of them" retry={list.fetchNextPage} />}
      {!list.isFetchNextPageError && <Older list={list} />}
    </>
  )
}

function MalformedRow({ person, user_name, given, problem, at }: Malformed) {
  return (
    <li className={classes.wrong} aria-label={person.name}>
      <div className={classes.what}>
        <Link to="/people/$id" params={{ id: person.id }} className={classes.name}>
          {person.name}
        </Link>
        {user_name !== person.name && <div className="quiet">{user_name}</div>}
      </div>
      <div>{given}</div>
      <div>
        {problem}{' '}
        <span className="quiet">
          Given <Time at={at} />.
        </span>
      </div>
    </li>
  )
}
