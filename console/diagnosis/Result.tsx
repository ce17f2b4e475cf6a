import { Link } from '@tanstack/react-router'
import { eventName } from '../../shared/events.ts'
import { Chip, type ChipProps } from '../ui/Chip.tsx'
import { Section } from '../ui/Section.tsx'
import { Time } from '../ui/Time.tsx'
import type { ChannelDiagnosis, PersonDiagnosis } from './api.ts'
import { CheckList } from './CheckList.tsx'
import classes from './Diagnosis.module.css'
import { Finding } from './Finding.tsx'

/** What kept it from them, and every rule that stands between an event and a person. */
export function Result({ diagnosis }: { diagnosis: PersonDiagnosis }) {
  const { what, meaning, action, reply, event, channels, checks, triggers } = diagnosis
  const inOrder = channels.toReversed()
  return (
    <>
      <h2 className={classes.what}>{what}</h2>
      <Finding meaning={meaning} action={action} reply={reply} />
      <div className={classes.channels}>
        {checks.length > 0 && (
          <Section
            title="The event"
            purpose={event ? <About event={event} /> : 'None is on record, so it is told how it would be now.'}
          >
            <CheckList checks={checks} label="The event" />
            <Triggers triggers={triggers} />
          </Section>
        )}
        {inOrder.map((one) => (
          <OfChannel key={one.channel} channel={one} />
        ))}
        <Happenings diagnosis={diagnosis} />
      </div>
    </>
  )
}

function About({ event }: { event: NonNullable<PersonDiagnosis['event']> }) {
  return (
    <span className={classes.about}>
      <Link to="/events/$id" params={{ id: event.id }}>
        {eventName(event.type)} {event.identifier}
      </Link>{' '}
      <Time at={event.occurred_at} />. {event.outcome_text}
    </span>
  )
}

const NAMES = { sms: 'Text', email: 'Email', in_app: 'Inbox' }
const LOOKS = {
  arrived: { tone: 'green', word: 'Arrived' },
  sent: { tone: 'green', word: 'Sent' },
  waiting: { tone: 'neutral', icon: 'clock', word: 'Waiting' },
  not_sent: { tone: 'red', word: 'Did not reach them' },
  would_go: { tone: 'green', word: 'Would go now' },
  would_not_go: { tone: 'amber', word: 'Would not go now' },
} as const satisfies Record<ChannelDiagnosis['outcome'], Pick<ChipProps, 'tone' | 'icon'> & { word: string }>

function OfChannel({ channel }: { channel: ChannelDiagnosis }) {
  const { tone, word, ...look } = LOOKS[channel.outcome]
  return (
    <Section
      title={NAMES[channel.channel]}
      purpose={channel.what}
      action={
        channel.message && (
          <Link to="/history/$id" params={{ id: channel.message.id }}>
            Open in History
          </Link>
        )
      }
    >
      <p className={classes.outcome}>
        <Chip tone={tone} icon={'icon' in look ? look.icon : undefined}>
          {word}
        </Chip>
      </p>
      <CheckList checks={channel.checks} label={NAMES[channel.channel]} />
    </Section>
  )
}

function Triggers({ triggers }: Pick<PersonDiagnosis, 'triggers'>) {
  if (triggers.length === 0) return null
  return (
    <ul className={classes.lines} aria-label="Triggers">
      {triggers.map(({ id, name, active, fits, means, unfit, why_not_meant }) => (
        <li key={id}>
          <Link to="/settings/triggers/$id" params={{ id }}>
            {name}
          </Link>
          <span className={classes.quiet}>
            {active ? 'active' : 'switched off'} · {fits ? 'fits' : 'does not fit'} ·{' '}
            {means ? 'means them' : 'does not mean them'}
          </span>
          {unfit.map(({ line, text, was }) => (
            <span key={line} className={classes.why}>
              Line {line}: {text}. It was {was}.
            </span>
          ))}
          {why_not_meant && <span className={classes.why}>{why_not_meant}</span>}
        </li>
      ))}
    </ul>
  )
}

function Happenings({ diagnosis: { happenings, person } }: { diagnosis: PersonDiagnosis }) {
  if (happenings.length === 0) return null
  return (
    <Section title="The last 24 hours" purpose="What had to do with them, newest first.">
      <ul className={classes.lines}>
        {happenings.map(({ event_id, message_id, event_type, name, at, got }) => (
          <li key={event_id ?? message_id}>
            {event_id ? (
              <Link to="/diagnose" search={{ person: person?.id, event: event_id }}>
                {eventName(event_type)} {name}
              </Link>
            ) : (
              <Link to="/history/$id" params={{ id: message_id! }}>
                Text asked for directly
              </Link>
            )}
            <span className={classes.quiet}>{got ? 'went out to them' : 'did not reach them'}</span>
            <span className={classes.aside}>
              <Time at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
