import { CHANNELS } from '../../shared/preferences.ts'
import { type People, type Recipient, readPeople } from '../alerts/recipients.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { notFound } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import { readFacts } from '../messages/facts.ts'
import { type MessageRow, SELECT } from '../messages/row.ts'
import type { MessageOut } from '../messages/schema.ts'
import { showMessage } from '../messages/show.ts'
import { type FoundEvent, findEvent, happeningsOf, newestOfType, type Who, whoIs } from './read-event.ts'
import type { About, Happening } from './schema.ts'
import { findSomebody, NOTHING_SAID, naming } from './somebody.ts'
import { type AnyTrigger, triggersOf } from './triggers.ts'

/** By our id, or by whatever the product calls them. */
export type Whom = { id: string } | { ref: string }

/** What is on record of what somebody asks about. */
export interface Found {
  ref: string
  person: Recipient | undefined
  event: FoundEvent | null
  type: string | null
  /** A text that was asked for directly. */
  text: string | null
  messages: MessageOut[]
  happenings: Happening[]
  triggers: AnyTrigger[]
  people: People
}

/** @throws {Problem} 404 for an id that is nobody's here. */
export async function lookUp(context: Context, workspaceId: string, whom: Whom, about: About): Promise<Found> {
  const ref = 'id' in whom ? whom.id : whom.ref
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const person = await findSomebody(tx, workspaceId, ref)
    if ('id' in whom && person?.id !== ref) throw notFound('person')
    const who = whoIs(ref, person)
    const happenings = await happeningsOf(tx, workspaceId, sealer, who, context.now())
    const newest = happenings.find(({ got }) => !got) ?? happenings[0]
    const { event, text } = await chosen(tx, workspaceId, sealer, who, about, newest)
    const type = event?.row.type ?? about.event_type ?? null
    const triggers = type ? await triggersOf(tx, workspaceId, type) : []
    const fitting = { payload: event?.payload ?? NOTHING_SAID, triggers: [...triggers, naming(ref)] }
    const people = await readPeople(tx, workspaceId, [fitting])
    const messages = event && person ? await messagesOf(context, tx, workspaceId, sealer, event.row.id, person.id) : []
    return { ref, person, event, type, text, messages, happenings, triggers, people }
  })
}

async function chosen(
  tx: Tx,
  workspaceId: string,
  sealer: Sealer,
  who: Who,
  { event, event_type }: About,
  newest: Happening | undefined,
): Promise<Pick<Found, 'event' | 'text'>> {
  if (event !== undefined) return { event: await findEvent(tx, workspaceId, sealer, event), text: null }
  if (event_type !== undefined)
    return { event: await newestOfType(tx, workspaceId, sealer, event_type, who), text: null }
  if (newest?.event_id) return { event: await findEvent(tx, workspaceId, sealer, newest.event_id), text: null }
  return { event: null, text: newest?.message_id ?? null }
}

/** By the key that keeps them one for each channel. */
async function messagesOf(
  context: Context,
  tx: Tx,
  workspaceId: string,
  sealer: Sealer,
  eventId: string,
  personId: string,
): Promise<MessageOut[]> {
  const keys = CHANNELS.map((channel) => `${eventId}|${personId}|${channel}`)
  const [facts, rows] = await Promise.all([
    readFacts(context, tx, workspaceId),
    tx.rows<MessageRow>('diagnosis_messages', `${SELECT} and m.dedupe_key = any($2::text[])`, [workspaceId, keys]),
  ])
  return rows.map((row) => showMessage(row, facts, sealer))
}
