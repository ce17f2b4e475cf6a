import { Link } from '@tanstack/react-router'
import type { Inbound } from '../api.ts'
import { liveClass } from '../ui/LiveList.tsx'
import { Time } from '../ui/Time.tsx'
import { ReadingChip } from './ReadingChip.tsx'
import classes from './Replies.module.css'
import { noWords, whatCame, writerOf } from './words.ts'

interface ReplyRowsProps {
  rows: Inbound[]
  openHandle: string | null
  atId: string | null
  onAt: (id: string) => void
  onOpen: (text: Inbound) => void
}

export function ReplyRows({ rows, openHandle, atId, onAt, onOpen }: ReplyRowsProps) {
  return (
    <table className={`${liveClass.table} ${classes.table} ${openHandle ? classes.narrow : ''}`}>
      <Heads />
      <tbody>
        {rows.map((text) => (
          // The link in the row is what a keyboard and a screen reader open; the rest of the row is for the mouse.
          <tr
            key={text.id}
            id={text.id}
            data-open={text.handle === openHandle || undefined}
            data-at={text.id === atId || undefined}
            onClick={(event) => !event.defaultPrevented && onOpen(text)}
          >
            <td className={liveClass.quiet}>
              <Time at={text.received_at} />
            </td>
            <td>
              <Writer text={text} />
            </td>
            <td>
              <Link
                to="/replies/$handle"
                params={{ handle: text.handle }}
                search
                className={liveClass.open}
                state={{ fromList: true }}
                resetScroll={false}
                replace={openHandle !== null}
                onClick={(event) => {
                  event.stopPropagation()
                  onAt(text.id)
                }}
              >
                <Words text={text} />
              </Link>
            </td>
            <td>
              <ReadingChip text={text} plain />
            </td>
            <td className={classes.came}>{whatCame(text)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Heads() {
  return (
    <thead>
      <tr>
        <th className={classes.when}>When</th>
        <th className={classes.from}>From</th>
        <th>Text</th>
        <th className={classes.reading}>Taken for</th>
        <th className={classes.came}>What came of it</th>
      </tr>
    </thead>
  )
}

function Writer({ text }: { text: Inbound }) {
  const name = writerOf(text)
  if (!name) return text.from
  return (
    <span className={classes.writer}>
      <span>{name}</span> <span className={classes.writerNumber}>{text.from}</span>
    </span>
  )
}

function Words({ text }: { text: Inbound }) {
  const words = text.body.replace(/\s+/g, ' ').trim()
  return words ? <span className={classes.body}>{words}</span> : <span className="quiet">{noWords(text)}</span>
}

/** Two lines each, and each the whole width a thumb needs. */
export function PhoneRows({ rows, onLeave }: { rows: Inbound[]; onLeave: () => void }) {
  return (
    <ul className={`${liveClass.rows} ${classes.rows}`}>
      {rows.map((text) => (
        <li key={text.id} id={text.id}>
          <Link
            to="/replies/$handle"
            params={{ handle: text.handle }}
            search
            state={{ fromList: true }}
            className={liveClass.row}
            onClick={onLeave}
          >
            <span>{writerOf(text) ?? text.from}</span>
            <span>
              <ReadingChip text={text} plain />
            </span>
            <span>
              <Words text={text} />
            </span>
            <span>
              <Time at={text.received_at} inLink />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
