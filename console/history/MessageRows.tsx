import { Link } from '@tanstack/react-router'
import type { MessageOut } from '../api.ts'
import { StatusChip } from '../texts/StatusChip.tsx'
import { classWords } from '../texts/status.ts'
import { liveClass } from '../ui/LiveList.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './MessageList.module.css'
import { Recipient } from './Recipient.tsx'

interface MessageRowsProps {
  rows: MessageOut[]
  openId: string | null
  atId: string | null
  onAt: (id: string) => void
  onOpen: (message: MessageOut) => void
}

export function MessageRows({ rows, openId, atId, onAt, onOpen }: MessageRowsProps) {
  return (
    <table className={`${liveClass.table} ${openId ? classes.narrow : ''}`}>
      <Heads />
      <tbody>
        {rows.map((message) => (
          // The link in the row is what a keyboard and a screen reader open; the rest of the row is for the mouse.
          <tr
            key={message.id}
            id={message.id}
            data-open={message.id === openId || undefined}
            data-at={message.id === atId || undefined}
            onClick={(event) => !event.defaultPrevented && onOpen(message)}
          >
            <td className={liveClass.quiet}>
              <Time at={message.created_at} />
            </td>
            <td>
              <Recipient message={message} />
            </td>
            <td>
              <Link
                to="/history/$id"
                params={{ id: message.id }}
                search
                className={liveClass.open}
                state={{ fromList: true }}
                resetScroll={false}
                replace={openId !== null}
                onClick={(event) => {
                  event.stopPropagation()
                  onAt(message.id)
                }}
              >
                <BodyWords message={message} />
              </Link>
            </td>
            <td className={classes.class}>{classWords[message.class]}</td>
            <td className={classes.segments}>
              {message.channel !== 'sms' || message.status_group === 'skipped' ? '–' : message.segments}
            </td>
            <td>
              <StatusChip message={message} plain brief={openId !== null} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function BodyWords({ message }: { message: MessageOut }) {
  // What a mail or an inbox says begins with what it is about.
  if (message.subject !== null) return <span className={classes.subject}>{message.subject}</span>
  if (message.body !== null) return <span className={classes.body}>{message.body.replace(/\s+/g, ' ')}</span>
  return <span className="quiet">{message.class === 'otp' ? '(code, never stored)' : '(text no longer stored)'}</span>
}

export function Heads() {
  return (
    <thead>
      <tr>
        <th className={classes.when}>When</th>
        <th className={classes.to}>To</th>
        <th>Text</th>
        <th className={classes.class}>Class</th>
        <th className={classes.segments} aria-label="Segments">
          Seg
        </th>
        <th className={classes.status}>Status</th>
      </tr>
    </thead>
  )
}
