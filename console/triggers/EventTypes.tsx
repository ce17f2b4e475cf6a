import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import { EventTypeDialog } from './EventTypeDialog.tsx'
import type { EventTypeOut } from './event-types.ts'
import { eventTypesQuery } from './event-types.ts'
import classes from './TriggersScreen.module.css'

/** The workspace's own kinds of events, beside those that every workspace has. */
export function EventTypes({ mayWrite }: { mayWrite: boolean }) {
  const types = useQuery(eventTypesQuery)
  const [open, setOpen] = useState<EventTypeOut | 'new' | null>(null)
  const own = types.data?.filter((one) => one.own)
  if (own?.length === 0 && !mayWrite) return null
  return (
    <Section
      title="Own event types"
      purpose="What else happens in your product. Sixteen types are there for everybody; these are yours."
    >
      {types.isPending && <WaitingLines />}
      {types.isError && !own && <LoadError thing="the event types" retry={types.refetch} />}
      {own && own.length > 0 && (
        <ul className={classes.list} aria-label="Own event types">
          {own.map((one) => (
            <li key={one.type} className={classes.offer}>
              <div className={classes.what}>
                <span className={classes.name}>{one.name}</span>
                <span className={classes.about}>
                  <code>{one.type}</code>
                  {one.about && ` · ${one.about}`}
                </span>
              </div>
              {mayWrite && (
                <LinkButton aria-label={`Change ${one.name}`} onClick={() => setOpen(one)}>
                  Change
                </LinkButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayWrite && own && (
        <Button variant="default" className={classes.add!} onClick={() => setOpen('new')}>
          Add an event type
        </Button>
      )}
      {open && <EventTypeDialog type={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Section>
  )
}
