import { createHash } from 'node:crypto'
import type { Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { newId } from '../../kit/id.ts'
import { type Payload, payloadPurpose } from '../accept-events.ts'
import type { Decision } from '../decide.ts'
import type { StoredDecision } from '../events.ts'
import { type Decided, summary } from '../process.ts'
import type { KnownDate } from './known-dates.ts'
import type { Item, Occasion, Planned } from './plan.ts'

/** What is told on an occasion now, and by which event: one of our own, since nobody posted it. */
export interface Telling {
  eventId: string
  knownBy: string
  /** Told in part already, to those whose morning came before. */
  earlier: StoredDecision | null
  occasion: Occasion
  payload: Payload
  decision: Decision
}

/** What was told of these dates already. */
export interface Met {
  /** Null where nobody is left. */
  tellingOf(item: Item, plan: Planned): Telling | null
  /** By which event some were told on an occasion. */
  eventOf(item: Item, occasion: Occasion): string | null
}

/** The same date, told of in the same way, is one event, however often it is come back to. No names stand in it. */
export function knownByOf({ entity_type, entity_id, due }: KnownDate, { type, daysAhead }: Occasion): string {
  const hash = createHash('sha256').update(JSON.stringify([entity_type, entity_id, due, type, daysAhead]))
  return `due:${hash.digest('base64url')}`
}

export async function metBefore(tx: Tx, workspaceId: string, items: readonly Item[]): Promise<Met> {
  const keys = items.flatMap(({ known, occasions }) => occasions.map((one) => knownByOf(known, one)))
  const events = keys.length ? await tx.rows<Told>('due_dates_told', TOLD, [workspaceId, keys]) : []
  const byKey = new Map(events.map((one) => [one.known_by, one]))
  const people = events.length
    ? await tx.rows<{ event_id: string; person_id: string }>('due_dates_reached', REACHED, [
        workspaceId,
        events.map(({ id }) => id),
      ])
    : []
  const reached = new Set(people.map(({ event_id, person_id }) => `${event_id}|${person_id}`))
  return {
    eventOf: ({ known }, occasion) => byKey.get(knownByOf(known, occasion))?.id ?? null,
    tellingOf({ known, payload }, { told, leftOut, ...occasion }) {
      const knownBy = knownByOf(known, occasion)
      const before = byKey.get(knownBy)
      const noted = new Set(before?.decision?.left_out.map(({ ref }) => ref))
      const decision = {
        told: before ? told.filter(({ recipient }) => !reached.has(`${before.id}|${recipient.id}`)) : told,
        leftOut: leftOut.filter(({ ref }) => !noted.has(ref)),
      }
      if (decision.told.length + decision.leftOut.length === 0) return null
      const eventId = before?.id ?? newId('evt')
      return { eventId, knownBy, earlier: before?.decision ?? null, occasion, payload, decision }
    },
  }
}

interface Told {
  id: string
  known_by: string
  decision: StoredDecision | null
}

const TOLD = 'select id, known_by, decision from events where workspace_id = $1 and known_by = any($2::text[])'

const REACHED = `
select distinct event_id, person_id from messages where workspace_id = $1 and event_id = any($2::text[]) and person_id is not null`

/** As events that were looked at. */
export async function keepOccasions(
  context: Context,
  tx: Tx,
  workspaceId: string,
  tellings: readonly Telling[],
): Promise<Decided[]> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const kept = tellings.map((telling) => ({ telling, decision: together(telling) }))
  const stored = await tx.rows<{ id: string; occurred_at: Date }>('due_dates_events', STORE, [
    workspaceId,
    tellings.map(({ eventId }) => eventId),
    tellings.map(({ knownBy }) => knownBy),
    tellings.map(({ occasion }) => occasion.type),
    tellings.map(({ payload }) => payload.entity.type),
    tellings.map(({ payload }) => payload.entity.id),
    tellings.map(({ eventId, payload }) => sealer.seal(payloadPurpose(eventId), JSON.stringify(payload))),
    kept.map(({ decision }) => (decision.told > 0 ? 'reached' : 'nobody')),
    kept.map(({ decision }) => JSON.stringify(decision)),
    ...Object.values(BY),
  ])
  const at = new Map(stored.map(({ id, occurred_at }) => [id, occurred_at]))
  return tellings.map(({ eventId, occasion, payload, decision }) => ({
    event: {
      id: eventId,
      type: occasion.type,
      payload_sealed: Buffer.alloc(0),
      occurred_at: at.get(eventId)!,
      made_by_kind: BY.kind,
      made_by_id: BY.id,
      made_by_name: BY.name,
    },
    payload,
    triggers: occasion.triggers,
    decision,
  }))
}

const BY = { kind: 'system', id: 'due_dates', name: 'Due dates' }

/** With what it decided for those whose morning came before. */
function together({ occasion, decision, earlier }: Telling): StoredDecision {
  const now = summary({ triggers: occasion.triggers, decision })
  if (!earlier) return now
  const listed = [...earlier.left_out, ...now.left_out]
  return {
    triggers: [...new Set([...earlier.triggers, ...now.triggers])],
    told: earlier.told + now.told,
    left_out: listed.slice(0, 200),
    left_out_more: earlier.left_out_more + now.left_out_more + Math.max(0, listed.length - 200),
  }
}

const STORE = `
insert into events (workspace_id, id, known_by, type, entity_type, entity_id, payload_sealed, outcome, decision, made_by_kind,
  made_by_id, made_by_name, occurred_at, processed_at)
select $1, e.id, e.known_by, e.type, e.entity_type, e.entity_id, e.payload, e.outcome, e.decision, $10, $11, $12, now(), now()
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::text[], $9::jsonb[])
  as e(id, known_by, type, entity_type, entity_id, payload, outcome, decision)
on conflict (workspace_id, id) do update set outcome = excluded.outcome, decision = excluded.decision, processed_at = now()
returning id, occurred_at`
