import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { eventName } from '../../shared/events.ts'
import { WhyNotLink } from '../diagnosis/WhyNotLink.tsx'
import { problemIn } from '../problem.ts'
import { SidePanel } from '../ui/SidePanel.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import type { EventDetail } from './ask.ts'
import { DueDate } from './DueDate.tsx'
import { EventFacts } from './EventFacts.tsx'
import { OutcomeChip } from './EventRows.tsx'
import classes from './Events.module.css'
import { eventQuery } from './queries.ts'
import { Told } from './Told.tsx'
import { changesOf } from './words.ts'

const route = getRouteApi('/signed-in/events/$id')

/** One event beside the list, or instead of it on a phone. */
export function EventPanel() {
  const { id } = route.useParams()
  const navigate = useNavigate()
  return (
    <SidePanel
      id={id}
      label="Event"
      list="Events"
      toList={() => void navigate({ to: '/events', search: true, resetScroll: false })}
    >
      <Asked key={id} id={id} />
    </SidePanel>
  )
}

function Asked({ id }: { id: string }) {
  const found = useQuery(eventQuery(id))
  if (found.data) return <Event event={found.data} />
  if (!found.isError) return <Waiting />
  const status = problemIn(found.error)?.body.status
  if (status === 404 || status === 422) return <h1 className={classes.title}>No such event in this workspace.</h1>
  return <LoadError thing="this event" retry={found.refetch} />
}

function Event({ event }: { event: EventDetail }) {
  const { entity, outcome_text } = event
  return (
    <>
      <div className={classes.headLine}>
        <h1 className={classes.title}>{eventName(event.type)}</h1>
        <OutcomeChip event={event} />
      </div>
      <p className={classes.state}>{outcome_text}</p>
      <p className={classes.about}>
        {entity.url ? (
          <a href={entity.url} target="_blank" rel="noreferrer">
            {entity.identifier ?? `${entity.type} ${entity.id}`}
          </a>
        ) : (
          (entity.identifier ?? `${entity.type} ${entity.id}`)
        )}{' '}
        {entity.title}
      </p>
      <Changes event={event} />
      <Told event={event} />
      <p className={classes.about}>
        <WhyNotLink event={event.id} plain>
          Why did somebody get nothing?
        </WhyNotLink>
      </p>
      <DueDate event={event} />
      <EventFacts event={event} />
    </>
  )
}

function Changes({ event }: { event: EventDetail }) {
  const changes = changesOf(event)
  if (changes.length === 0) return null
  return (
    <>
      <h2 className={classes.heading}>Changed</h2>
      <table className={classes.changes}>
        <thead>
          <tr>
            <th>What</th>
            <th>Before</th>
            <th>Now</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(([name, before, now]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{before}</td>
              <td>{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      <h1 className="visually-hidden">Event</h1>
      {['48%', '80%', '62%', '70%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
