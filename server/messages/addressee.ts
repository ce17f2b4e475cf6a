import { isMailStopped, type MailStops } from '../../shared/preferences.ts'
import type { Tx } from '../kit/db.ts'
import type { MessageRow } from './row.ts'

/** Whom a mail in place of a message would go to, as they are now, and what the message is about. */
export interface Addressee {
  /** Null of what went to a number alone. */
  person_id: string | null
  event_id: string | null
  trigger_id: string | null
  template: string | null
  group_id: string | null
  known: boolean
  active: boolean | null
  email: string | null
  mail_stopped: MailStops | null
  /** There is a mail to them about the same event. */
  mailed: boolean
}

/** What was sent again is for whom, and about what, it was sent at first. */
export async function readAddressee(tx: Tx, workspaceId: string, id: string): Promise<Addressee> {
  const [found] = await tx.rows<Addressee>('addressee', ADDRESSEE, [workspaceId, id])
  return found!
}

/** Who is mailed on somebody's word is asked the same as who is mailed by a trigger. */
export function whyNoMail(to: Addressee, { event_type }: MessageRow, hasServer: boolean): string | null {
  if (to.person_id === null) return 'It went to a number, not to a person.'
  if (!to.known) return 'The person is gone.'
  if (!to.active) return 'This person is not active any more.'
  if (to.email === null) return 'This person has no email address.'
  if (isMailStopped(to.mail_stopped, event_type)) return 'This person ended mails about this.'
  return hasServer ? null : 'No mail server is set.'
}

const OF = 'm.id, m.retry_of, m.person_id, m.event_id, m.trigger_id, m.template, m.group_id'

const ADDRESSEE = `
with recursive origin as (
  select ${OF}, 0 as step from messages m where m.workspace_id = $1 and m.id = $2
  union all
  select ${OF}, o.step + 1 from origin o join messages m on m.workspace_id = $1 and m.id = o.retry_of
  where o.person_id is null
)
select o.person_id, o.event_id, o.trigger_id, o.template, o.group_id, p.id is not null as known, p.active, p.email,
  c.mail_stopped, d.id is not null as mailed
from (select * from origin order by step desc limit 1) o
left join persons p on p.workspace_id = $1 and p.id = o.person_id
left join preferences c on c.workspace_id = $1 and c.person_id = o.person_id
left join messages d on d.workspace_id = $1 and d.dedupe_key = o.event_id || '|' || o.person_id || '|email'`
