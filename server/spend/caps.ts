import type { Tx } from '../kit/db.ts'

export interface Wanted {
  workspaceId: string
  messageId: string
  micros: number
  segments: number
  /** Passes whatever the cap says (a one-time code), but is counted. */
  exempt: boolean
}

type Verdict = { ok: true; day: string } | { ok: false; capMicros: number }

export interface Reserved {
  workspaceId: string
  day: string
  micros: number
  segments: number
}

/**
 * The workspace's own day, which begins at midnight where it lives (K15); `w` is its row. The date is asked of the zone
 * rather than counted in hours, so days of 23 and 25 hours are days like others.
 */
export function dayAt(instant: string): string {
  return `(${instant} at time zone w.time_zone)::date`
}

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
    const fits = day.cap_micros === null || day.committed_micros + day.addedMicros + text.micros <= day.cap_micros
    if (fits || text.exempt) {
      day.addedMicros += text.micros
      day.addedSegments += text.segments
      verdicts.set(`${text.workspaceId}|${text.messageId}`, { ok: true, day: day.day })
    } else {
      verdicts.set(`${text.workspaceId}|${text.messageId}`, { ok: false, capMicros: day.cap_micros! })
    }
  }
  await addTo(tx, [...days.values()])
  return verdicts
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
  ])
}

interface Day {
  workspace_id: string
  day: string
  committed_micros: number
  cap_micros: number | null
  addedMicros: number
  addedSegments: number
}

async function lockDays(tx: Tx, workspaceIds: string[]): Promise<Map<string, Day>> {
  const [, rows] = await Promise.all([
    tx.rows('spend_open_days', OPEN_DAYS, [workspaceIds]),
    tx.rows<Omit<Day, 'addedMicros' | 'addedSegments'>>('spend_lock_days', LOCK_DAYS, [workspaceIds]),
  ])
  return new Map(rows.map((row) => [row.workspace_id, { ...row, addedMicros: 0, addedSegments: 0 }]))
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
  ])
}

const OPEN_DAYS = `
insert into spend_days (workspace_id, day)
select w.workspace_id, ${dayAt('now()')} from workspaces w where w.workspace_id = any($1::text[]) order by w.workspace_id
on conflict (workspace_id, day) do nothing`

const LOCK_DAYS = `
select s.workspace_id, s.day::text as day, s.committed_micros::float8 as committed_micros, c.daily_micros::float8 as cap_micros
from workspaces w
join spend_days s on s.workspace_id = w.workspace_id and s.day = ${dayAt('now()')}
left join spend_caps c on c.workspace_id = w.workspace_id
where w.workspace_id = any($1::text[])
order by s.workspace_id
for update of s`

const ADD = `
update spend_days s set committed_micros = s.committed_micros + a.micros, segments = s.segments + a.segments
from unnest($1::text[], $2::date[], $3::bigint[], $4::bigint[]) as a(workspace_id, day, micros, segments)
where s.workspace_id = a.workspace_id and s.day = a.day`

const RELEASE = `
with given as materialized (
  select workspace_id, day, sum(micros)::bigint as micros, sum(segments)::bigint as segments
  from unnest($1::text[], $2::date[], $3::bigint[], $4::bigint[]) as g(workspace_id, day, micros, segments)
  group by workspace_id, day
), locked as materialized (
  select s.workspace_id, s.day from given g join spend_days s on s.workspace_id = g.workspace_id and s.day = g.day
  order by s.workspace_id, s.day
  for update of s
)
update spend_days s set committed_micros = s.committed_micros - g.micros, segments = s.segments - g.segments
from locked l join given g on g.workspace_id = l.workspace_id and g.day = l.day
where s.workspace_id = l.workspace_id and s.day = l.day`
