import { DISABLED_AFTER_DAYS } from '../../shared/webhooks.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { type Group, startGroup } from '../kit/group.ts'
import type { Called } from './call.ts'

/** Stores how calls went, those that ended meanwhile together. */
export function openSettling(context: Context): Group<Called, void> {
  return startGroup({
    maxItems: 128,
    maxAtOnce: 1,
    async work(calls) {
      const sealers = new Map(
        await Promise.all(
          [...new Set(calls.map(({ claimed }) => claimed.workspace_id))].map(
            async (id) => [id, await context.keys.forWorkspace(id)] as const,
          ),
        ),
      )
      const sealed = calls.map(({ claimed, answer }) =>
        answer ? sealers.get(claimed.workspace_id)!.seal(answerPurpose(claimed.id), answer) : null,
      )
      await context.db.system((tx) => settle(tx, calls, sealed))
      for (const { ok, againInSeconds } of calls)
        context.metrics.webhookCalled(ok ? 'succeeded' : againInSeconds === null ? 'given_up' : 'failed')
      return calls.map(() => undefined)
    },
  })
}

export function answerPurpose(deliveryId: string): string {
  return `webhook_deliveries.answer|${deliveryId}`
}

/** One whose lease was over, and that another has taken, is left to that one. */
async function settle(tx: Tx, calls: Called[], answers: (Buffer | null)[]): Promise<void> {
  const column = <T>(pick: (call: Called) => T): T[] => calls.map(pick)
  await tx.rows('webhook_settle', SETTLE, [
    column(({ claimed }) => claimed.workspace_id),
    column(({ claimed }) => claimed.endpoint_id),
    column(({ claimed }) => claimed.id),
    column(({ claimed }) => claimed.taken),
    column(({ ok }) => ok),
    column(({ httpStatus }) => httpStatus),
    column(({ trouble }) => trouble),
    answers,
    column(({ at }) => at),
    column(({ tookMs }) => tookMs),
    column(({ againInSeconds }) => againInSeconds),
    column(({ restSeconds }) => restSeconds),
    column(({ gone }) => gone),
  ])
}

/** Endpoints are held in one order by all workers. */
const SETTLE = `
with called as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::boolean[], $6::smallint[], $7::text[], $8::bytea[],
    $9::timestamptz[], $10::int[], $11::float8[], $12::float8[], $13::boolean[])
    as c(workspace_id, endpoint_id, id, taken, ok, http_status, trouble, answer, at, took_ms, again, rest, gone)
), held as materialized (
  select e.workspace_id, e.id from webhook_endpoints e
  where (e.workspace_id, e.id) in (select workspace_id, endpoint_id from called)
  order by e.workspace_id, e.id for update
), settled as (
  update webhook_deliveries d set
    state = case when c.ok then 'succeeded' when c.again is null then 'failed' else 'waiting' end,
    due_at = now() + make_interval(secs => coalesce(c.again, 0)),
    http_status = c.http_status, trouble = c.trouble, answer_sealed = c.answer,
    attempts = (case when jsonb_array_length(d.attempts) < 20 then d.attempts else d.attempts - 0 end)
      || jsonb_build_object('at', c.at, 'http_status', c.http_status, 'took_ms', c.took_ms, 'trouble', c.trouble),
    ended_at = case when c.ok or c.again is null then now() end
  from called c
  where d.workspace_id = c.workspace_id and d.endpoint_id = c.endpoint_id and d.id = c.id and d.taken = c.taken
    and d.state = 'waiting' and exists (select from held h where h.workspace_id = c.workspace_id and h.id = c.endpoint_id)
  returning d.workspace_id, d.endpoint_id, c.ok, c.rest, c.gone
), told as (
  select workspace_id, endpoint_id, bool_or(ok) as any_ok, max(rest) as rest, bool_or(gone) as gone,
    count(*) filter (where ok) as succeeded, count(*) filter (where not ok) as failed
  from settled group by workspace_id, endpoint_id
), counted as (
  insert into webhook_hours as h (workspace_id, endpoint_id, hour, succeeded, failed)
  select workspace_id, endpoint_id, date_trunc('hour', now()), succeeded, failed from told order by workspace_id, endpoint_id
  on conflict (workspace_id, endpoint_id, hour)
    do update set succeeded = h.succeeded + excluded.succeeded, failed = h.failed + excluded.failed
)
update webhook_endpoints e set last_tried_at = now(), last_ok = j.any_ok, failing_since = j.failing_since,
  resting_until = case when j.rest > 0 then now() + make_interval(secs => j.rest) else e.resting_until end,
  state = case when j.verdict is null then e.state else 'disabled' end, disabled_for = coalesce(j.verdict, e.disabled_for),
  state_since = case when j.verdict is null then e.state_since else now() end, told = e.told and j.verdict is null
from (
  select t.*, case when t.any_ok then null else coalesce(f.failing_since, now()) end as failing_since,
    case when f.state <> 'active' then null when t.gone then 'gone'
      when not t.any_ok and f.failing_since < now() - interval '${DISABLED_AFTER_DAYS} days' then 'failing' end as verdict
  from told t join webhook_endpoints f on f.workspace_id = t.workspace_id and f.id = t.endpoint_id
) j
where e.workspace_id = j.workspace_id and e.id = j.endpoint_id`
