import type { MessageDetail } from '../api.ts'
import { Bubble, Meter } from '../texts/Bubble.tsx'
import { money } from '../texts/money.ts'
import { StatusChip } from '../texts/StatusChip.tsx'
import { DetailActions } from './DetailActions.tsx'
import classes from './DetailPanel.module.css'
import { Facts } from './Facts.tsx'
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
      <div className={classes.text}>
        <TheText message={message} />
        {message.redirected_to && (
          <p className={classes.redirected}>
            Went to test phone {message.redirected_to} instead of {message.to}
          </p>
        )}
      </div>
      <h2 className={classes.heading}>Timeline</h2>
      <Timeline message={message} />
      <h2 className={classes.heading}>Facts</h2>
      <Facts message={message} />
    </>
  )
}

/** Why, and what to do: what is said of a failure on every screen. */
function Trouble({ message, error }: { message: MessageDetail; error: NonNullable<MessageDetail['error']> }) {
  const provider = message.provider === 'webhook' ? 'Endpoint' : 'Twilio'
  return (
    <dl className={classes.trouble}>
      <dt>Cause</dt>
      <dd>
        {error.cause}
        {error.code !== null && (
          <span className="quiet">
            {' '}
            ({provider} {error.code})
          </span>
        )}
      </dd>
      <dt>Do</dt>
      <dd>{error.remedy}</dd>
    </dl>
  )
}

function TheText({ message }: { message: MessageDetail }) {
  const { body, from, cost, segments, encoding } = message
  const spent = message.status_group !== 'skipped' && `${money(cost)} (${cost.billed ? 'billed' : 'estimate'})`
  if (body === null) {
    const words = message.class === 'otp' ? 'Code to sign in. The text is not stored.' : 'The text is no longer stored.'
    return (
      <>
        <Bubble body={words} quiet />
        <div className={classes.about}>
          {encoding} · {segments === 1 ? '1 segment' : `${segments} segments`}
        </div>
        <div className={classes.about}>{[from && `from ${from}`, spent].filter(Boolean).join(' · ')}</div>
      </>
    )
  }
  return (
    <>
      <Bubble body={body} />
      <div className={classes.about}>
        <Meter body={body} />
      </div>
      <div className={classes.about}>{[from && `from ${from}`, spent].filter(Boolean).join(' · ')}</div>
    </>
  )
}
