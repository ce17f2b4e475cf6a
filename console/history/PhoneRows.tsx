import { Link } from '@tanstack/react-router'
import type { MessageOut } from '../api.ts'
import { StatusChip } from '../texts/StatusChip.tsx'
import { liveClass } from '../ui/LiveList.tsx'
import { Time } from '../ui/Time.tsx'
import { BodyWords } from './MessageRows.tsx'
import { Recipient } from './Recipient.tsx'

/** Two lines each, and each the whole width a thumb needs. */
export function PhoneRows({ rows, onLeave }: { rows: MessageOut[]; onLeave: () => void }) {
  return (
    <ul className={liveClass.rows}>
      {rows.map((message) => (
        <li key={message.id} id={message.id}>
          <Link
            to="/history/$id"
            params={{ id: message.id }}
            search
            state={{ fromList: true }}
            className={liveClass.row}
            onClick={onLeave}
          >
            <Recipient message={message} />
            <StatusChip message={message} plain brief />
            <span>
              <BodyWords message={message} />
            </span>
            <span>
              <Time at={message.created_at} inLink />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
