import type { Channel } from '../../shared/preferences.ts'
import type { Actor } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { postMessageMails } from '../mail/message-mails.ts'
import { CLASS_RULES } from './classes.ts'
import { makeLanes } from './store.ts'

/** One message to one person on one channel, judged and sealed. */
export interface Notification {
  id: string
  channel: Channel
  status: 'queued' | 'delivered' | 'skipped'
  skipReason: string | null
  personId: string
  /** Null of a mail in the words of a text that no event caused. */
  eventId: string | null
  triggerId: string | null
  /** Which version of which template: `mentioned@3`. */
  template: string | null
  /** Goes by the next channel where it cannot go by this one (fall-through). */
  urgent: boolean
  /** What could not go, where an urgent alert went by this instead. */
  insteadOf: string | null
  /** And the other way round: what went instead of this. */
  insteadBy?: { id: string; channel: Channel }
  /** Ties the channels of one notification together. */
  groupId: string
  toHash: Buffer | null
  toSealed: Buffer | null
  country: string | null
  bodySealed: Buffer
  encoding: 'GSM-7' | 'UCS-2' | null
  segments: number
  eventType: string
  occurredAt: Date
  url: string | null
  vouchedBy: 'directory' | 'person'
  costMicros: number
  currency: string
  madeBy: Pick<Actor, 'id' | 'name'> & { kind: string }
}

/** Said once it is stored that there may be something new in inboxes of the workspace. */
export function inboxTopic(workspaceId: string): string {
  return `inbox ${workspaceId}`
}

/**
 * Stores messages that an event caused, texts with their place in the queue and what stands in an inbox with that. A
 * second message for the same event, person and channel is left out.
 *
 * @returns the ids of those that are new.
 */
export async function storeNotifications(tx: Tx, workspaceId: string, rows: Notification[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  if (rows.some(({ channel, status }) => channel === 'sms' && status === 'queued'))
    await makeLanes(tx, workspaceId, ['alert'])
  const column = <T>(pick: (row: Notification) => T): T[] => rows.map(pick)
  const stored = await tx.rows<{ id: string }>('notify_store', STORE, [
    workspaceId,
    column((row) => row.id),
    column((row) => row.channel),
    column((row) => row.status),
    column((row) => row.skipReason),
    column((row) => row.personId),
    column((row) => row.eventId),
    column((row) => row.triggerId),
    column((row) => row.template),
    column((row) => row.groupId),
    column((row) => row.toHash),
    column((row) => row.toSealed),
    column((row) => row.country),
    column((row) => row.bodySealed),
    column((row) => row.encoding),
    column((row) => row.segments),
    column((row) => row.eventType),
    column((row) => row.occurredAt),
    column((row) => row.url),
    column((row) => row.vouchedBy),
    column((row) => row.costMicros),
    column((row) => row.currency),
    column((row) => row.madeBy.kind),
    column((row) => row.madeBy.id),
    column((row) => row.madeBy.name),
    CLASS_RULES.alert.validForSeconds,
    column((row) => row.insteadOf),
    column((row) => row.urgent),
    column((row) => row.insteadBy?.id ?? null),
    column((row) => row.insteadBy?.channel ?? null),
  ])
  const ids = new Set(stored.map(({ id }) => id))
  const mailed = rows.filter(({ id, channel }) => channel === 'email' && ids.has(id))
  await postMessageMails(
    tx,
    workspaceId,
    mailed.map(({ id }) => id),
    CLASS_RULES.alert.validForSeconds,
  )
  return ids
}

const STORE = `
with wanted as materialized (
  select * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::bytea[], $12::bytea[], $13::text[], $14::bytea[], $15::text[], $16::smallint[], $17::text[], $18::timestamptz[], $19::text[],
    $20::text[], $21::bigint[], $22::text[], $23::text[], $24::text[], $25::text[], $27::text[],
    $28::boolean[], $29::text[], $30::text[])
    as t(id, channel, status, skip_reason, person_id, event_id, trigger_id, template, group_id, to_hash, to_sealed, country, body_sealed,
      encoding, segments, event_type, occurred_at, url, vouched_by, cost_micros, currency, by_kind, by_id, by_name,
      instead_of, urgent, instead_by, fell_to)
), stored as (
  insert into messages (workspace_id, id, channel, class, status, skip_reason, lane, person_id, event_id, trigger_id, template, group_id,
    dedupe_key, to_hash, to_sealed, to_country, body_sealed, encoding, segments, event_type, occurred_at, url, vouched_by, made_by_kind,
    made_by_id, made_by_name, cost_micros, currency, not_after, finished_at, instead_of, urgent, instead_by, fell_to)
  select $1, id, channel, 'alert', status, skip_reason, 'alert', person_id, event_id, trigger_id, template, group_id,
    event_id || '|' || person_id || '|' || channel, to_hash, to_sealed, country, body_sealed, encoding, segments, event_type,
    occurred_at, url, vouched_by, by_kind, by_id, by_name, cost_micros, currency, now() + make_interval(secs => $26),
    case when status <> 'queued' then now() end, instead_of, urgent, instead_by, fell_to
  from wanted
  on conflict (workspace_id, dedupe_key) where dedupe_key is not null do nothing
  returning id, channel, status, segments, person_id, not_after
), waiting as (
  insert into queue (workspace_id, id, lane, segments, due_at, not_after)
  select $1, id, 'alert', segments, now(), not_after from stored where channel = 'sms' and status = 'queued'
), woken as (
  update lanes set awake = true where workspace_id = $1 and lane = 'alert' and not awake
), shown as (
  insert into inbox_items (workspace_id, person_id, message_id) select $1, person_id, id from stored where channel = 'in_app'
)
select id from stored`
