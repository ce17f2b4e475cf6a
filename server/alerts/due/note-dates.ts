import type { Tx } from '../../kit/db.ts'
import type { Payload } from '../accept-events.ts'
import { dueIn, overIn } from './due.ts'
import { type Entity, holdDates, type KnownDate, keepDates, keyOf } from './known-dates.ts'
import { firstLook, PASSED, type Timed } from './moments.ts'
import { timedTriggers } from './timed-triggers.ts'

/** An event, and what it said. */
export interface Saying {
  event: { id: string; type: string; occurred_at: Date }
  payload: Payload
}

/**
 * Keeps what a batch of events says of when items are due, before anything else of the batch is stored: whoever holds a
 * date waits for nothing that comes later here.
 *
 * @returns which of them say that a date is over of which we told already, each with the event by which we did.
 */
export async function noteDates(
  tx: Tx,
  workspaceId: string,
  batch: readonly Saying[],
  now: Date,
): Promise<Map<string, string>> {
  const known = await holdDates(tx, workspaceId, entitiesOf(batch))
  if (known.size === 0 && !batch.some(({ payload }) => dueIn(payload))) return new Map()
  const timed = await timedTriggers(tx, workspaceId)
  const told = new Map<string, string>()
  const changed = new Map<string, KnownDate>()
  for (const saying of batch) {
    const key = keyOf(saying.payload.entity)
    const before = changed.get(key) ?? known.get(key)
    const after = withSaid(before, saying, timed, now)
    if (!after) continue
    if (after.passed_by === 'schedule' && saying.event.type === PASSED)
      told.set(saying.event.id, after.passed_event_id!)
    changed.set(key, after)
  }
  if (changed.size > 0) await keepDates(tx, workspaceId, [...changed.values()])
  return told
}

export function entitiesOf(batch: readonly Pick<Saying, 'payload'>[]): Entity[] {
  const all = new Map(batch.map(({ payload: { entity } }) => [keyOf(entity), { type: entity.type, id: entity.id }]))
  return [...all.values()]
}

/** What is known of an item after an event; undefined while nobody ever said when it is due. */
export function withSaid(
  before: KnownDate | undefined,
  { event, payload }: Saying,
  timed: readonly Timed[],
  now: Date,
): KnownDate | undefined {
  const said = dueIn(payload)
  if (!before && !said?.due) return undefined
  const was = before ?? nothing(payload, event.occurred_at, now)
  const newer = said && event.occurred_at >= was.due_as_of
  const due = newer ? said.due : was.due
  const isMoved = due !== was.due
  const row: KnownDate = {
    ...was,
    due,
    due_as_of: newer ? event.occurred_at : was.due_as_of,
    ...overAfter(was, event, payload),
    ...(isMoved && { learned_at: now, passed_by: null, passed_event_id: null }),
    said_in: { ...was.said_in, ...partsOf(event.id, payload) },
  }
  if (event.type === PASSED && row.passed_by === null)
    Object.assign(row, { passed_by: 'product', passed_event_id: event.id })
  return { ...row, ...whenToLook(was, row, isMoved, timed, now) }
}

function nothing({ entity }: Payload, asOf: Date, now: Date): KnownDate {
  return {
    entity_type: entity.type.toWellFormed(),
    entity_id: entity.id.toWellFormed(),
    due: null,
    due_as_of: asOf,
    learned_at: now,
    over: null,
    over_as_of: null,
    said_in: {},
    passed_by: null,
    passed_event_id: null,
    relook: false,
    next_at: null,
  }
}

function overAfter(was: KnownDate, { type, occurred_at }: Saying['event'], payload: Payload) {
  const over = overIn(type, payload)
  if (over === undefined || (was.over_as_of && occurred_at < was.over_as_of)) return {}
  return { over, over_as_of: occurred_at }
}

/** A part that an event is silent about stays as the last one said it. */
function partsOf(id: string, { entity, recipients = {} }: Payload): Record<string, string> {
  const hasItem = entity.identifier !== undefined || entity.title !== undefined || entity.url !== undefined
  return {
    ...(hasItem && { item: id }),
    ...(entity.properties && { properties: id }),
    ...Object.fromEntries(Object.keys(recipients).map((role) => [`role:${role}`, id])),
  }
}

function whenToLook(was: KnownDate, row: KnownDate, isMoved: boolean, timed: readonly Timed[], now: Date) {
  if (row.due === null || row.over !== null) return { next_at: null, relook: false }
  const isAnew = isMoved || was.over !== null || was.relook
  return isAnew ? { next_at: firstLook(row.due, timed, now) ?? null, relook: false } : {}
}
