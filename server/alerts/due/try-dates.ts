import type { Tx } from '../../kit/db.ts'
import type { Sealer } from '../../kit/seal.ts'
import type { EventInput } from '../schema.ts'
import type { DueOut } from './due-schema.ts'
import { keyOf, readDates } from './known-dates.ts'
import { entitiesOf, withSaid } from './note-dates.ts'
import { readSaid } from './said.ts'
import { type Shown, showDates, showUnreadable } from './show-dates.ts'

/** What each of these events would have scheduled, as if it came by itself. Nothing is stored. */
export async function tryDates(
  tx: Tx,
  workspaceId: string,
  events: readonly EventInput[],
  sealer: Sealer,
  now: Date,
): Promise<(DueOut | null)[]> {
  const known = await readDates(tx, workspaceId, entitiesOf(events.map((payload) => ({ payload }))))
  const said = new Map(await readSaid(tx, workspaceId, [...known.values()], sealer))
  const after = events.map((payload, i): Shown | null => {
    const event = { id: `tried:${i}`, type: payload.type, occurred_at: new Date(payload.occurred_at ?? now) }
    said.set(event.id, payload)
    const row = withSaid(known.get(keyOf(payload.entity)), { event, payload }, [], now)
    return row ? { known: row, event: payload } : null
  })
  const shown = await showDates(
    tx,
    workspaceId,
    after.flatMap((one) => one ?? []),
    said,
  )
  let next = 0
  return after.map((one, i) => (one ? shown[next++]! : showUnreadable(events[i]!)))
}
