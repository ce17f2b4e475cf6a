import { Link } from '@tanstack/react-router'
import type { MessageOut } from '../api.ts'
import { StatusChip } from '../texts/StatusChip.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './MessageList.module.css'
import { BodyWords } from './MessageRows.tsx'

/** Two lines each, and each the whole width a thumb needs. */
export function PhoneRows({ rows, onLeave }: { rows: MessageOut[]; onLeave: () => void }) {
  return (
    <ul className={classes.rows}>
      {rows.map((message) => (
        <li key={message.id} id={message.id}>
          <Link
            to="/history/$id"
            params={{ id: message.id }}
            search
            state={{ fromList: true }}
            className={classes.row}
            onClick={onLeave}
          >
            <span>{message.to}</span>
            <StatusChip message={message} plain brief />
            <span className={classes.body}>
              <BodyWords message={message} />
            </span>
            <span className={classes.age}>
              <Time at={message.created_at} inLink />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
