import type { Channel } from '../../shared/preferences.ts'
import type { Tx } from '../kit/db.ts'
import type { FellTo } from './fell-to.ts'
import { isInDoubt } from './held-campaigns.ts'
import type { MessageClass, MessageStatus, SkipReason, UndecidedReason } from './schema.ts'

/** A message as it is read to be shown. */
export interface MessageRow {
  id: string
  channel: Channel
  class: MessageClass
  status: MessageStatus
  skip_reason: SkipReason | null
  capped_above: boolean | null
  /** Who it is for, where an event caused it. */
  person_id: string | null
  /** By what name they are known. */
  recipient: string | null
  event_id: string | null
  trigger_id: string | null
  template: string | null
  /** Of an alert that goes by the next channel where it cannot go by its own. */
  urgent: boolean
  /** What could not go. */
  instead_of: string | null
  /** What went instead of this, and by which channel; or why nothing did. */
  instead_by: string | null
  fell_to: FellTo | null
  to_sealed: Buffer | null
  to_country: string | null
  redirected_sealed: Buffer | null
  body_sealed: Buffer | null
  /** Null for what is no text. */
  encoding: 'GSM-7' | 'UCS-2' | null
  segments: number
  event_type: string
  occurred_at: Date
  url: string | null
  made_by_kind: string
  made_by_name: string
  idempotency_key: string | null
  retry_of: string | null
  retried_as: string | null
  cost_micros: number
  price_micros: number | null
  currency: string
  due_at: Date
  not_after: Date
  tries: number
  provider: string | null
  sent_from: string | null
  provider_sid: string | null
  error_code: number | null
  error_class: string | null
  error_text: string | null
  /** Of the last attempt. */
  http_status: number | null
  undecided: UndecidedReason | null
  looks: number | null
  next_look_at: Date | null
  created_at: Date
  sent_at: Date | null
  finished_at: Date | null
  /** The opt-out that stands now for the number, if one does. */
  stopped_by: 'keyword' | 'provider' | 'admin' | 'person' | 'import' | null
  stopped_by_name: string | null
  stopped_at: Date | null
  /** Of a campaign, while something of the number waits for a person to say whether it means STOP. */
  held: boolean
}

/**
 * To be continued with a condition; `$1` is the workspace. A message is written to when its attempt ends, so one in the
 * queue with an open attempt (`f`) is on its way.
 */
export const SELECT = `
select m.id, m.channel, m.class, case when f.n is null then m.status else 'sending' end as status, m.skip_reason, m.capped_above, m.person_id, m.event_id, m.trigger_id, m.template, m.urgent, m.instead_of, m.instead_by, m.fell_to, m.to_sealed, m.to_country, m.redirected_sealed, m.body_sealed, m.encoding,
  m.segments, m.event_type, m.occurred_at, m.url, m.made_by_kind, m.made_by_name, m.idempotency_key, m.retry_of, m.retried_as,
  m.cost_micros::float8 as cost_micros, m.price_micros::float8 as price_micros, m.currency, m.due_at, m.not_after,
  coalesce(f.n, m.tries) as tries, coalesce(f.provider, m.provider) as provider, coalesce(f.sender, m.sent_from) as sent_from,
   m.provider_sid, m.error_code, m.error_class, m.error_text, m.created_at, m.sent_at, m.finished_at,
  a.http_status, a.undecided, a.looks, coalesce(nullif(a.look_at, 'infinity'), case when a.look_at is null then a.deadline_at + interval '1 minute' end) as next_look_at,
  nullif(btrim(p.first_name || ' ' || p.last_name), '') as recipient,
  m.class = 'campaign' and m.status = 'queued' and ${isInDoubt('m.workspace_id', 'm.to_hash')} as held,
  o.source as stopped_by, o.created_by as stopped_by_name, o.created_at as stopped_at
from messages m
left join attempts f on m.status = 'queued' and f.workspace_id = m.workspace_id and f.message_id = m.id and f.state = 'started'
left join attempts a on a.workspace_id = m.workspace_id and a.message_id = m.id and a.n = m.tries
left join persons p on p.workspace_id = m.workspace_id and p.id = m.person_id
left join opt_outs o on o.workspace_id = m.workspace_id and o.number_hash = m.to_hash
where m.workspace_id = $1`

export function readRows(tx: Tx, workspaceId: string, ids: string[]): Promise<MessageRow[]> {
  return tx.rows<MessageRow>('history_rows', `${SELECT} and m.id = any($2::text[]) order by m.id desc`, [
    workspaceId,
    ids,
  ])
}
