import { ShortId } from '../ui/Copy.tsx'
import { Time } from '../ui/Time.tsx'
import type { EventDetail } from './ask.ts'
import classes from './Events.module.css'
import { shown } from './words.ts'

/** What the event said, and where it came from. */
export function EventFacts({ event }: { event: EventDetail }) {
  const { properties, recipients, actor, entity } = event
  return (
    <>
      <h2 className={classes.heading}>What it said</h2>
      <dl className={classes.facts}>
        <Fact name="Item">
          {entity.type} {entity.id}
        </Fact>
        <Fact name="Done by">{actor ?? '–'}</Fact>
        {Object.entries(recipients ?? {}).map(([role, refs]) => (
          <Fact key={role} name={role.replaceAll('_', ' ')}>
            {refs.join(', ') || '–'}
          </Fact>
        ))}
        {Object.entries(properties ?? {}).map(([name, value]) => (
          <Fact key={`property ${name}`} name={name.replaceAll('_', ' ')}>
            {shown(value)}
          </Fact>
        ))}
      </dl>
      <h2 className={classes.heading}>Facts</h2>
      <dl className={classes.facts}>
        <Fact name="Happened">
          <Time at={event.occurred_at} as="day" />
        </Fact>
        <Fact name="Came in">
          <Time at={event.received_at} as="day" />
        </Fact>
        <Fact name="Type">
          <code>{event.type}</code>
        </Fact>
        <Fact name="Posted by">{event.made_by.name}</Fact>
        <Fact name="Id">
          <ShortId id={event.id} label="id" />
        </Fact>
        {event.external_id !== null && (
          <Fact name="Your id">
            <ShortId id={event.external_id} label="your id" />
          </Fact>
        )}
      </dl>
    </>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
