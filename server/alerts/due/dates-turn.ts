import type { Context } from '../../kit/context.ts'
import { isConnectionFailure } from '../../kit/db.ts'
import { inboxTopic } from '../../messages/notify.ts'
import { lookAtDates } from './look.ts'
import { recheckTurn } from './recheck.ts'

const WORKSPACES_AT_ONCE = 20
const ROWS_AT_ONCE = 200
const MOST_FAILURES = 5

/**
 * One turn: a batch of each workspace in which the time of a date has come, in random order; then dates that are to be
 * gone through anew, since triggers changed.
 *
 * @param at for the database's clock, where it is to be another time.
 * @returns whether there may be more to do at once.
 */
export async function dueDatesTurn(context: Context, at: Date | null = null): Promise<boolean> {
  const due = await context.db.system((tx) =>
    tx.rows<{ workspace_id: string; now: Date }>('due_dates_waiting', WAITING, [at, WORKSPACES_AT_ONCE]),
  )
  let looked = 0
  for (const { workspace_id, now } of due) {
    const count = await lookAtBatch(context, workspace_id, now)
    if (count > 0) context.wake.say(inboxTopic(workspace_id))
    looked += count
  }
  if (looked > 0) {
    context.wake.say('work')
    context.wake.say('mail')
  }
  return (await recheckTurn(context, at)) || looked > 0
}

async function lookAtBatch(context: Context, workspaceId: string, now: Date): Promise<number> {
  try {
    return await lookAtDates(context, workspaceId, { now })
  } catch (error) {
    if (isConnectionFailure(error)) throw error
    context.log.warn({ err: error, workspace: workspaceId }, 'a batch of due dates failed: looking at each by itself')
    return lookAtEach(context, workspaceId, now)
  }
}

/** One that cannot be looked at keeps no other; it is tried later and later, and given up in the end. */
async function lookAtEach(context: Context, workspaceId: string, now: Date): Promise<number> {
  const rows = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<{ type: string; id: string }>('due_dates_each', EACH, [workspaceId, now, ROWS_AT_ONCE]),
  )
  for (const { type, id } of rows) {
    try {
      await lookAtDates(context, workspaceId, { now, only: [type, id] })
    } catch (error) {
      if (isConnectionFailure(error)) throw error
      context.log.error({ err: error, workspace: workspaceId }, 'a due date could not be looked at')
      await context.db.tenant(workspaceId, (tx) =>
        tx.rows('due_dates_failed', FAILED, [workspaceId, type, id, now, MOST_FAILURES]),
      )
    }
  }
  return rows.length
}

/** From one workspace to the next by the index of what comes next, however many dates each has. */
export const WAITING = `
with recursive clock as (select coalesce($1::timestamptz, now()) as now), w as (
  (select workspace_id from due_dates where next_at is not null order by workspace_id limit 1)
  union all
  select (select d.workspace_id from due_dates d where d.next_at is not null and d.workspace_id > w.workspace_id
          order by d.workspace_id limit 1)
  from w where w.workspace_id is not null
)
select w.workspace_id, clock.now from w, clock
where w.workspace_id is not null
  and exists (select from due_dates d where d.workspace_id = w.workspace_id and d.next_at <= clock.now)
order by random() limit $2`

const EACH = `
select entity_type as type, entity_id as id from due_dates where workspace_id = $1 and next_at <= $2
order by next_at limit $3`

const FAILED = `
update due_dates set failures = failures + 1,
  next_at = case when failures + 1 < $5 then $4::timestamptz + make_interval(secs => 10 * 4 ^ (failures + 1)) end
where workspace_id = $1 and entity_type = $2 and entity_id = $3`
