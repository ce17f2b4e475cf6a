import type { SimMessageView, SimRequest } from '../wire.ts'
import styles from './Inspector.module.css'
import { formatPhone, shortened } from './words.ts'

/** What the client asked for, as it asked. */
export function RequestFacts({ request }: { request: SimRequest }) {
  const answered = request.answered === null ? 'never' : String(request.answered)
  return (
    <div className={styles.section}>
      <dl className={styles.facts}>
        <dt>Request</dt>
        <dd className="mono">
          {request.method} {request.path}
        </dd>
        <dt>Signed in as</dt>
        <dd className="mono">{shortened(request.signed_in_with)}</dd>
        <dt>Answered</dt>
        <dd>
          {answered}
          {request.fault && ` (fault: ${request.fault})`}
        </dd>
        {Object.entries(request.params).map(([name, value]) => (
          <Parameter key={name} name={name} value={value} />
        ))}
      </dl>
    </div>
  )
}

export function TextFacts({ message }: { message: SimMessageView }) {
  return (
    <div className={styles.section}>
      <dl className={styles.facts}>
        <dt>From</dt>
        <dd>{message.from ? formatPhone(message.from) : 'not chosen yet'}</dd>
        <dt>To</dt>
        <dd>{formatPhone(message.to)}</dd>
        {message.messaging_service_sid && (
          <>
            <dt>Service</dt>
            <dd className="mono">{shortened(message.messaging_service_sid)}</dd>
          </>
        )}
        <dt>Account</dt>
        <dd className="mono">{shortened(message.account_sid)}</dd>
        <dt>Price</dt>
        <dd>{message.price ? `${message.price} USD` : 'not yet'}</dd>
        {message.direction !== 'inbound' && (
          <>
            <dt>Receipts to</dt>
            <dd className={message.status_callback ? 'mono' : undefined}>{message.status_callback ?? 'nowhere'}</dd>
            <dt>Valid for</dt>
            <dd>{message.validity_seconds} s</dd>
          </>
        )}
      </dl>
    </div>
  )
}

function Parameter({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </>
  )
}
