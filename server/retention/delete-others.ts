import type { Tx } from '../kit/db.ts'
import { deleteCalls, IS_TOLD } from './delete-messages.ts'
import type { Deleted } from './schema.ts'

/** Replies among these but those that wait for somebody, and those by which an opt-out can be shown. */
export async function deleteReplies(tx: Tx, workspaceId: string, ids: string[]): Promise<Partial<Deleted>> {
  const gone = await tx.rows<{ id: string }>('retention_replies', REPLIES, [workspaceId, ids])
  if (gone.length === 0) return {}
  return { replies: gone.length, webhook_calls: await deleteCalls(tx, workspaceId, gone) }
}

/** An opt-out may stand in another workspace, where it reaches further than its own. */
export const REPLIES = `
delete from inbound_texts i
where i.workspace_id = $1 and i.id = any($2::text[]) and (i.reading <> 'perhaps_stop' or i.decision is not null)
  and not exists (select from opt_outs o where o.workspace_id = $1 and o.number_hash = i.from_hash and o.inbound_id = i.id)
  and not exists (select from opt_outs o where o.scope <> 'workspace' and o.number_hash = i.from_hash and o.inbound_id = i.id)
  and ${IS_TOLD('i.id')}
returning i.id`

/** Events among these but those that were not looked at, that a date or a message of their own age still needs. */
export async function deleteEvents(
  tx: Tx,
  workspaceId: string,
  ids: string[],
  firstMessageKept: string,
): Promise<Partial<Deleted>> {
  const gone = await tx.rows('retention_events', EVENTS, [workspaceId, ids, firstMessageKept])
  return gone.length === 0 ? {} : { events: gone.length }
}

export const EVENTS = `
delete from events e
where e.workspace_id = $1 and e.id = any($2::text[]) and e.outcome <> 'waiting'
  and not exists (select from event_queue q where q.workspace_id = $1 and q.id = e.id)
  and not exists (
    select from due_dates d
    where d.workspace_id = $1 and d.entity_type = e.entity_type and d.entity_id = e.entity_id
      and (d.passed_event_id = e.id or exists (select from jsonb_each_text(d.said_in) s where s.value = e.id)))
  and not exists (select from messages m where m.workspace_id = $1 and m.event_id = e.id and m.id < $3)
returning 1`
