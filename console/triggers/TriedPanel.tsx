import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { REMINDER } from '../../shared/events.ts'
import { problemIn } from '../problem.ts'
import { Bar, LoadError } from '../ui/states.tsx'
import type { Tried } from './api.ts'
import { isWhole } from './condition-query.ts'
import { triedQuery } from './queries.ts'
import { readSample, Sample } from './Sample.tsx'
import classes from './TriggerForm.module.css'
import { inputOf, type TriggerValues, tellsNobody } from './trigger-values.ts'
import { counted, triedWords } from './words.ts'

/** What the trigger would have done, as it stands in the form. Nothing is sent. */
export function TriedPanel({ values }: { values: TriggerValues }) {
  const [settled] = useDebouncedValue(values, 400)
  const gap = gapIn(settled)
  const { event_type, conditions, recipients } = inputOf(settled)
  const [typed, setTyped] = useState<{ type: string; text: string | null }>({ type: '', text: null })
  const own = typed.type === event_type ? typed.text : null
  const [written] = useDebouncedValue(own, 400)
  const sample = (own !== null && written !== null && readSample(written)) || undefined
  const tried = useQuery({
    ...triedQuery({ event_type, conditions, recipients, ...(sample && { sample }) }),
    enabled: gap === null,
  })
  return (
    <div className={classes.tried}>
      <section className={classes.sample} aria-labelledby="tried">
        <h2 id="tried" className={classes.triedTitle}>
          The last 24 hours
        </h2>
        {gap && <p className={classes.quiet}>{gap}</p>}
        {!gap && tried.isPending && <Bar width="70%" />}
        {!gap && tried.isError && <Refused error={tried.error} retry={tried.refetch} />}
        {!gap && tried.data && !tried.isError && <Found tried={tried.data} />}
      </section>
      {!gap && (own !== null || (tried.data && !tried.isError)) && (
        <Sample
          tried={tried.isError ? undefined : tried.data}
          typed={own}
          onType={(text) => setTyped({ type: event_type, text })}
        />
      )}
    </div>
  )
}

function gapIn(values: TriggerValues): string | null {
  if (values.event_type === '') return 'Say which event, and here stands how often it would have fired.'
  if (values.event_type === REMINDER.type)
    return 'Reminders come of the due dates that events brought. Each such event says what is scheduled, and for how many.'
  if (values.query && !isWhole(values.query)) return 'As soon as the conditions are complete, this says what they fit.'
  return tellsNobody(values) ? 'Say who is told, and here stands how many it would have reached.' : null
}

function Refused({ error, retry }: { error: Error; retry: () => unknown }) {
  const problem = problemIn(error)
  const detail = problem?.is('invalid') && problem.body.errors?.[0]?.detail
  if (detail) return <p className={classes.quiet}>This cannot be tried yet. {detail}</p>
  return <LoadError thing="what it would have done" retry={retry} />
}

function Found({ tried }: { tried: Tried }) {
  const { fitted, looked_at, more, unknown, events } = tried
  return (
    <>
      <p role="status" className={classes.outcome}>
        {triedWords(tried)}
      </p>
      {looked_at > 0 && (
        <p className={classes.quiet}>
          {more ? 'Of the newest 1,000 events of this type.' : `Of ${counted(looked_at, 'event')} of this type.`}
          {unknown > 0 && ` ${counted(unknown, 'name')} in them ${unknown === 1 ? 'is' : 'are'} not in the directory.`}
        </p>
      )}
      {events.length > 0 && (
        <ul className={classes.events} aria-label="The newest that it would have fitted">
          {events.map(({ id, identifier, title, people }) => (
            <li key={id} className={classes.event}>
              <Link to="/events/$id" params={{ id }} className={classes.eventName}>
                {identifier && <strong>{identifier}</strong>} {title ?? (identifier ? '' : 'Without a title')}
              </Link>
              <span className={classes.count}>{counted(people, 'person', 'people')}</span>
            </li>
          ))}
        </ul>
      )}
      {fitted > events.length && <p className={classes.quiet}>And {fitted - events.length} before these.</p>}
    </>
  )
}
