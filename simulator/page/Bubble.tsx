import type { SimMessageView } from '../wire.ts'
import styles from './Bubble.module.css'
import { linksIn } from './links.ts'
import { Moment } from './Moment.tsx'
import { Parts } from './Parts.tsx'
import { replyNote, type Tone } from './words.ts'

export interface BubbleProps {
  message: SimMessageView
  isInspected: boolean
  showsParts: boolean
  onInspect: () => void
}

/** A text on the screen of the phone, or where it would stand if it had arrived. */
export function Bubble({ message, isInspected, showsParts, onInspect }: BubbleProps) {
  const isOwn = message.direction === 'inbound' || undefined
  const note = noteUnder(message)
  return (
    <div>
      <div className={styles.line} data-own={isOwn}>
        <button
          type="button"
          className={styles.bubble}
          data-away={message.arrived ? undefined : true}
          aria-pressed={isInspected}
          onClick={onInspect}
        >
          {showsParts ? <Parts message={message} /> : message.body || <em>(words erased)</em>}
        </button>
        <span className={styles.time}>
          <Moment at={message.created_at} />
        </span>
      </div>
      {message.arrived && message.body && <Links body={message.body} isOwn={isOwn} />}
      {note && (
        <div className={styles.under} data-own={isOwn} data-tone={note.tone}>
          {note.text}
        </div>
      )}
    </div>
  )
}

/** To tap, as on a phone. Beside the bubble, which is a button itself. */
function Links({ body, isOwn }: { body: string; isOwn: true | undefined }) {
  return linksIn(body).map((url) => (
    <div key={url} className={styles.under} data-own={isOwn}>
      <a href={url} target="_blank" rel="noreferrer" className={styles.link}>
        Open {url.replace(/^https?:\/\//, '')}
      </a>
    </div>
  ))
}

function noteUnder(message: SimMessageView): { text: string; tone: Tone } | null {
  if (message.direction === 'inbound') return replyNote(message)
  if (message.status === 'undelivered' || message.status === 'failed') {
    return { text: `✕ Did not arrive: ${message.error_message} (${message.error_code})`, tone: 'red' }
  }
  if (message.status === 'canceled') return { text: 'Cancelled before it went out', tone: 'neutral' }
  if (message.direction === 'network') return { text: 'From the toll-free network itself', tone: 'neutral' }
  if (message.arrived) return null
  return { text: message.status === 'scheduled' ? 'Scheduled' : 'On its way…', tone: 'neutral' }
}
