import { Link } from '@tanstack/react-router'
import { api, type MessageDetail } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { shownNumber } from '../texts/shown-number.ts'
import { classWords } from '../texts/status.ts'
import { Copy, ShortId } from '../ui/Copy.tsx'
import { Phone } from '../ui/Phone.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './DetailPanel.module.css'

const makers: Record<string, string> = { api_key: 'API key', user: 'Member' }

export function Facts({ message }: { message: MessageDetail }) {
  const mayReveal = useCan('numbers.reveal')
  const reveal = async () => shownNumber((await api.reveal(message.id)).to)
  return (
    <dl className={classes.facts}>
      <Fact name="To">
        <Phone masked={message.to} reveal={mayReveal ? reveal : undefined} />
      </Fact>
      <Fact name="From">{message.from && shownNumber(message.from)}</Fact>
      {message.attempts.at(-1)?.connection === 'inherited' && <Fact name="Paid by">This installation</Fact>}
      <Fact name="Class">{classWords[message.class]}</Fact>
      <Fact name="Event">
        <span className="mono">{message.event_type}</span> <span className="quiet">happened </span>
        <Time at={message.occurred_at} />
      </Fact>
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
