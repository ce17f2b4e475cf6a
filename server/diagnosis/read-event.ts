import type { Payload } from '../alerts/accept-events.ts'
import { type EventRow, openPayload, showEvent } from '../alerts/events.ts'
import type { Recipient } from '../alerts/recipients.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt } from '../kit/id.ts'
import type { Sealer } from '../kit/seal.ts'
import type { Happening } from './schema.ts'

export interface FoundEvent {
  row: EventRow
  payload: Payload
}

const LOOKED_AT = 1000
const SHOWN = 20
const DAY_MS = 24 * 3600_000

const COLUMNS = `id, external_id, type, payload_sealed, outcome, decision, trouble, made_by_kind, made_by_name, occurred_at,
  received_at, processed_at`

/** By our id, or by the product's. */
export async function findEvent(tx: Tx, workspaceId: string, sealer: Sealer, id: string): Promise<FoundEvent | null> {
  const rows = await tx.rows<EventRow>(
    'diagnosis_event',
    `select ${COLUMNS} from events where workspace_id = $1 and (id = $2 or known_by = 'id:' || $2) order by id = $2 desc limit 1`,
    [workspaceId, id],
  )
  return rows[0] ? opened(rows[0], sealer) : null
}

/** The newest of a type that has to do with somebody; where none has, the newest of the type. */
export async function newestOfType(
  tx: Tx,
  workspaceId: string,
  sealer: Sealer,
  type: string,
  who: Who,
): Promise<FoundEvent | null> {
  const rows = await tx.rows<EventRow>(
    'diagnosis_of_type',
    `select ${COLUMNS} from events where workspace_id = $1 and type = $2 order by id desc limit ${LOOKED_AT}`,
    [workspaceId, type],
  )
  const found = rows.map((row) => opened(row, sealer)).find((event) => isAbout(event, who)) ?? rows[0]
  return found ? ('payload' in found ? found : opened(found, sealer)) : null
}

/** Somebody by all that an event may call them; who is unknown has a name and no id. */
export interface Who {
  personId: string | null
  refs: ReadonlySet<string>
  numberHash: Buffer | null
}

export function whoIs(ref: string, person: Recipient | undefined): Who {
  const refs = [ref, person?.id, person?.external_id].filter((one) => one !== undefined && one !== null)
  return { personId: person?.id ?? null, refs: new Set(refs), numberHash: person?.number_hash ?? null }
}

function isAbout({ row, payload }: FoundEvent, { refs }: Who): boolean {
  const named = Object.values(payload.recipients ?? {}).flat()
  const left = row.decision?.left_out.map(({ ref }) => ref) ?? []
  return [...named, ...left].some((ref) => refs.has(ref))
}

function opened(row: EventRow, sealer: Sealer): FoundEvent {
  return { row, payload: openPayload(row, sealer) }
}

/** What of the last day somebody may have been told of, newest first: events, and texts that were asked for directly. */
export async function happeningsOf(
  tx: Tx,
  workspaceId: string,
  sealer: Sealer,
  who: Who,
  now: Date,
): Promise<Happening[]> {
  const since = new Date(now.getTime() - DAY_MS)
  const [events, messages] = await Promise.all([
    tx.rows<EventRow>('diagnosis_day', DAY, [workspaceId, firstIdAt('evt', since)]),
    tx.rows<Sent>('diagnosis_sent', SENT, [workspaceId, who.personId, who.numberHash, firstIdAt('msg', since)]),
  ])
  const byEvent = Map.groupBy(messages, ({ event_id }) => event_id)
  const ofEvents = events
    .map((row) => opened(row, sealer))
    .filter((one) => byEvent.has(one.row.id) || isAbout(one, who))
  const direct = byEvent.get(null) ?? []
  return [
    ...ofEvents.map(({ row, payload }) => ({
      ...{ event_id: row.id, message_id: null, event_type: row.type },
      name: showEvent(row, payload).entity.identifier,
      at: row.received_at.toISOString(),
      got: (byEvent.get(row.id) ?? []).some(({ got }) => got),
    })),
    ...direct.map(({ id, event_type, at, got }) => ({
      ...{ event_id: null, message_id: id, event_type, name: null, at: at.toISOString(), got },
    })),
  ]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, SHOWN)
}

interface Sent {
  id: string
  event_id: string | null
  event_type: string
  at: Date
  got: boolean
}

const DAY = `
select ${COLUMNS} from events where workspace_id = $1 and id >= $2 order by id desc limit ${LOOKED_AT}`

/** Two reads of two indexes; a text to their number that no event caused is theirs as well. */
const SENT = `
select m.id, m.event_id, m.event_type, m.created_at as at,
  m.status in ('sent', 'delivered', 'assumed_delivered') and m.redirected_sealed is null and m.provider is distinct from 'mailbox'
    and (m.channel <> 'in_app' or p.user_id is not null) as got
from (
  (select * from messages where workspace_id = $1 and person_id = $2 and id >= $4 order by id desc limit 300)
  union all
  (select * from messages where workspace_id = $1 and to_hash = $3 and person_id is null and id >= $4 order by id desc limit 100)
) m left join persons p on p.workspace_id = m.workspace_id and p.id = m.person_id`
