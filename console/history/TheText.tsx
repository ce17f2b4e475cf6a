import type { MessageDetail } from '../api.ts'
import { EmailFrame } from '../templates/EmailFrame.tsx'
import { Bubble, Meter } from '../texts/Bubble.tsx'
import { money } from '../texts/money.ts'
import { shownNumber } from '../texts/shown-number.ts'
import classes from './DetailPanel.module.css'

/** Exactly what was sent, as far as it is kept. */
export function TheText({ message }: { message: MessageDetail }) {
  return message.channel === 'sms' ? <Text message={message} /> : <Letter message={message} />
}

/** A mail as it would be opened, or what stands in an inbox. */
function Letter({ message: { channel, subject, body, html } }: { message: MessageDetail }) {
  if (body === null) return <Bubble body="The text is no longer stored." quiet />
  return (
    <>
      <p className={classes.subject}>
        <span className={classes.subjectName}>{channel === 'email' ? 'Subject' : 'Title'}</span> {subject}
      </p>
      {html === null ? <Bubble body={body} /> : <EmailFrame html={html} />}
      {html !== null && (
        <details className={classes.plain}>
          <summary>As plain text</summary>
          <pre>{body}</pre>
        </details>
      )}
    </>
  )
}

function Text({ message }: { message: MessageDetail }) {
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
        <div className={classes.about}>{[from && `from ${shownNumber(from)}`, spent].filter(Boolean).join(' · ')}</div>
      </>
    )
  }
  return (
    <>
      <Bubble body={body} />
      <div className={classes.about}>
        <Meter body={body} />
      </div>
      <div className={classes.about}>{[from && `from ${shownNumber(from)}`, spent].filter(Boolean).join(' · ')}</div>
    </>
  )
}
