import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Reserved } from '../spend/caps.ts'

/** An attempt that a receipt has just proven to have reached the provider, in the state it was in before. */
export interface Proven {
  workspace_id: string
  message_id: string
  n: number
  state: string
  reserved_micros: number
  spend_day: string
  segments: number
  inherited: boolean
}

/**
 * What a receipt decides beside the message: an attempt in doubt is resolved by it. One that had been taken for not sent
 * was sent after all, so its money was spent; and if the text was sent again meanwhile, it went out twice, and says so.
 *
 * @returns what is to be given back to the days: nothing but negative amounts.
 */
export async function noteProven(context: Context, tx: Tx, proven: Proven[]): Promise<Reserved[]> {
  const surprising = proven.filter(({ state }) => state === 'unknown' || WAS_RELEASED.has(state))
  if (surprising.length === 0) return []
  const column = <T>(pick: (one: Proven) => T): T[] => surprising.map(pick)
  const rows = await tx.rows<{ was: string; resolved: boolean; doubled: boolean }>('late_receipts', NOTE, [
    column((one) => one.workspace_id),
    column((one) => one.message_id),
    column((one) => one.n),
    column((one) => one.state),
  ])
  for (const { resolved, doubled } of rows) {
    if (resolved) context.metrics.doubtResolved('callback', 'accepted')
    if (doubled) context.metrics.doubleProven()
  }
  return surprising.filter(({ state }) => WAS_RELEASED.has(state)).map(unreleased)
}

/** Its money had been given back. */
const WAS_RELEASED = new Set(['not_accepted', 'not_sent'])

function unreleased(one: Proven): Reserved {
  const { workspace_id: workspaceId, spend_day: day, inherited } = one
  return { workspaceId, day, micros: -one.reserved_micros, segments: -one.segments, inherited }
}

/** `old` holds the rows as they were before this statement. */
const NOTE = `
with old as (
  select a.workspace_id, a.message_id, a.n, a.resolved_by, a.doubled_at, s.state as was,
    s.state <> 'unknown' and exists (select from attempts later where later.workspace_id = a.workspace_id
      and later.message_id = a.message_id and later.n > a.n and later.state in ('started', 'unknown', 'accepted')) as sent_again
  from unnest($1::text[], $2::text[], $3::smallint[], $4::text[]) as s(workspace_id, message_id, n, state)
  join attempts a on a.workspace_id = s.workspace_id and a.message_id = s.message_id and a.n = s.n
)
update attempts a set
  resolved_by = case when old.was = 'unknown' then coalesce(old.resolved_by, 'callback') else 'callback' end,
  resolved_by_name = case when old.was = 'unknown' then a.resolved_by_name end,
  resolved_at = case when old.was = 'unknown' then coalesce(a.resolved_at, now()) else now() end,
  undecided = null,
  doubled_at = case when old.sent_again then coalesce(a.doubled_at, now()) else a.doubled_at end
from old
where a.workspace_id = old.workspace_id and a.message_id = old.message_id and a.n = old.n
returning old.was, old.was = 'unknown' and old.resolved_by is null as resolved, old.sent_again and old.doubled_at is null as doubled`
