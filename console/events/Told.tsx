import { Link } from '@tanstack/react-router'
import { briefLook } from '../texts/status.ts'
import { Chip } from '../ui/Chip.tsx'
import type { EventDetail } from './ask.ts'
import classes from './Events.module.css'
import { channelWords, whyWords } from './words.ts'

/** Which triggers fitted, who was told by them and how, and why others were not. */
export function Told({ event }: { event: EventDetail }) {
  const { triggers, reached, reached_more, left_out, left_out_more, outcome } = event
  if (outcome === 'waiting') return null
  return (
    <>
      <h2 className={classes.heading}>Triggers that fitted</h2>
      {triggers.length === 0 ? (
        <p className={classes.none}>
          None. A trigger fits where it is active, is for this event, and all of its conditions are true.
        </p>
      ) : (
        <ul className={classes.lines}>
          {triggers.map(({ id, name }) => (
            <li key={id}>
              {name === null ? (
                'a trigger that is deleted'
              ) : (
                <Link to="/settings/triggers/$id" params={{ id }}>
                  {name}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
      {reached.length > 0 && (
        <>
          <h2 className={classes.heading}>Told</h2>
          <ul className={classes.lines}>
            {reached.map(({ person_id, name, messages }) => (
              <li key={person_id} className={classes.person}>
                {name === null ? (
                  <span>Erased</span>
                ) : (
                  <Link to="/people/$id" params={{ id: person_id }}>
                    {name}
                  </Link>
                )}
                <Ways messages={messages} />
              </li>
            ))}
          </ul>
          <More count={reached_more} />
        </>
      )}
      {left_out.length > 0 && (
        <>
          <h2 className={classes.heading}>Meant, and not told</h2>
          <ul className={classes.lines}>
            {left_out.map(({ ref, name, why }) => (
              <li key={ref} className={classes.person}>
                {name === null ? (
                  <span>{ref.startsWith('erased_') ? 'Erased' : ref}</span>
                ) : (
                  <Link to="/people/$id" params={{ id: ref }}>
                    {name}
                  </Link>
                )}
                <span className="quiet">{whyWords[why]}</span>
              </li>
            ))}
          </ul>
          <More count={left_out_more} />
        </>
      )}
    </>
  )
}

function Ways({ messages }: { messages: EventDetail['reached'][number]['messages'] }) {
  return (
    <span className={classes.ways}>
      {messages.map(({ id, channel, status, skip_reason }) => {
        const { tone, icon, word, why } = briefLook(status, skip_reason)
        return (
          <Link key={id} to="/history/$id" params={{ id }} className={classes.way}>
            {channelWords[channel]}
            <Chip tone={tone} icon={icon} plain>
              {word}
              {why && ` · ${why}`}
            </Chip>
          </Link>
        )
      })}
    </span>
  )
}

function More({ count }: { count: number }) {
  return count > 0 ? <p className={classes.none}>and {count.toLocaleString('en')} more</p> : null
}
