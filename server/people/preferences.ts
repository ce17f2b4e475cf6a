import { type Channel, type Choices, choiceKey, isOnFromStart, type MailStops } from '../../shared/preferences.ts'
import type { Tx } from '../kit/db.ts'

/** One place of the matrix; null for as everybody starts. */
export interface Cell {
  eventType: string
  channel: Channel
  on: boolean | null
}

export interface Chosen {
  choices: Choices
  mailStopped: MailStops
}

/** What somebody chose otherwise than everybody starts, and what they stopped by the link of a mail. */
export async function readChoices(tx: Tx, workspaceId: string, personId: string): Promise<Chosen> {
  const [row] = await tx.rows<Chosen>(
    'preferences',
    'select choices, mail_stopped as "mailStopped" from preferences where workspace_id = $1 and person_id = $2',
    [workspaceId, personId],
  )
  return row ?? { choices: {}, mailStopped: {} }
}

/**
 * Keeps what differs from the start and forgets what does not. In one statement that names these cells alone, so that of
 * two saved at once both stay. Whoever wants mails of an event again takes back that they stopped them.
 */
export async function changeChoices(tx: Tx, workspaceId: string, personId: string, cells: Cell[]): Promise<void> {
  const keyOf = ({ eventType, channel }: Cell) => choiceKey(eventType, channel)
  const differs = ({ eventType, channel, on }: Cell) => on !== null && on !== isOnFromStart(eventType, channel)
  const kept = Object.fromEntries(cells.filter(differs).map((cell) => [keyOf(cell), cell.on]))
  const forgotten = cells.filter((cell) => !differs(cell)).map(keyOf)
  const mailed = cells
    .filter(({ channel, on }) => channel === 'email' && on !== false)
    .map(({ eventType }) => eventType)
  await tx.rows('preferences_change', CHANGE, [workspaceId, personId, JSON.stringify(kept), forgotten, mailed])
}

/** Under an event, or `*` for all. */
export async function stopMails(tx: Tx, workspaceId: string, personId: string, of: string): Promise<void> {
  await tx.rows('preferences_stop_mails', STOP_MAILS, [workspaceId, personId, of])
}

/** False where they were not stopped. */
export async function resumeMails(tx: Tx, workspaceId: string, personId: string, of: string): Promise<boolean> {
  const rows = await tx.rows('preferences_resume_mails', RESUME_MAILS, [workspaceId, personId, of])
  return rows.length > 0
}

const STOP_MAILS = `
insert into preferences as known (workspace_id, person_id, mail_stopped) values ($1, $2, jsonb_build_object($3::text, now()))
on conflict (workspace_id, person_id) do update
  set mail_stopped = excluded.mail_stopped || known.mail_stopped, changed_at = now()`

const RESUME_MAILS = `
update preferences set mail_stopped = mail_stopped - $3::text, changed_at = now()
where workspace_id = $1 and person_id = $2 and mail_stopped ? $3 returning 1`

const CHANGE = `
insert into preferences as known (workspace_id, person_id, choices) values ($1, $2, $3::jsonb)
on conflict (workspace_id, person_id) do update
  set choices = (known.choices || excluded.choices) - $4::text[], mail_stopped = known.mail_stopped - $5::text[],
    changed_at = now()`
