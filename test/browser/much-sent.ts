import { newId } from '../../server/kit/id.ts'
import { countAll } from '../../server/statistics/testing.ts'
import type { Site } from './site.ts'
import type { Visit } from './visit.ts'

const DAYS = 75
const DAY_MS = 86_400_000

/** Some thousand messages of the last weeks, as a workspace has them: mostly delivered, fewer at weekends, some trouble. */
export async function sendMuch(site: Site, { api }: Pick<Visit, 'api'>): Promise<void> {
  const workspaceId = ((await api('GET', '/v1/me')).body.workspace as { id: string }).id
  const people: string[] = []
  for (const [first_name, last_name] of NAMES)
    people.push((await api('POST', '/v1/people', { first_name, last_name })).body.id as string)
  const now = Date.now()
  const times: number[] = []
  for (let day = DAYS; day >= 0; day--) {
    const start = now - day * DAY_MS
    const isWeekend = [0, 6].includes(new Date(start).getUTCDay())
    const many = (isWeekend ? 15 : 45) + ((day * 7) % 13) + (DAYS - day) / 3
    for (let i = 0; i < many; i++) times.push(Math.min(start + ((i * 1_700_000) % 30_000_000), now - 60_000))
  }
  times.sort((a, b) => a - b)
  await site.server.context.db.tenant(workspaceId, (tx) =>
    tx.rows('', MESSAGES, [
      workspaceId,
      times.map((ms) => newId('msg', ms)),
      times.map((ms) => new Date(ms).toISOString()),
      people,
    ]),
  )
  await countAll(site.server.context, workspaceId)
}

const NAMES = [
  ['Ines', 'Okafor'],
  ['Tomás', 'Lindqvist'],
  ['Priya', 'Raman'],
  ['Night', 'Desk'],
]

/** What each is follows from its place: no two runs differ. */
const MESSAGES = `
with made as (
  select t.id, t.at, t.i, (t.i * 7919) % 100 as chance, (t.i * 104729) % 97 as other
  from unnest($2::text[], $3::timestamptz[]) with ordinality as t(id, at, i)
), shaped as (
  select *, case when chance < 62 then 'sms' when chance < 88 then 'email' else 'in_app' end as channel,
    case when other < 84 then 'delivered' when other < 87 then 'failed' when other < 89 then 'undelivered'
      when other < 90 then 'expired' else 'skipped' end as outcome
  from made
)
insert into messages (workspace_id, id, channel, class, status, skip_reason, lane, to_hash, to_sealed, to_country, encoding,
  segments, event_type, occurred_at, vouched_by, made_by_kind, made_by_id, made_by_name, cost_micros, price_micros, currency,
  not_after, created_at, sent_at, finished_at, provider, sent_from, error_code, error_class, person_id)
select $1, id, channel, case when chance % 9 = 0 then 'otp' when chance % 11 = 0 then 'campaign' else 'alert' end,
  case when outcome = 'delivered' and channel = 'email' then 'sent' else outcome end,
  case when outcome = 'skipped' then (array['opted_out', 'unverified', 'over_cap'])[1 + i % 3] end,
  'alert', sha256(id::bytea), '', case when channel = 'sms' then (array['US', 'US', 'US', 'DE', 'GB', 'IN'])[1 + i % 6] end,
  'GSM-7', case when channel = 'sms' then 1 + (i % 4) / 3 else 0 end,
  (array['mentioned', 'state_changed', 'assignee_changed', 'due_date_passed', 'comment_added', 'direct'])[1 + (chance * 3 + other) % 6],
  at, 'event', 'system', 'handset', 'Handset', case when channel = 'sms' then 8300 else 0 end,
  case when channel = 'sms' and outcome = 'delivered' and i % 3 > 0 then 7900 end, 'USD', at, at,
  case when outcome in ('delivered', 'undelivered') and channel <> 'in_app' then at + make_interval(secs => 0.3 + other / 40.0 + case when chance = 5 then 30 else 0 end) end,
  case when outcome in ('delivered', 'undelivered') then at + make_interval(secs => 3 + other / 9.0 + case when chance = 7 then 240 else 0 end) end,
  case when outcome = 'skipped' then null when channel = 'email' then 'smtp' when channel = 'sms' then 'twilio' end,
  case when channel = 'sms' then (array['+14155550100', '+442079460000'])[1 + (i % 5) / 4] end,
  case when channel = 'sms' and outcome in ('failed', 'undelivered') then (array[30003, 30003, 30007, 30005])[1 + i % 4] end,
  case when channel <> 'sms' and outcome = 'failed' then 'mail' end,
  case when i % 3 > 0 then ($4::text[])[1 + (case when chance < 40 then 0 when chance < 65 then 1 when chance < 85 then 2 else 3 end)] end
from shaped`
