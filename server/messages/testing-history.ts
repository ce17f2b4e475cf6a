import type { Slice } from '../../test/slice.ts'
import { newId } from '../kit/id.ts'
import type { Filter } from './filter.ts'

/** A filter that everything fits. */
export const anything: Omit<Filter, 'workspaceId'> = {
  channel: null,
  statuses: null,
  class: null,
  numberHash: null,
  personId: null,
  eventId: null,
  eventType: null,
  triggerId: null,
  template: null,
  sender: null,
  skipReason: null,
  errorCode: null,
  redirected: false,
  fromId: '',
  beforeId: '~',
}

export const FILLED_FROM_MS = 1_700_000_000_000

/**
 * In the order of their making, a second apart: mostly delivered alerts, a fifth of them to inboxes and a few by mail; few
 * campaigns, and none of those failed. Of everything there is something common, something rare and something that there
 * is none of.
 */
export async function fillHistory(slice: Slice, workspaceId: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, i) => newId('msg', FILLED_FROM_MS + i * 1000))
  await slice.db.tenant(workspaceId, (tx) => tx.rows('test_fill', FILL, [workspaceId, ids]))
  await slice.db.tenant(workspaceId, (tx) => tx.rows('test_fill_queue', QUEUE, [workspaceId]))
  await slice.db.system((tx) => tx.rows('test_fill_attempts', ATTEMPTS, [workspaceId]))
}

const FILL = `
insert into messages (workspace_id, id, channel, class, status, skip_reason, lane, to_hash, to_sealed, encoding, segments, event_type,
  occurred_at, vouched_by, made_by_kind, made_by_id, made_by_name, cost_micros, currency, not_after, person_id, event_id, trigger_id,
  template, sent_from, error_code, redirected_at, tries, provider)
select $1, t.id, t.channel, t.class, t.status, case when t.status = 'skipped' then case when t.i % 350 = 1 then 'no_phone' else 'opted_out' end end,
  t.class, case when t.channel = 'sms' then case when t.i % 5000 = 3 then '\\x01'::bytea else sha256((t.i % 3000)::text::bytea) end end, '',
  case when t.channel = 'sms' then 'GSM-7' end, 1,
  case when t.trigger is null then case when t.i % 3001 = 5 then 'posted' else 'direct' end when t.trigger % 2 = 0 then 'mentioned' else 'overdue' end,
  now(), 'caller', 'api_key', 'key', 'key', 1, 'USD', now(), case when t.trigger is not null then 'per_' || (t.i % 500) end,
  case when t.trigger is not null then 'evt_' || (t.i / 100) end, 'trg_' || t.trigger,
  case when t.trigger is not null then (array['mentioned', 'overdue'])[1 + t.trigger % 2] || '@' || t.trigger % 3 end,
  case when t.channel = 'sms' and t.status not in ('queued', 'skipped') then case when t.i % 40 = 3 then '12345' else '+14155550100' end end,
  case when t.status = 'failed' then case when t.i % 3000 = 0 then 30007 else 30006 end end,
  case when t.i % 2500 = 9 then now() end, case when t.status in ('queued', 'skipped') then 0 else 1 end, 'twilio'
from (
  select s.*, case when s.channel <> 'sms' then case when s.i % 400 = 4 then 'sent' when s.i % 4000 = 24 then 'queued' else 'delivered' end
    when s.i % 500 = 0 and s.class <> 'campaign' then 'failed' when s.i % 50 = 1 then 'skipped' when s.i % 2000 = 12 then 'queued'
    when s.i % 700 = 8 then 'sent' when s.i % 10 = 2 then 'assumed_delivered' else 'delivered' end as status
  from (
    select u.id, u.i, case when u.i % 20 = 0 then 'otp' when u.i % 200 = 7 then 'campaign' else 'alert' end as class,
      case when u.i % 5 = 4 then case when u.i % 100 = 4 or u.i % 4000 = 24 then 'email' else 'in_app' end else 'sms' end as channel,
      case when u.i % 5 = 4 or u.i % 10 = 1 then case when u.i % 2000 = 1 then 7 else u.i % 6 end end as trigger
    from unnest($2::text[]) with ordinality as u(id, i)) s) t`

const QUEUE = `
insert into queue (workspace_id, id, lane, segments, due_at, not_after)
select workspace_id, id, lane, segments, now(), now() from messages
where workspace_id = $1 and channel = 'sms' and status = 'queued' and right(id, 1) < 'g'`

/** The others of those that wait are on their way. */
const ATTEMPTS = `
insert into attempts (workspace_id, message_id, n, state, token, worker, connection_id, provider, reserved_micros, spend_day, deadline_at)
select workspace_id, id, 1, 'started', id, 'wrk', 'con', 'twilio', 1, now(), now() from messages
where workspace_id = $1 and channel = 'sms' and status = 'queued' and right(id, 1) >= 'g'`
