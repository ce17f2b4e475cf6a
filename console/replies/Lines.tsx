import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Inbound, MessageOut } from '../api.ts'
import { Bubble } from '../texts/Bubble.tsx'
import { StatusChip } from '../texts/StatusChip.tsx'
import { shownNumber } from '../texts/shown-number.ts'
import type { OlderProps } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import type { Line } from './conversation.ts'
import { ReadingChip } from './ReadingChip.tsx'
import classes from './Replies.module.css'
import { Review } from './Review.tsx'
import { inLanguage, noWords, whatCame } from './words.ts'

/** The oldest first, as on a phone; it opens at the newest. */
export function Lines({ lines, older }: { lines: Line[]; older: OlderProps['list'] }) {
  const end = useRef<HTMLDivElement>(null)
  const last = lines.at(-1)?.key
  // biome-ignore lint/correctness/useExhaustiveDependencies: a text that comes is seen
  useEffect(() => {
    // After what is around it has gone to its own top.
    const frame = requestAnimationFrame(() => end.current?.scrollIntoView({ block: 'nearest' }))
    return () => cancelAnimationFrame(frame)
  }, [last])
  return (
    <>
      {older.hasNextPage && (
        <div className={classes.older}>
          <Button variant="default" loading={older.isFetchingNextPage} onClick={() => void older.fetchNextPage()}>
            Older
          </Button>
        </div>
      )}
      <ol className={classes.lines} aria-live="polite" aria-label="Texts, the newest last">
        {lines.map((line) => (
          <li key={line.key} className={classes.line} data-ours={line.sent ? true : undefined}>
            {line.written ? <Written text={line.written} /> : <Sent message={line.sent} />}
          </li>
        ))}
      </ol>
      <div ref={end} />
    </>
  )
}

function Written({ text }: { text: Inbound }) {
  const { body, to, received_at, decision } = text
  const came = whatCame(text)
  return (
    <>
      {body.trim() ? <Bubble body={body} /> : <Bubble body={noWords(text)} quiet />}
      <div className={classes.about}>
        <Time at={received_at} /> <span>to {shownNumber(to)}</span>
        <ReadingChip text={text} />
        {[inLanguage(text.language), came].filter(Boolean).map((words) => (
          <span key={words}>{words}</span>
        ))}
      </div>
      {decision && (
        <div className={classes.about}>
          <span>
            {decision.by} said {decision.decision === 'stop' ? 'it means STOP' : 'it does not mean STOP'}
          </span>{' '}
          <Time at={decision.at} />
        </div>
      )}
      <Review text={text} />
    </>
  )
}

function Sent({ message }: { message: MessageOut }) {
  const { id, body, created_at, from } = message
  const instead = message.class === 'otp' ? 'Code. The text is not stored.' : 'The text is no longer stored.'
  return (
    <>
      {body === null ? <Bubble body={instead} quiet /> : <Bubble body={body} />}
      <div className={classes.about}>
        <Time at={created_at} /> {from && <span>from {shownNumber(from)}</span>}
        <StatusChip message={message} plain />
        <Link to="/history/$id" params={{ id }}>
          Details
        </Link>
      </div>
    </>
  )
}
