import { type Channel, type Choices, choiceKey, isOnFromStart } from '../../shared/preferences.ts'
import type { Tx } from '../kit/db.ts'

/** One place of the matrix; null for as everybody starts. */
export interface Cell {
  eventType: string
  channel: Channel
  on: boolean | null
}

/** What somebody chose otherwise than everybody starts. */
export async function readChoices(tx: Tx, workspaceId: string, personId: string): Promise<Choices> {
  const [row] = await tx.rows<{ choices: Choices }>(
    'preferences',
    'select choices from preferences where workspace_id = $1 and person_id = $2',
    [workspaceId, personId],
  )
  return row?.choices ?? {}
}

/**
 * Keeps what differs from the start and forgets what does not. In one statement that names these cells alone, so that of
 * two saved at once both stay.
 */
export async function changeChoices(tx: Tx, workspaceId: string, personId: string, cells: Cell[]): Promise<void> {
  const keyOf = ({ eventType, channel }: Cell) => choiceKey(eventType, channel)
  const differs = ({ eventType, channel, on }: Cell) => on !== null && on !== isOnFromStart(eventType, channel)
  const kept = Object.fromEntries(cells.filter(differs).map((cell) => [keyOf(cell), cell.on]))
  const forgotten = cells.filter((cell) => !differs(cell)).map(keyOf)
  await tx.rows('preferences_change', CHANGE, [workspaceId, personId, JSON.stringify(kept), forgotten])
}

const CHANGE = `
insert into preferences as known (workspace_id, person_id, choices) values ($1, $2, $3::jsonb)
on conflict (workspace_id, person_id) do update
  set choices = (known.choices || excluded.choices) - $4::text[], changed_at = now()`
