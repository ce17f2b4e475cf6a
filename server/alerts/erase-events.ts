import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt } from '../kit/id.ts'
import type { Sealer } from '../kit/seal.ts'
import { ALL_EVENTS, countErased, type SoughtOf, soughtPurpose } from '../people/erasures.ts'
import { payloadPurpose } from './accept-events.ts'
import { forgetDates } from './due/known-dates.ts'
import { type EventRow, openPayload } from './events.ts'
import { eraseFromEvent, type Sought, soughtIn } from './names-in-events.ts'

const EVENTS_AT_ONCE = 500
const PEOPLE_AT_ONCE = 200
/** Longer than any request, or any look at events, that began before. */
const ALL_OUT_SECONDS = 60
/** How far the clocks that make ids may be from the database's. */
const CLOCKS_MS = 300_000

/**
 * Looks through what a workspace was told to happen for people who were erased, a batch at a time and for many people at
 * once: what is said is sealed, so that no search finds them. It begins when all events of before were looked at. How far
 * it got is kept together with what it changed.
 *
 * @returns whether there is more to do at once.
 */
export async function erasingEventsTurn(context: Context): Promise<boolean> {
  return context.db.system(async (tx) => {
    const marks = await tx.rows<Mark>('erase_events_take', TAKE, [ALL_OUT_SECONDS, PEOPLE_AT_ONCE])
    const [first] = marks
    if (!first) return false
    const sealer = await context.keys.forWorkspace(first.workspaceId)
    const latest = Math.max(...marks.map(({ markedAt }) => markedAt.getTime()))
    const events = await tx.rows<StoredEvent>('erase_events_read', READ, [
      first.workspaceId,
      first.after,
      firstIdAt('evt', new Date(latest + CLOCKS_MS)),
      EVENTS_AT_ONCE,
    ])
    await eraseFrom(tx, sealer, marks, events)
    const after = events.length < EVENTS_AT_ONCE ? ALL_EVENTS : events.at(-1)!.id
    await tx.rows('erase_events_note', NOTE, [first.workspaceId, marks.map(({ personId }) => personId), after])
    return true
  })
}

interface Mark {
  workspaceId: string
  personId: string
  salt: Buffer
  sealed: Buffer
  markedAt: Date
  after: string
}

type StoredEvent = Pick<EventRow, 'id' | 'payload_sealed' | 'decision' | 'received_at'>

async function eraseFrom(tx: Tx, sealer: Sealer, marks: Mark[], events: StoredEvent[]): Promise<void> {
  const people = marks.map((mark): Sought & { markedAt: Date } => ({
    ...soughtIn(mark, JSON.parse(sealer.open(soughtPurpose(mark.personId), mark.sealed)) as SoughtOf),
    markedAt: mark.markedAt,
  }))
  const counts = new Map<string, number>()
  const changed = events.flatMap((event) => {
    const before = people.filter(({ markedAt }) => event.received_at <= markedAt)
    const payload = openPayload(event, sealer)
    const erased = eraseFromEvent({ payload, decision: event.decision }, before)
    for (const personId of erased?.of ?? []) counts.set(personId, (counts.get(personId) ?? 0) + 1)
    return erased ? [{ id: event.id, was: payload.entity, ...erased }] : []
  })
  if (changed.length === 0) return
  const { workspaceId } = marks[0]!
  await tx.rows('erase_events', ERASE, [
    workspaceId,
    changed.map(({ id }) => id),
    changed.map(({ id, payload }) => sealer.seal(payloadPurpose(id), JSON.stringify(payload))),
    changed.map(({ payload }) => payload.entity.id),
    changed.map(({ decision }) => decision && JSON.stringify(decision)),
  ])
  const renamed = changed.filter(({ was, payload }) => was.id !== payload.entity.id).map(({ was }) => was)
  if (renamed.length > 0) await forgetDates(tx, workspaceId, renamed)
  for (const [personId, count] of counts) await countErased(tx, { workspaceId, personId }, 'events', count)
}

/** The first event that waits is the oldest; an event that failed keeps its place. */
const IS_DUE = `e.events_after <> '${ALL_EVENTS}' and e.marked_at < now() - make_interval(secs => $1) and coalesce((
    select v.received_at > e.marked_at from event_queue q join events v on v.workspace_id = q.workspace_id and v.id = q.id
    where q.workspace_id = e.workspace_id order by q.id limit 1), true)`

const TAKE = `
with first as (
  select e.workspace_id, e.events_after from erasures e where ${IS_DUE} order by e.marked_at limit 1
)
select e.workspace_id as "workspaceId", e.person_id as "personId", e.salt, e.sought_sealed as sealed,
  e.marked_at as "markedAt", e.events_after as after
from first f join erasures e on e.workspace_id = f.workspace_id and e.events_after = f.events_after
where ${IS_DUE} order by e.marked_at limit $2 for update of e skip locked`

const READ = `
select id, payload_sealed, decision, received_at from events where workspace_id = $1 and id > $2 and id < $3
order by id limit $4::int`

/** A repeat of an event is still known by its key, and compared with nothing any more. */
const ERASE = `
update events e set payload_sealed = n.payload, entity_id = n.entity_id, decision = n.decision, content_hash = null
from unnest($2::text[], $3::bytea[], $4::text[], $5::jsonb[]) as n(id, payload, entity_id, decision)
where e.workspace_id = $1 and e.id = n.id`

const NOTE = `update erasures set events_after = $3 where workspace_id = $1 and person_id = any($2::text[])`
