import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt } from '../kit/id.ts'
import { countDays } from './count-days.ts'
import { countQuarters } from './count-quarters.ts'
import { madeAt, QUARTER_MS, quarterAt, quartersOf } from './quarters.ts'

/** Of what was touched, in one transaction: half an hour of a workspace that never rests, or as many moments of its past. */
const SLICES_AT_ONCE = 64
/** Counted at once of what there was before anything was counted. */
const FILLED_AT_ONCE_MS = 4 * 3_600_000
const SHORTEST_REST_MS = 10_000
/** Figures are to follow within a minute. */
const LONGEST_REST_MS = 45_000
/** A workspace that is counted for a second rests for twenty, as long as that is not too long. */
const RESTS_TIMES = 20

interface State {
  time_zone: string
  now_zone: string
  floor: Date
  fill_before: Date | null
}

/**
 * Counts what was touched in some workspaces whose time it is. Each quarter of an hour is counted whole from its messages,
 * so that counting twice, or after a crash, comes to the same.
 *
 * @returns whether there may be more to do at once.
 */
export async function statisticsTurn(context: Pick<Context, 'db'>): Promise<boolean> {
  const due = await context.db.system((tx) => tx.rows<{ workspace_id: string }>('statistics_due', DUE, []))
  let more = false
  for (const { workspace_id: id } of due) more = (await countWorkspace(context, id)) || more
  return more
}

const DUE = `
select w.workspace_id from (
  select distinct workspace_id from statistics_touched
  union select workspace_id from statistics_state where fill_before is not null
) w left join statistics_state s on s.workspace_id = w.workspace_id
where coalesce(s.next_at, '-infinity') <= now() order by s.next_at nulls first limit 50`

async function countWorkspace(context: Pick<Context, 'db'>, workspaceId: string): Promise<boolean> {
  const startedMs = performance.now()
  return context.db.tenant(workspaceId, async (tx) => {
    await tx.rows('statistics_begin', BEGIN, [workspaceId])
    const [state] = await tx.rows<State>('statistics_lock', LOCK, [workspaceId])
    // Another worker is at it, or was just now.
    if (!state) return false
    const zone = state.now_zone
    if (zone !== state.time_zone) await recountDays(tx, workspaceId, zone)
    const touched = await takeTouched(tx, workspaceId)
    const counted = touched.quarters.filter((quarter) => quarter >= state.floor)
    if (counted.length > 0) {
      await countQuarters(tx, workspaceId, counted)
      await countDays(tx, workspaceId, zone, counted)
    }
    const fillBefore = state.fill_before && (await fill(tx, workspaceId, zone, state.fill_before))
    const more = touched.more || fillBefore !== null
    const restMs = more ? 0 : restAfter(performance.now() - startedMs)
    await tx.rows('statistics_end', END, [workspaceId, zone, fillBefore, restMs, !touched.more])
    return more
  })
}

function restAfter(tookMs: number): number {
  return Math.min(Math.max(SHORTEST_REST_MS, RESTS_TIMES * tookMs), LONGEST_REST_MS)
}

const BEGIN = `
insert into statistics_state (workspace_id, time_zone)
select workspace_id, time_zone from workspaces where workspace_id = $1 on conflict do nothing`

const LOCK = `
select s.time_zone, w.time_zone as now_zone, s.floor, s.fill_before
from statistics_state s join workspaces w on w.workspace_id = s.workspace_id
where s.workspace_id = $1 and s.next_at <= now() for update of s skip locked`

/**
 * What is touched from here on is touched again: it is seen after the counting has begun or not at all. It is no reason to
 * count again at once, or a workspace that sends without a pause would be counted without a pause.
 */
async function takeTouched(tx: Tx, workspaceId: string): Promise<{ quarters: Date[]; more: boolean }> {
  const slices = await tx.rows<{ slice: string }>('statistics_take', TAKE, [workspaceId])
  return { quarters: quartersOf(slices.map(({ slice }) => slice)), more: slices.length === SLICES_AT_ONCE }
}

const TAKE = `
with gone as (
  delete from statistics_touched where workspace_id = $1 and slice in (
    select distinct slice from statistics_touched where workspace_id = $1 order by slice desc limit ${SLICES_AT_ONCE})
  returning slice
) select distinct slice from gone`

const END = `
update statistics_state set time_zone = $2, fill_before = $3, next_at = now() + make_interval(secs => $4::float8 / 1000),
  as_of = case when $5 then now() else as_of end
where workspace_id = $1`

/** Counts the newest of what is not counted yet; says what comes before it, or null when there was nothing. */
async function fill(tx: Tx, workspaceId: string, timeZone: string, before: Date): Promise<Date | null> {
  const [newest] = await tx.rows<{ id: string }>('statistics_newest', NEWEST, [workspaceId, firstIdAt('msg', before)])
  if (!newest) return null
  const lastMs = quarterAt(madeAt(newest.id))
  const firstMs = Math.max(0, lastMs - FILLED_AT_ONCE_MS + QUARTER_MS)
  const quarters: Date[] = []
  for (let ms = firstMs; ms <= lastMs; ms += QUARTER_MS) quarters.push(new Date(ms))
  await countQuarters(tx, workspaceId, quarters)
  await countDays(tx, workspaceId, timeZone, quarters)
  return new Date(firstMs)
}

const NEWEST = 'select id from messages where workspace_id = $1 and id < $2 order by id desc limit 1'

/** So many days of quarters are added up in one statement. */
const DAYS_AT_ONCE = 31

/** The workspace has another time zone now: its days begin at other times. Quarters stay what they are. */
async function recountDays(tx: Tx, workspaceId: string, timeZone: string): Promise<void> {
  await tx.rows('statistics_drop_all_days', 'delete from statistics_days where workspace_id = $1', [workspaceId])
  const quarters = await tx.rows<{ quarter: Date }>('statistics_all_days', ALL_DAYS, [workspaceId, timeZone])
  for (let at = 0; at < quarters.length; at += DAYS_AT_ONCE)
    await countDays(
      tx,
      workspaceId,
      timeZone,
      quarters.slice(at, at + DAYS_AT_ONCE).map(({ quarter }) => quarter),
    )
}

const ALL_DAYS = `
select min(quarter) as quarter from statistics_quarters
where workspace_id = $1 and dimension = 'status' group by (quarter at time zone $2)::date`
