import { recordChange } from '../audit/record.ts'
import type { Actor } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { dayAt, OPERATOR_CAP } from './caps.ts'

interface Today {
  day: string
  /** When the next day begins where the workspace lives. */
  resetsAt: Date
  dailyCapMicros: number | null
  committedMicros: number
  segments: number
  /** What the operator allows of what the installation pays; null where nothing of that is so. */
  operator: { capMicros: number; committedMicros: number } | null
}

/** What one more text has to fit under. */
export function narrowest({
  dailyCapMicros,
  committedMicros,
  operator,
}: Today): { micros: number; left: number } | null {
  const caps = [
    ...(dailyCapMicros === null ? [] : [{ micros: dailyCapMicros, left: dailyCapMicros - committedMicros }]),
    ...(operator ? [{ micros: operator.capMicros, left: operator.capMicros - operator.committedMicros }] : []),
  ]
  return caps.sort((a, b) => a.left - b.left)[0] ?? null
}

/** What is reserved and spent on the workspace's day at `now`. */
export async function readToday(tx: Tx, workspaceId: string, now: Date): Promise<Today> {
  const [row] = await tx.rows<Row>('spend_today', TODAY, [workspaceId, now.toISOString()])
  if (!row) throw new Error(`workspace ${workspaceId} is gone`)
  return {
    day: row.day,
    resetsAt: row.resets_at,
    dailyCapMicros: row.cap_micros,
    committedMicros: row.committed_micros,
    segments: row.segments,
    operator:
      row.operator_micros === null ? null : { capMicros: row.operator_micros, committedMicros: row.inherited_micros },
  }
}

/** Sets the cap of each day from now on; null for none. */
export async function setDailyCap(tx: Tx, actor: Actor, dailyMicros: number | null): Promise<void> {
  const { workspaceId } = actor
  const [before] = await tx.rows<{ daily_micros: number }>(
    'cap_before',
    'select daily_micros::float8 as daily_micros from spend_caps where workspace_id = $1 for update',
    [workspaceId],
  )
  const from = before?.daily_micros ?? null
  if (from === dailyMicros) return
  if (dailyMicros === null) await tx.rows('cap_remove', 'delete from spend_caps where workspace_id = $1', [workspaceId])
  else await tx.rows('cap_set', SET_CAP, [workspaceId, dailyMicros, actor.name])
  await recordChange(tx, actor, {
    action: 'spend_cap.changed',
    target: workspaceId,
    changes: { daily_cap_micros: { from, to: dailyMicros } },
  })
}

interface Row {
  day: string
  resets_at: Date
  cap_micros: number | null
  committed_micros: number
  segments: number
  inherited_micros: number
  operator_micros: number | null
}

/**
 * Where clocks go back at midnight, 00:00 comes twice and PostgreSQL takes the later one; the day begins with the first.
 */
const TODAY = `
select d.day::text as day,
  case when ((d.midnight - interval '1 hour') at time zone w.time_zone)::date > d.day then d.midnight - interval '1 hour'
    else d.midnight end as resets_at,
  c.daily_micros::float8 as cap_micros, coalesce(s.committed_micros, 0)::float8 as committed_micros,
  coalesce(s.segments, 0)::float8 as segments, coalesce(s.inherited_micros, 0)::float8 as inherited_micros,
  case when t.connection_id is null and w.workspace_id <> '${INSTALLATION}' then (${OPERATOR_CAP})::float8 end as operator_micros
from workspaces w
cross join inherited_channel i
left join sms_settings t on t.workspace_id = w.workspace_id
cross join lateral (
  select ${dayAt('$2::timestamptz')} as day,
    (${dayAt('$2::timestamptz')} + 1)::timestamp at time zone w.time_zone as midnight
) d
left join spend_caps c on c.workspace_id = w.workspace_id
left join spend_days s on s.workspace_id = w.workspace_id and s.day = d.day
where w.workspace_id = $1`

const SET_CAP = `
insert into spend_caps (workspace_id, daily_micros, changed_by) values ($1, $2, $3)
on conflict (workspace_id) do update set daily_micros = $2, changed_by = $3, changed_at = now()`
