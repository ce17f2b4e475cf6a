import type { MessageDetail } from '../api.ts'
import { MessageDiagnosis } from '../diagnosis/MessageDiagnosis.tsx'
import { StatusChip } from '../texts/StatusChip.tsx'
import { Exact } from '../ui/Time.tsx'
import { toSeconds } from '../ui/time.ts'
import { DetailActions } from './DetailActions.tsx'
import classes from './DetailPanel.module.css'
import { Facts } from './Facts.tsx'
import { Instead } from './Instead.tsx'
import { Remedy } from './Remedy.tsx'
import { TheText } from './TheText.tsx'
import { Timeline } from './Timeline.tsx'

export function Detail({ message }: { message: MessageDetail }) {
  return (
    <>
      <div className={classes.head}>
        <StatusChip message={message} />
        <DetailActions message={message} />
      </div>
      <h1 className={classes.outcome}>{message.status_text}</h1>
      {message.error && <Trouble message={message} error={message.error} />}
      {!message.error && (
        <p className={classes.remedy}>
          <Remedy message={message} />
        </p>
      )}
      <div className={classes.text}>
        <TheText message={message} />
        {message.redirected_to && (
          <p className={classes.redirected}>
            Went to test {message.channel === 'email' ? 'address' : 'phone'} {message.redirected_to} instead of{' '}
            {message.to}
          </p>
        )}
      </div>
      <Instead message={message} />
      <MessageDiagnosis id={message.id} />
      <h2 className={classes.heading}>Timeline</h2>
      <Timeline message={message} />
      <h2 className={classes.heading}>Facts</h2>
      <Facts message={message} />
    </>
  )
}

/** Why, by whose word, and what to do. */
function Trouble({ message, error }: { message: MessageDetail; error: NonNullable<MessageDetail['error']> }) {
  const isSaid = message.status_text.toLowerCase().includes(error.cause.toLowerCase().replace(/\.$/, ''))
  const { who, at } = sourceOf(message, error.code)
  return (
    <dl className={classes.trouble}>
      <dt>Cause</dt>
      <dd>
        {!isSaid && `${error.cause} `}
        {who}
        {at && (
          <>
            {' '}
            <Exact at={at}>{toSeconds(at)}</Exact>
          </>
        )}
      </dd>
      <dt>Do</dt>
      <dd>
        {error.remedy} <Remedy message={message} />
      </dd>
    </dl>
  )
}

/** Who said so, and when: the carrier in a receipt, or the provider when the text was handed over. */
function sourceOf(message: MessageDetail, code: number | null): { who: string; at: string | null } {
  const provider =
    { twilio: 'Twilio', simulator: 'Simulator', webhook: 'Endpoint', smtp: 'Mail server', mailbox: 'Handset' }[
      message.provider ?? ''
    ] ?? 'Provider'
  const name = code === null ? provider : `${provider} ${code}`
  const receipt = message.receipts.find((one) => one.error_code !== null && one.error_code === code)
  if (receipt) return { who: `${name}, reported by the carrier`, at: receipt.received_at }
  return { who: `${name}, when it was handed over`, at: message.attempts.at(-1)?.ended_at ?? null }
}
