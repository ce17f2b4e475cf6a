import pg from 'pg'

export const DAYS = 100
const PIECE = 250_000

/** When the first of them was made; the others follow evenly for {@link DAYS} days. */
export const BEGINNING_MS = Date.UTC(2026, 0, 1)

/**
 * Messages of all channels made in the database itself: a third by inbox and mail, half of the texts by triggers; most
 * delivered, few failed, each error and reason rarer than the one before. Indexes are built when all rows stand, and
 * nothing is logged: it is reading that is measured.
 */
export async function fillHistory(connection: pg.ClientConfig, fills: { workspaceId: string; count: number }[]) {
  const clients = await Promise.all([0, 1].map(() => connect(connection)))
  const [first] = clients as [pg.Client, pg.Client]
  await first.query('alter table messages set unlogged; alter table attempts set unlogged')
  await first.query(FUNCTION)
  const indexes = await dropIndexes(first)
  for (const { workspaceId, count } of fills) await inPieces(clients, workspaceId, count)
  for (const client of clients) await client.query(`set maintenance_work_mem = '512MB'`)
  const left = [...indexes]
  await Promise.all(clients.map((client) => buildSome(client, left)))
  await first.query('vacuum analyze messages, attempts, queue, persons')
  await Promise.all(clients.map((client) => client.end()))
}

async function connect(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(connection)
  await client.connect()
  return client
}

async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid in ('messages'::regclass, 'attempts'::regclass) and not i.indisprimary`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ made }) => made)
}

async function buildSome(client: pg.Client, left: string[]): Promise<void> {
  for (let made = left.pop(); made !== undefined; made = left.pop()) await client.query(made)
}

async function inPieces(clients: pg.Client[], workspaceId: string, count: number): Promise<void> {
  let from = 0
  await clients[0]!.query(PERSONS, [workspaceId, Math.max(100, count / 100)])
  await Promise.all(
    clients.map(async (client) => {
      while (from < count) {
        const start = from
        from += PIECE
        const end = Math.min(start + PIECE, count) - 1
        const values = [workspaceId, start, end, count, Math.max(100, count / 100)]
        await client.query(MESSAGES, values)
      }
    }),
  )
  await clients[0]!.query(ATTEMPTS, [workspaceId])
  await clients[0]!.query(QUEUE, [workspaceId])
}

/** An id as the server makes them, of a time in milliseconds and a number that stands in for chance. */
const FUNCTION = `
create function bench_id(ms bigint, n bigint) returns text language sql immutable parallel safe as $$
  select 'msg_' || ${Array.from({ length: 10 }, (_, i) => `substr('0123456789abcdefghjkmnpqrstvwxyz', ((ms >> ${(9 - i) * 5}) & 31)::int + 1, 1)`).join(' || ')}
    || substr(md5(n::text), 1, 16) $$`

const PERSONS = `
insert into persons (workspace_id, id, first_name, last_name, words)
select $1, 'per_' || lpad(i::text, 26, '0'), 'Person', i::text, '' from generate_series(0, $2::int - 1) i`

/** The address stands in for the sealed number and text, which no database could make: a row is as wide as theirs. */
const MESSAGES = `
insert into messages (workspace_id, id, channel, class, status, skip_reason, lane, to_hash, to_sealed, to_country, encoding, segments,
  event_type, occurred_at, url, vouched_by, made_by_kind, made_by_id, made_by_name, cost_micros, currency, not_after, created_at,
  person_id, event_id, trigger_id, template, sent_from, provider, tries, error_code, error_class, redirected_at, sent_at, finished_at)
select $1, bench_id(at_ms, i), channel, class, status,
  case when status = 'skipped' then case when r % 64 < 40 then 'preference_off' when r % 64 < 60 then 'opted_out' when i % 50021 < 25 then 'over_cap' else 'no_phone' end end,
  class, case when channel = 'sms' then decode(md5((i % ($5::int * 2))::text) || md5('n' || (i % ($5::int * 2))), 'hex') end, '', 'US', case when channel = 'sms' then 'GSM-7' end, 1,
  case when trigger is null then case class when 'otp' then 'code' when 'campaign' then 'campaign' when 'test' then 'test' when 'nudge' then 'posted.reminder' else 'direct' end else 'type_' || trigger % 16 end,
  made, 'https://acme.example/issues/ENG-' || i || repeat('x', 170), 'directory', 'api_key', 'key_bench', 'Bench', 8300, 'USD', made, made,
  case when trigger is not null then 'per_' || lpad((i * 7919 % $5::int)::text, 26, '0') end, case when trigger is not null then 'evt_' || i / 10 end, 'trg_' || trigger, 'template_' || trigger % 21 || '@' || trigger % 3,
  case when channel = 'sms' and status not in ('skipped', 'queued') then case when r < 700 then '+14155550100' when r < 950 then '+14155550101' when r < 999 then '12345' else 'ACME' end end,
  case when status not in ('skipped', 'queued') then case channel when 'sms' then 'twilio' else 'smtp' end end, case when status in ('skipped', 'queued') then 0 else 1 end,
  case when status in ('failed', 'undelivered') and channel = 'sms' then case when i % 9973 < 5 then 30034 else (array[30003, 30005, 30006, 30007, 21610])[1 + i % 5] end end,
  case when status in ('failed', 'undelivered') then case channel when 'sms' then 'bad_recipient' else 'mail' end end,
  case when i % 20011 = 7 then made end, case when status not in ('skipped', 'queued') then made end, case when status <> 'queued' then made end
from (
  select *, to_timestamp(at_ms / 1000.0) as made, case
    when i >= $4::int - 200 and channel <> 'in_app' then 'queued'
    when channel = 'in_app' then 'delivered'
    when channel = 'email' then case when r2 < 5 then 'failed' else 'sent' end
    when i >= $4::int - 20000 and i % 3 = 0 then 'sent'
    when i % 999983 = 17 then 'unknown'
    when r2 < 700 then 'delivered' when r2 < 880 then 'assumed_delivered' when r2 < 900 then 'undelivered' when r2 < 910 then 'failed'
    when r2 < 915 then 'expired' when r2 < 980 then 'skipped' else 'delivered' end as status
  from (
    select *, case when trigger is not null then 'alert' when r2 % 100 < 15 then 'otp' when r2 % 100 < 25 then 'campaign' when r2 % 100 < 30 then 'nudge' when i % 2003 = 5 then 'test' else 'alert' end as class
    from (
      select *, case when channel <> 'sms' or r2 % 2 = 0 then case when i % 30011 = 3 then 49 else r2 % 49 end end as trigger
      from (
        select i, i * 7919 % 1000 as r, hashint8(i) & 1023 as r2,
          case when i * 7919 % 1000 < 270 then 'in_app' when i * 7919 % 1000 < 330 then 'email' else 'sms' end as channel,
          ${BEGINNING_MS}::bigint + (i * ${DAYS * 86_400_000}::bigint / $4::int) as at_ms
        from generate_series($2::bigint, $3::bigint) i) a) b) c) d`

const ATTEMPTS = `
insert into attempts (workspace_id, message_id, n, state, token, worker, connection_id, provider, reserved_micros, spend_day, deadline_at,
  provider_sid, provider_account, sender)
select workspace_id, id, 1, case when status = 'unknown' then 'unknown' else 'accepted' end, id, 'wrk', 'con', 'twilio', 8300, created_at::date,
  created_at, 'SM' || md5(id), 'AC', sent_from
from messages where workspace_id = $1 and channel = 'sms' and tries = 1`

const QUEUE = `
insert into queue (workspace_id, id, lane, segments, due_at, not_after)
select workspace_id, id, lane, 1, 'infinity', 'infinity' from messages where workspace_id = $1 and status = 'queued' and channel = 'sms'`
