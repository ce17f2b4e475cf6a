import { createHash } from 'node:crypto'
import type { Actor, Context } from '../kit/context.ts'
import { isRefusedValue, type Tx } from '../kit/db.ts'
import { type Group, startGroup } from '../kit/group.ts'
import { newId } from '../kit/id.ts'
import { keyReused } from '../kit/idempotency.ts'
import type { EventAccepted, EventInput } from './schema.ts'

/** What is kept sealed of an event. */
export type Payload = Pick<EventInput, 'actor' | 'entity' | 'before' | 'after' | 'recipients'>

interface Row {
  id: string
  actor: Actor
  event: EventInput
  /** What a repeat is known by. */
  knownBy: string | null
  contentHash: Buffer | null
  payloadSealed: Buffer
}

export type AcceptEvents = (actor: Actor, events: EventInput[], key: string | undefined) => Promise<EventAccepted[]>

export function payloadPurpose(id: string): string {
  return `events.payload|${id}`
}

/**
 * Stores events to be looked at by the worker. Requests of one workspace that arrive together share a transaction, so
 * that each is durable before it is answered without paying for its own flush.
 *
 * @throws {Problem} 422 for a key that came with other events before.
 */
export function openEvents(context: Context): AcceptEvents {
  const groups = new Map<string, Group<Row[], EventAccepted[]>>()
  const groupOf = (workspaceId: string) => {
    let group = groups.get(workspaceId)
    if (!group) {
      if (groups.size > 5000) groups.clear()
      group = startGroup({
        maxItems: 256,
        maxAtOnce: 1,
        isOfOne: isRefusedValue,
        work: (requests) => store(context, workspaceId, requests),
      })
      groups.set(workspaceId, group)
    }
    return group
  }
  return async (actor, events, key) => {
    const sealer = await context.keys.forWorkspace(actor.workspaceId)
    const rows = events.map((event, i): Row => {
      const id = newId('evt')
      const { entity, actor: by, before, after, recipients } = event
      const payload = JSON.stringify({ actor: by, entity, before, after, recipients } satisfies Payload)
      const byKey = event.id === undefined && key !== undefined
      return {
        id,
        actor,
        event,
        knownBy: event.id !== undefined ? `id:${event.id}` : byKey ? `key:${key}:${i}` : null,
        contentHash: byKey
          ? createHash('sha256').update(`${event.type}|${event.occurred_at}|${payload}`).digest()
          : null,
        payloadSealed: sealer.seal(payloadPurpose(id), payload),
      }
    })
    const accepted = await groupOf(actor.workspaceId).add(rows)
    context.wake.say('events')
    return accepted
  }
}

interface Known {
  known_by: string
  id: string
  content_hash: Buffer | null
}

async function store(context: Context, workspaceId: string, requests: Row[][]): Promise<(EventAccepted[] | Error)[]> {
  return context.db.tenant(workspaceId, async (tx) => {
    // In one order everywhere, so that two transactions with the same ids do not wait for each other in a circle.
    const rows = requests.flat().sort((a, b) => ((a.knownBy ?? '') < (b.knownBy ?? '') ? -1 : 1))
    const stored = await insert(tx, workspaceId, rows)
    const repeats = rows.filter(({ id }) => !stored.has(id)).map(({ knownBy }) => knownBy)
    const known = repeats.length ? await tx.rows<Known>('events_known', KNOWN, [workspaceId, repeats]) : []
    const byKey = new Map(known.map((one) => [one.known_by, one]))
    const answers = requests.map((request) => answer(request, stored, byKey))
    // All of a request is stored, or nothing is.
    const undone = requests.filter((_, i) => answers[i] === null).flatMap((request) => request.map(({ id }) => id))
    if (undone.length > 0) await tx.rows('events_undo', UNDO, [workspaceId, undone])
    return answers.map((one) => one ?? keyReused())
  })
}

async function insert(tx: Tx, workspaceId: string, rows: Row[]): Promise<Set<string>> {
  const column = <T>(pick: (row: Row) => T): T[] => rows.map(pick)
  const inserted = await tx.rows<{ id: string }>('events_store', STORE, [
    workspaceId,
    column((row) => row.id),
    column((row) => row.event.id ?? null),
    column((row) => row.knownBy),
    column((row) => row.contentHash),
    column((row) => row.event.type),
    column((row) => row.event.entity.type),
    column((row) => row.event.entity.id),
    column((row) => row.payloadSealed),
    column((row) => row.actor.kind),
    column((row) => row.actor.id),
    column((row) => row.actor.name),
    column((row) => row.event.occurred_at ?? null),
  ])
  return new Set(inserted.map(({ id }) => id))
}

/** Null where a key came with other events before. */
function answer(
  request: Row[],
  stored: ReadonlySet<string>,
  known: ReadonlyMap<string, Known>,
): EventAccepted[] | null {
  const answers: EventAccepted[] = []
  for (const { id, knownBy, contentHash } of request) {
    const first = stored.has(id) ? null : known.get(knownBy!)!
    // Nothing is left to compare with once somebody was erased from it.
    if (first?.content_hash && contentHash && !first.content_hash.equals(contentHash)) return null
    answers.push(first ? { id: first.id, repeated: true } : { id, repeated: false })
  }
  return answers
}

const STORE = `
with stored as (
  insert into events (workspace_id, id, external_id, known_by, content_hash, type, entity_type, entity_id, payload_sealed,
    made_by_kind, made_by_id, made_by_name, occurred_at)
  select $1, e.id, e.external_id, e.known_by, e.content_hash, e.type, e.entity_type, e.entity_id, e.payload,
    e.by_kind, e.by_id, e.by_name, coalesce(e.occurred_at, now())
  from unnest($2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::text[],
    $11::text[], $12::text[], $13::timestamptz[]) as e(id, external_id, known_by, content_hash, type, entity_type, entity_id,
      payload, by_kind, by_id, by_name, occurred_at)
  on conflict (workspace_id, known_by) where known_by is not null do nothing
  returning id
), waiting as (
  insert into event_queue (workspace_id, id) select $1, id from stored
)
select id from stored`

const KNOWN = `select known_by, id, content_hash from events where workspace_id = $1 and known_by = any($2::text[])`

const UNDO = `
with gone as (delete from events where workspace_id = $1 and id = any($2::text[]) returning id)
delete from event_queue q using gone where q.workspace_id = $1 and q.id = gone.id`
