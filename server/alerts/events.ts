import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt, isId } from '../kit/id.ts'
import { NO_CURSOR, toPage } from '../kit/page.ts'
import { invalid, notFound } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import { type Payload, payloadPurpose } from './accept-events.ts'
import type { EventOut, EventQuery } from './schema.ts'

export interface EventRow {
  id: string
  external_id: string | null
  type: string
  payload_sealed: Buffer
  outcome: EventOut['outcome']
  decision: StoredDecision | null
  trouble: string | null
  made_by_kind: string
  made_by_name: string
  occurred_at: Date
  received_at: Date
  processed_at: Date | null
}

/** What is kept of a decision: whoever was told has a message, which says the rest. */
export interface StoredDecision {
  triggers: string[]
  told: number
  left_out: { ref: string; trigger: string; why: string }[]
  /** How many more were left out than are listed. */
  left_out_more: number
  /** That a date is over was told of it already, by this event. */
  repeats?: string
}

const SELECT = `
select e.id, e.external_id, e.type, e.payload_sealed, e.outcome, e.decision, e.trouble, e.made_by_kind, e.made_by_name, e.occurred_at,
  e.received_at, e.processed_at
from events e where e.workspace_id = $1`

/** Comes after every id. */
const NO_END = '~'

/** One page, newest first. */
export async function listEvents(
  context: Context,
  { workspaceId }: Actor,
  query: EventQuery,
): Promise<{ items: EventOut[]; next: string | null }> {
  const { name, text, values } = statement(workspaceId, query)
  const sealer = await context.keys.forWorkspace(workspaceId)
  const rows = await context.db.tenant(workspaceId, (tx) => tx.rows<EventRow>(name, text, values))
  const page = toPage(rows, query.limit)
  return { items: page.rows.map((row) => showEvent(row, openPayload(row, sealer))), next: page.next }
}

/** @throws {Problem} 404 for one that is missing or another workspace's. */
export async function findEvent(tx: Tx, workspaceId: string, id: string): Promise<EventRow> {
  const rows = await tx.rows<EventRow>('event_find', `${SELECT} and e.id = $2`, [workspaceId, id])
  if (!rows[0]) throw notFound('event')
  return rows[0]
}

export function openPayload({ id, payload_sealed }: Pick<EventRow, 'id' | 'payload_sealed'>, sealer: Sealer): Payload {
  return JSON.parse(sealer.open(payloadPurpose(id), payload_sealed)) as Payload
}

export function showEvent(row: EventRow, { entity }: Payload): EventOut {
  const { identifier = null, title = null, url = null } = entity
  return {
    id: row.id,
    external_id: row.external_id,
    type: row.type,
    entity: { type: entity.type, id: entity.id, identifier, title, url },
    outcome: row.outcome,
    told: row.decision?.told ?? 0,
    outcome_text: sentence(row),
    occurred_at: row.occurred_at.toISOString(),
    received_at: row.received_at.toISOString(),
    processed_at: row.processed_at?.toISOString() ?? null,
  }
}

function sentence({ outcome, decision, trouble }: EventRow): string {
  switch (outcome) {
    case 'waiting':
      return trouble ? `It could not be looked at yet: ${trouble} It is tried again.` : 'Waiting to be looked at.'
    case 'no_trigger':
      return 'No active trigger fitted it.'
    case 'nobody':
      if (decision!.repeats) return 'That this date is over was told already.'
      return `${counted(decision!.triggers.length, 'trigger')} fitted it, and nobody was to be told.`
    case 'reached':
      return `${counted(decision!.triggers.length, 'trigger')} fitted it, and ${counted(decision!.told, 'person', 'people')} ${decision!.told === 1 ? 'was' : 'were'} told.`
    case 'failed':
      return `It was given up: ${trouble ?? 'looking at it failed.'}`
  }
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Each single filter is read off an index of its own in order of id; of two, the second thins out what the first finds. */
function statement(workspaceId: string, query: EventQuery): { name: string; text: string; values: unknown[] } {
  const { type, outcome, entity_type, entity_id, after, since, until, limit } = query
  if (after !== undefined && !isId('evt', after)) throw invalid([NO_CURSOR])
  if (entity_id !== undefined && entity_type === undefined)
    throw invalid([{ pointer: '/entity_type', detail: 'Say of which type the entity is.' }])
  const ends = [after, until && idAt(until)].filter((end) => end !== undefined)
  const values: unknown[] = [workspaceId, since ? idAt(since) : '', ends.sort()[0] ?? NO_END, limit + 1]
  const conditions = ['e.id >= $2', 'e.id < $3']
  const parts: string[] = []
  for (const [column, value] of Object.entries({ type, outcome, entity_type, entity_id })) {
    if (value === undefined) continue
    conditions.push(`e.${column} = $${values.push(value)}`)
    parts.push(column)
  }
  const text = `${SELECT} and ${conditions.join(' and ')} order by e.id desc limit $4::int`
  return { name: ['events_list', ...parts].join('_'), text, values }
}

/** Ids begin in 1970; nothing happened before. */
function idAt(time: string): string {
  return firstIdAt('evt', new Date(Math.max(0, Date.parse(time))))
}
