import type { Tx } from '../kit/db.ts'

export interface Wanted {
  workspaceId: string
  messageId: string
  micros: number
  segments: number
  /** Passes whatever the cap says (a one-time code), but is counted. */
  exempt: boolean
  /** Goes through the installation's connection, so the installation pays. */
  inherited: boolean
}

/** Whose cap it is: the workspace's own, or the operator's for those that the installation pays for. */
export type CapOf = 'workspace' | 'operator'
type Verdict = { ok: true; day: string } | { ok: false; capMicros: number; of: CapOf }

export interface Reserved {
  workspaceId: string
  day: string
  micros: number
  segments: number
  inherited: boolean
}

/**
 * The workspace's own day, which begins at midnight where it lives (K15); `w` is its row. The date is asked of the zone
 * rather than counted in hours, so days of 23 and 25 hours are days like others.
 */
export function dayAt(instant: string): string {
  return `(${instant} at time zone w.time_zone)::date`
}

/** What the operator allows a day of what the installation pays; `w` is the workspace, `i` what it inherits. */
export const OPERATOR_CAP = 'case when w.operator_cap_set then w.operator_cap_micros else i.daily_cap_micros end'

/**
 * Decides in the order given whether each text still fits under its workspace's cap, and counts those that do. The days'
 * rows stay locked until the transaction ends, so what is decided here still holds when the attempt stands. They are
 * locked in one order, which keeps transactions from waiting in a circle: one call of this or `release` in each.
 *
 * @returns by `workspaceId|messageId`.
 */
export async function reserve(tx: Tx, wanted: Wanted[]): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>()
  if (wanted.length === 0) return verdicts
  const days = await lockDays(tx, [...new Set(wanted.map((text) => text.workspaceId))])
  for (const text of wanted) {
    const day = days.get(text.workspaceId)
    if (!day) throw new Error(`workspace ${text.workspaceId} is gone`)
    const over = overCap(day, text)
    if (!over || text.exempt) {
      day.addedMicros += text.micros
      if (text.inherited) day.addedInherited += text.micros
      day.addedSegments += text.segments
      verdicts.set(`${text.workspaceId}|${text.messageId}`, { ok: true, day: day.day })
    } else {
      verdicts.set(`${text.workspaceId}|${text.messageId}`, { ok: false, ...over })
    }
  }
  await addTo(tx, [...days.values()])
  return verdicts
}

/** The cap that a text does not fit under; the workspace's own first. */
function overCap(day: Day, { micros, inherited }: Wanted): { capMicros: number; of: CapOf } | null {
  const { cap_micros: own, operator_micros: operator } = day
  if (own !== null && day.committed_micros + day.addedMicros + micros > own) return { capMicros: own, of: 'workspace' }
  if (!inherited || operator === null || day.inherited_micros + day.addedInherited + micros <= operator) return null
  return { capMicros: operator, of: 'operator' }
}

/** Gives back what was reserved, to the day it was reserved on, once it is certain that nothing was sent. */
export async function release(tx: Tx, items: Reserved[]): Promise<void> {
  if (items.length === 0) return
  const column = <T>(pick: (item: Reserved) => T): T[] => items.map(pick)
  await tx.rows('spend_release', RELEASE, [
    column((item) => item.workspaceId),
    column((item) => item.day),
    column((item) => item.micros),
    column((item) => item.segments),
    column((item) => (item.inherited ? item.micros : 0)),
  ])
}

interface Day {
  workspace_id: string
  day: string
  committed_micros: number
  cap_micros: number | null
  inherited_micros: number
  operator_micros: number | null
  addedMicros: number
  addedInherited: number
  addedSegments: number
}

async function lockDays(tx: Tx, workspaceIds: string[]): Promise<Map<string, Day>> {
  const [, rows] = await Promise.all([
    tx.rows('spend_open_days', OPEN_DAYS, [workspaceIds]),
    tx.rows<Omit<Day, 'addedMicros' | 'addedInherited' | 'addedSegments'>>('spend_lock_days', LOCK_DAYS, [
      workspaceIds,
    ]),
  ])
  return new Map(rows.map((row) => [row.workspace_id, { ...row, addedMicros: 0, addedInherited: 0, addedSegments: 0 }]))
}

async function addTo(tx: Tx, days: Day[]): Promise<void> {
  const changed = days.filter((day) => day.addedSegments > 0 || day.addedMicros > 0)
  if (changed.length === 0) return
  const column = <T>(pick: (day: Day) => T): T[] => changed.map(pick)
  await tx.rows('spend_add', ADD, [
    column((day) => day.workspace_id),
    column((day) => day.day),
    column((day) => day.addedMicros),
    column((day) => day.addedSegments),
    column((day) => day.addedInherited),
  ])
}

const OPEN_DAYS = `
insert into spend_days (workspace_id, day)
select w.workspace_id, ${dayAt('now()')} from workspaces w where w.workspace_id = any($1::text[]) order by w.workspace_id
on conflict (workspace_id, day) do nothing`

const LOCK_DAYS = `
select s.workspace_id, s.day::text as day, s.committed_micros::float8 as committed_micros, c.daily_micros::float8 as cap_micros,
  s.inherited_micros::float8 as inherited_micros, (${OPERATOR_CAP})::float8 as operator_micros
from workspaces w
cross join inherited_channel i
join spend_days s on s.workspace_id = w.workspace_id and s.day = ${dayAt('now()')}
left join spend_caps c on c.workspace_id = w.workspace_id
where w.workspace_id = any($1::text[])
order by s.workspace_id
for update of s`

const ADD = `
update spend_days s set committed_micros = s.committed_micros + a.micros, segments = s.segments + a.segments,
  inherited_micros = s.inherited_micros + a.inherited
from unnest($1::text[], $2::date[], $3::bigint[], $4::bigint[], $5::bigint[]) as a(workspace_id, day, micros, segments, inherited)
where s.workspace_id = a.workspace_id and s.day = a.day`

const RELEASE = `
with given as materialized (
  select workspace_id, day, sum(micros)::bigint as micros, sum(segments)::bigint as segments, sum(inherited)::bigint as inherited
  from unnest($1::text[], $2::date[], $3::bigint[], $4::bigint[], $5::bigint[]) as g(workspace_id, day, micros, segments, inherited)
  group by workspace_id, day
), locked as materialized (
  select s.workspace_id, s.day from given g join spend_days s on s.workspace_id = g.workspace_id and s.day = g.day
  order by s.workspace_id, s.day
  for update of s
)
update spend_days s set committed_micros = s.committed_micros - g.micros, segments = s.segments - g.segments,
  inherited_micros = greatest(s.inherited_micros - g.inherited, 0)
from locked l join given g on g.workspace_id = l.workspace_id and g.day = l.day
where s.workspace_id = l.workspace_id and s.day = l.day`
