import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { personQuery } from '../people/queries.ts'
import { useCan } from '../shell/session.ts'
import { HeldTo } from '../ui/Filters.tsx'
import classes from './FilterBar.module.css'
import { useFilters } from './filter.ts'
import { MORE, type optionsOf } from './words.ts'

/** What the list is held to beside what stands in the bar; each can be taken away. */
export function Held({ options }: { options: ReturnType<typeof optionsOf> }) {
  const { filters, change } = useFilters()
  const more = MORE.filter(({ name }) => filters[name] !== undefined)
  if (more.length === 0 && !filters.person && !filters.event) return null
  return (
    <div className={classes.held}>
      {filters.person && <HeldPerson id={filters.person} onFree={() => change({ person: undefined })} />}
      {filters.event && (
        <HeldTo freed="Of any event" onFree={() => change({ event: undefined })}>
          Told of{' '}
          <Link to="/events/$id" params={{ id: filters.event }}>
            one event
          </Link>
        </HeldTo>
      )}
      {more.map(({ name, label, any }) => {
        const value = String(filters[name])
        const word = options[name].find((one) => one.value === value)?.label ?? value
        return (
          <HeldTo key={name} freed={any} onFree={() => change({ [name]: undefined })}>
            {label}: {word}
          </HeldTo>
        )
      })}
    </div>
  )
}

function HeldPerson({ id, onFree }: { id: string; onFree: () => void }) {
  const mayRead = useCan('people.read')
  const person = useQuery({ ...personQuery(id), enabled: mayRead }).data
  const name = person && `${person.first_name} ${person.last_name}`.trim()
  return (
    <HeldTo freed="To anybody" onFree={onFree}>
      To {name || person?.email || 'one person'}
    </HeldTo>
  )
}
