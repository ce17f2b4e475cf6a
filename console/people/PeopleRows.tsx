import { Link, useNavigate } from '@tanstack/react-router'
import type { PersonInList } from '../api.ts'
import { tableClass } from '../ui/Table.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import classes from './PeopleList.module.css'
import { ReachChip } from './ReachChip.tsx'
import { nameOf } from './words.ts'

interface PeopleRowsProps {
  people: PersonInList[]
  /** Those of the filters before, until those of the present ones come. */
  stale: boolean
  onLeave: () => void
}

export function PeopleRows(props: PeopleRowsProps) {
  return useIsPhone() ? <TwoLines {...props} /> : <Table {...props} />
}

function Table({ people, stale, onLeave }: PeopleRowsProps) {
  const navigate = useNavigate()
  return (
    <table className={`${tableClass.lines} ${classes.table}`} aria-busy={stale}>
      <Heads />
      <tbody>
        {people.map((person) => (
          // The link in the row is what a keyboard and a screen reader open; the rest of the row is for the mouse.
          <tr
            key={person.id}
            onClick={() => {
              onLeave()
              void navigate({ to: '/people/$id', params: { id: person.id }, state: { fromList: true } })
            }}
          >
            <td>
              <Link
                to="/people/$id"
                params={{ id: person.id }}
                state={{ fromList: true }}
                className={classes.open}
                onClick={(event) => {
                  event.stopPropagation()
                  onLeave()
                }}
              >
                {nameOf(person)}
              </Link>
              {!person.active && <span className={classes.inactive}>Not active</span>}
            </td>
            <td className={classes.email}>{person.email ?? <span className="quiet">–</span>}</td>
            <td className={classes.number}>{person.phone?.number ?? <span className="quiet">–</span>}</td>
            <td className={classes.reach}>
              <ReachChip reach={person.reach} plain />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Heads() {
  return (
    <thead>
      <tr>
        <th>Name</th>
        <th className={classes.email}>Email</th>
        <th className={classes.number}>Number</th>
        <th className={classes.reach}>State</th>
      </tr>
    </thead>
  )
}

/** Each the whole width a thumb needs. */
function TwoLines({ people, stale, onLeave }: PeopleRowsProps) {
  return (
    <ul className={classes.rows} aria-busy={stale}>
      {people.map((person) => (
        <li key={person.id}>
          <Link
            to="/people/$id"
            params={{ id: person.id }}
            state={{ fromList: true }}
            className={classes.row}
            onClick={onLeave}
          >
            <span className={classes.name}>
              {nameOf(person)}
              {!person.active && <span className={classes.inactive}>Not active</span>}
            </span>
            <ReachChip reach={person.reach} plain />
            <span className={classes.under}>{person.email ?? person.external_id}</span>
            <span className={classes.under}>{person.phone?.number}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
