import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import type { Payload } from './accept-events.ts'
import { readDates } from './due/known-dates.ts'
import { readSaid } from './due/said.ts'
import { showDates, showUnreadable } from './due/show-dates.ts'
import { findEvent, openPayload, type StoredDecision, showEvent } from './events.ts'
import type { EventDetail } from './schema.ts'

const SHOWN_PEOPLE = 200

type Shown = EventDetail['reached'][number]['messages'][number]

interface Reached {
  id: string
  channel: Shown['channel']
  status: Shown['status']
  skip_reason: Shown['skip_reason']
  person_id: string
  trigger_id: string
}

/** An event with what came of it: which triggers fitted, who was told how, and why others were not. */
export async function readEvent(context: Context, { workspaceId }: Actor, id: string): Promise<EventDetail> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const row = await findEvent(tx, workspaceId, id)
    const payload = openPayload(row, sealer)
    const decision: StoredDecision = row.decision ?? { triggers: [], told: 0, left_out: [], left_out_more: 0 }
    const messages = await tx.rows<Reached>('event_messages', MESSAGES, [workspaceId, id, SHOWN_PEOPLE * 3])
    const leftOut = decision.left_out
    const names = await namesOf(tx, workspaceId, [
      ...messages.map(({ person_id }) => person_id),
      ...leftOut.map(({ ref }) => ref),
    ])
    const triggers = await triggerNames(tx, workspaceId, decision.triggers)
    const { actor = null, entity, before = null, after = null, recipients = null } = payload
    const byPerson = Map.groupBy(messages, ({ person_id }) => person_id)
    return {
      ...showEvent(row, payload),
      actor,
      properties: entity.properties ?? null,
      before,
      after,
      recipients,
      made_by: { kind: row.made_by_kind, name: row.made_by_name },
      triggers: decision.triggers.map((trigger) => ({ id: trigger, name: triggers.get(trigger) ?? null })),
      reached: [...byPerson].slice(0, SHOWN_PEOPLE).map(([person, theirs]) => ({
        person_id: person,
        name: names.get(person) ?? null,
        trigger_id: theirs[0]!.trigger_id,
        messages: theirs.map(({ id: message, channel, status, skip_reason }) => ({
          id: message,
          channel,
          status,
          skip_reason,
        })),
      })),
      reached_more: Math.max(0, decision.told - SHOWN_PEOPLE),
      left_out: leftOut.map(({ ref, trigger, why }) => ({
        ref,
        name: names.get(ref) ?? null,
        trigger_id: trigger,
        why: why as EventDetail['left_out'][number]['why'],
      })),
      left_out_more: decision.left_out_more,
      due: await dueOf(tx, workspaceId, payload, sealer),
    }
  })
}

async function dueOf(tx: Tx, workspaceId: string, event: Payload, sealer: Sealer) {
  const [known] = (await readDates(tx, workspaceId, [event.entity])).values()
  if (!known) return showUnreadable(event)
  const [shown] = await showDates(tx, workspaceId, [{ known, event }], await readSaid(tx, workspaceId, [known], sealer))
  return shown!
}

const MESSAGES = `
select id, channel, status, skip_reason, person_id, trigger_id from messages
where workspace_id = $1 and event_id = $2 order by id limit $3::int`

async function namesOf(tx: Tx, workspaceId: string, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(
    'event_names',
    `select id, coalesce(nullif(trim(first_name || ' ' || last_name), ''), email, external_id, '') as name from persons
     where workspace_id = $1 and id = any($2::text[])`,
    [workspaceId, [...new Set(ids)]],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function triggerNames(tx: Tx, workspaceId: string, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(
    'event_triggers',
    'select id, name from triggers where workspace_id = $1 and id = any($2::text[])',
    [workspaceId, ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
