import type { Context } from '../kit/context.ts'
import { isConnectionFailure, type Tx } from '../kit/db.ts'
import { storeLinks } from '../links/links.ts'
import { storeNotifications } from '../messages/notify.ts'
import type { Payload } from './accept-events.ts'
import { fits } from './conditions.ts'
import { type Decision, decide } from './decide.ts'
import { noteDates } from './due/note-dates.ts'
import { openPayload, type StoredDecision } from './events.ts'
import { makeNotifications } from './notifications.ts'
import { type People, readPeople } from './recipients.ts'
import { activeTriggers, type Trigger } from './triggers.ts'

/** An event whose place in the queue this transaction has taken. */
export interface Taken {
  id: string
  type: string
  payload_sealed: Buffer
  occurred_at: Date
  made_by_kind: string
  made_by_id: string
  made_by_name: string
}

export interface Decided {
  event: Taken
  payload: Payload
  triggers: Trigger[]
  decision: Decision
  /** We told already that this date is over, by this event. */
  repeats?: string | undefined
}

const AT_ONCE = 500
/** A batch ends where so many are told. */
const MOST_TOLD = 5000
const MOST_FAILURES = 5
/** More of them would be a list that nobody reads. */
const LISTED_LEFT_OUT = 200

/**
 * Looks at events that wait, a batch of one workspace in one transaction: which triggers fit, who is told, and the messages
 * themselves stand together with the event's outcome, or the events wait still. One that cannot be looked at is tried by
 * itself, later and later, so that it keeps no other, and is given up in the end.
 *
 * @returns how many were looked at.
 */
export async function processEvents(context: Context, workspaceId: string): Promise<number> {
  try {
    return await processBatch(context, workspaceId, null)
  } catch (error) {
    if (isConnectionFailure(error)) throw error
    context.log.warn({ err: error, workspace: workspaceId }, 'a batch of events failed: looking at each by itself')
    return processEach(context, workspaceId)
  }
}

async function processEach(context: Context, workspaceId: string): Promise<number> {
  const due = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<{ id: string }>('events_due', DUE, [workspaceId, AT_ONCE]),
  )
  for (const { id } of due) {
    try {
      await processBatch(context, workspaceId, id)
    } catch (error) {
      if (isConnectionFailure(error)) throw error
      context.log.error({ err: error, event: id }, 'an event could not be looked at')
      await context.db.tenant(workspaceId, (tx) => noteFailure(tx, workspaceId, id))
    }
  }
  return due.length
}

async function processBatch(context: Context, workspaceId: string, only: string | null): Promise<number> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const events = await tx.rows<InQueue>('events_take', TAKE, [workspaceId, AT_ONCE, only])
    if (events.length === 0) return 0
    const triggers = await activeTriggers(tx, workspaceId, [...new Set(events.map(({ type }) => type))])
    const said = events.map((event) => ({ event, payload: openPayload(event, sealer) }))
    const told = await noteDates(tx, workspaceId, said, events[0]!.now)
    const looked = said.map(({ event, payload }) => {
      const repeats = told.get(event.id)
      const fitting = triggers.filter(
        ({ event_type, conditions }) => !repeats && event_type === event.type && fits(conditions, event.type, payload),
      )
      return { event, payload, triggers: fitting, repeats }
    })
    const people = await readPeople(tx, workspaceId, looked)
    const decided = decideSome(looked, people)
    if (decided.length < looked.length) await putBack(tx, workspaceId, events.slice(decided.length))
    const { notifications, links } = await makeNotifications(context, tx, workspaceId, decided, people)
    await storeLinks(tx, workspaceId, links)
    await storeNotifications(tx, workspaceId, notifications)
    await noteDecisions(tx, workspaceId, decided)
    return decided.length
  })
}

/** As many as reach so many people together, and one at least: each may reach a group of thousands. */
function decideSome(looked: Omit<Decided, 'decision'>[], people: People): Decided[] {
  const decided: Decided[] = []
  let told = 0
  for (const one of looked) {
    if (told >= MOST_TOLD) break
    const decision = decide(one.event.type, one.payload, one.triggers, people)
    told += decision.told.length
    decided.push({ ...one, decision })
  }
  return decided
}

async function putBack(tx: Tx, workspaceId: string, events: InQueue[]): Promise<void> {
  await tx.rows('events_put_back', PUT_BACK, [
    workspaceId,
    events.map(({ id }) => id),
    events.map(({ failures }) => failures),
  ])
}

type InQueue = Taken & { now: Date; failures: number }

async function noteDecisions(tx: Tx, workspaceId: string, decided: Decided[]): Promise<void> {
  await tx.rows('events_decided', DECIDED, [
    workspaceId,
    decided.map(({ event }) => event.id),
    decided.map(outcomeOf),
    decided.map((one) => JSON.stringify(summary(one))),
  ])
}

function outcomeOf({ triggers, decision, repeats }: Decided): string {
  if (repeats) return 'nobody'
  if (triggers.length === 0) return 'no_trigger'
  return decision.told.length > 0 ? 'reached' : 'nobody'
}

export function summary({
  triggers,
  decision: { told, leftOut },
  repeats,
}: Pick<Decided, 'decision' | 'repeats'> & { triggers: { id: string }[] }): StoredDecision {
  return {
    triggers: triggers.map(({ id }) => id),
    told: told.length,
    // JSON of the database takes no half of a character.
    left_out: leftOut.slice(0, LISTED_LEFT_OUT).map((one) => ({ ...one, ref: one.ref.toWellFormed() })),
    left_out_more: Math.max(0, leftOut.length - LISTED_LEFT_OUT),
    ...(repeats && { repeats }),
  }
}

async function noteFailure(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.rows('event_failed', FAILED, [workspaceId, id, MOST_FAILURES])
}

const DUE = `
select id from event_queue where workspace_id = $1 and due_at <= now() order by id limit $2`

const TAKE = `
with due as (
  select id from event_queue
  where workspace_id = $1 and due_at <= now() and ($3::text is null or id = $3)
  order by id limit $2 for update skip locked
), taken as (
  delete from event_queue q using due where q.workspace_id = $1 and q.id = due.id returning q.id, q.failures
)
select e.id, e.type, e.payload_sealed, e.occurred_at, e.made_by_kind, e.made_by_id, e.made_by_name, now() as now,
  taken.failures
from taken join events e on e.workspace_id = $1 and e.id = taken.id
order by e.id`

const PUT_BACK = `
insert into event_queue (workspace_id, id, failures)
select $1, e.id, e.failures from unnest($2::text[], $3::smallint[]) as e(id, failures)`

const DECIDED = `
update events e set outcome = d.outcome, decision = d.decision, processed_at = now(), trouble = null
from unnest($2::text[], $3::text[], $4::jsonb[]) as d(id, outcome, decision)
where e.workspace_id = $1 and e.id = d.id`

const FAILED = `
with due as (
  select id, failures + 1 as failures from event_queue where workspace_id = $1 and id = $2 for update
), given_up as (
  delete from event_queue q using due d where q.workspace_id = $1 and q.id = d.id and d.failures >= $3
), later as (
  update event_queue q set failures = d.failures, due_at = now() + make_interval(secs => 10 * 4 ^ d.failures)
  from due d where q.workspace_id = $1 and q.id = d.id and d.failures < $3
)
update events e set trouble = 'Looking at it failed ' || d.failures || case d.failures when 1 then ' time.' else ' times.' end,
  outcome = case when d.failures >= $3 then 'failed' else e.outcome end,
  processed_at = case when d.failures >= $3 then now() end
from due d where e.workspace_id = $1 and e.id = d.id`
