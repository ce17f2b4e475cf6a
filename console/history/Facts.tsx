import { Link } from '@tanstack/react-router'
import { eventName } from '../../shared/events.ts'
import { api, type MessageDetail } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { shownNumber } from '../texts/shown-number.ts'
import { classWords } from '../texts/status.ts'
import { Copy, ShortId } from '../ui/Copy.tsx'
import { Phone } from '../ui/Phone.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './DetailPanel.module.css'
import { channelWords } from './words.ts'

const makers: Record<string, string> = { api_key: 'API key', user: 'Member' }

export function Facts({ message }: { message: MessageDetail }) {
  const mayReveal = useCan('numbers.reveal')
  const reveal = async () => shownNumber((await api.reveal(message.id)).to)
  return (
    <dl className={classes.facts}>
      {message.recipient && <Person id={message.person_id} name={message.recipient} />}
      <Fact name="Channel">{channelWords[message.channel]}</Fact>
      {message.to && (
        <Fact name="To">
          <Phone masked={message.to} reveal={mayReveal ? reveal : undefined} />
        </Fact>
      )}
      <Fact name="From">{message.from && shownNumber(message.from)}</Fact>
      {message.attempts.at(-1)?.connection === 'inherited' && <Fact name="Paid by">This installation</Fact>}
      <Fact name="Class">{classWords[message.class]}</Fact>
      <Fact name="Event">
        {message.event_id ? (
          <Link to="/events/$id" params={{ id: message.event_id }} className="mono">
            {message.event_type}
          </Link>
        ) : (
          <span className="mono">{message.event_type}</span>
        )}{' '}
        <span className="quiet">happened </span>
        <Time at={message.occurred_at} />
      </Fact>
      {message.trigger_id && <Trigger id={message.trigger_id} name={message.trigger_name} />}
      {message.template && <Template template={message.template} />}
      <Fact name="Asked for by">
        {makers[message.made_by.kind] ?? message.made_by.kind} {message.made_by.name}
      </Fact>
      <Fact name="Useful until">
        <Time at={message.not_after} as="day" />
      </Fact>
      {message.url && (
        <Fact name="Link">
          <span className="mono">{message.url}</span>
        </Fact>
      )}
      <MessageLink name="Repeats" id={message.retry_of} />
      <MessageLink name="Sent again as" id={message.retried_as} />
      <Fact name="Id">
        <span className="mono">{message.id}</span> <Copy value={message.id} label="message id" />
      </Fact>
      {message.provider_id && (
        <Fact name="Provider id">
          <ShortId id={message.provider_id} label="provider id" />
        </Fact>
      )}
      {message.idempotency_key && (
        <Fact name="Idempotency key">
          <span className="mono">{message.idempotency_key}</span>
        </Fact>
      )}
    </dl>
  )
}

function Person({ id, name }: { id: string | null; name: string }) {
  const mayRead = useCan('people.read')
  return (
    <Fact name="Person">
      {id && mayRead ? (
        <Link to="/people/$id" params={{ id }}>
          {name}
        </Link>
      ) : (
        name
      )}
    </Fact>
  )
}

function Trigger({ id, name }: { id: string; name: string | null }) {
  const mayOpen = useCan('triggers.write')
  if (name === null) return <Fact name="Trigger">one that was deleted</Fact>
  return (
    <Fact name="Trigger">
      {mayOpen ? (
        <Link to="/settings/triggers/$id" params={{ id }}>
          {name}
        </Link>
      ) : (
        name
      )}
    </Fact>
  )
}

/** In the words that it had then; 0 is the catalog's own. */
function Template({ template }: { template: string }) {
  const mayRead = useCan('templates.read')
  const [key = '', version = '0'] = template.split('@')
  const words = `${eventName(key)}, ${version === '0' ? 'as in the catalog' : `version ${version}`}`
  return (
    <Fact name="Template">
      {mayRead ? (
        <Link to="/settings/templates/$key" params={{ key }}>
          {words}
        </Link>
      ) : (
        words
      )}
    </Fact>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  if (children === null || children === undefined) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function MessageLink({ name, id }: { name: string; id: string | null }) {
  if (id === null) return null
  return (
    <Fact name={name}>
      <Link to="/history/$id" params={{ id }} search className="mono">
        {id}
      </Link>
    </Fact>
  )
}
