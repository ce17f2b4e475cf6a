import { eventName } from '../../shared/events.ts'
import { Time } from '../ui/Time.tsx'
import type { EventDetail } from './ask.ts'
import classes from './Events.module.css'
import { dueWhen, dueWord } from './words.ts'

/** Of an item that is due some day: who is told of that when, or why nobody is any more. */
export function DueDate({ event }: { event: EventDetail }) {
  const { due } = event
  if (!due) return null
  return (
    <>
      <h2 className={classes.heading}>Due date</h2>
      <p className={classes.state}>
        {due.text}
        {due.due?.includes('T') && (
          <span className="quiet">
            {' By your clock '}
            <Time at={due.due} as="day" />.
          </span>
        )}
      </p>
      {due.alerts.length > 0 && (
        <ul className={classes.due} aria-label="Scheduled">
          {due.alerts.map((alert) => (
            <li key={`${alert.trigger_id} ${alert.date}`} className={classes.dueLine}>
              <span>
                {eventName(alert.event_type)} {dueWhen(alert)}
              </span>
              <span className={classes.dueWord}>{dueWord(alert)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
