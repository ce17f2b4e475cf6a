import { Link } from '@tanstack/react-router'
import type { MessageDetail } from '../api.ts'
import classes from './DetailPanel.module.css'

const went = { sms: 'By text instead', email: 'By email instead', in_app: 'In the inbox instead' }
const couldNot = { sms: 'Instead of the text', email: 'Instead of the mail', in_app: 'Instead of the entry' }

/** The other side of an alert that went by another channel, and how that ended. */
export function Instead({ message: { instead, instead_by } }: { message: MessageDetail }) {
  if (!instead) return null
  return (
    <p className={classes.redirected}>
      <Link to="/history/$id" params={{ id: instead.id }} search={true}>
        {(instead_by ? went : couldNot)[instead.channel]}
      </Link>
      : {instead.status_text}
    </p>
  )
}
