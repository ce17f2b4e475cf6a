import { Link } from '@tanstack/react-router'
import { eventName } from '../../shared/events.ts'
import { Chip } from '../ui/Chip.tsx'
import { liveClass } from '../ui/LiveList.tsx'
import { Time } from '../ui/Time.tsx'
import type { EventOut } from './ask.ts'
import classes from './Events.module.css'
import { outcomeLooks, outcomeWord } from './words.ts'

interface EventRowsProps {
  rows: EventOut[]
  openId: string | null
  atId: string | null
  onAt: (id: string) => void
  onOpen: (event: EventOut) => void
}

export function EventRows({ rows, openId, atId, onAt, onOpen }: EventRowsProps) {
  return (
    <table className={`${liveClass.table} ${classes.table} ${openId ? classes.narrow : ''}`}>
      <thead>
        <tr>
          <th className={classes.when}>When</th>
          <th className={classes.event}>Event</th>
          <th>Item</th>
          <th className={classes.outcome}>Outcome</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((event) => (
          // The link in the row is what a keyboard and a screen reader open; the rest of the row is for the mouse.
          <tr
            key={event.id}
            id={event.id}
            data-open={event.id === openId || undefined}
            data-at={event.id === atId || undefined}
            onClick={(click) => !click.defaultPrevented && onOpen(event)}
          >
            <td className={liveClass.quiet}>
              <Time at={event.occurred_at} />
            </td>
            <td>
              <Link
                to="/events/$id"
                params={{ id: event.id }}
                search
                className={liveClass.open}
                state={{ fromList: true }}
                resetScroll={false}
                replace={openId !== null}
                onClick={(click) => {
                  click.stopPropagation()
                  onAt(event.id)
                }}
              >
                {eventName(event.type)}
              </Link>
            </td>
            <td className={classes.item}>
              <ItemWords event={event} />
            </td>
            <td>
              <OutcomeChip event={event} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** By what people call it, with its title where there is one. */
function ItemWords({ event: { entity } }: { event: EventOut }) {
  const { identifier, title, type, id } = entity
  return (
    <>
      {identifier ?? `${type} ${id}`} {title && <span className="quiet">{title}</span>}
    </>
  )
}

export function OutcomeChip({ event }: { event: EventOut }) {
  const { tone, icon } = outcomeLooks[event.outcome]
  return (
    <Chip tone={tone} icon={icon} plain>
      {outcomeWord(event)}
    </Chip>
  )
}

/** Two lines each, and each the whole width a thumb needs. */
export function PhoneRows({ rows, onLeave }: { rows: EventOut[]; onLeave: () => void }) {
  return (
    <ul className={`${liveClass.rows} ${classes.rows}`}>
      {rows.map((event) => (
        <li key={event.id} id={event.id}>
          <Link
            to="/events/$id"
            params={{ id: event.id }}
            search
            state={{ fromList: true }}
            className={liveClass.row}
            onClick={onLeave}
          >
            <span>{eventName(event.type)}</span>
            <span>
              <OutcomeChip event={event} />
            </span>
            <span>
              <ItemWords event={event} />
            </span>
            <span>
              <Time at={event.occurred_at} inLink />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
