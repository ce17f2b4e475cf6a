import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { IS_ENABLED } from '../workspaces/inherited.ts'
import { CLASS_RULES } from './classes.ts'
import { type ChannelFacts, judge } from './gate.ts'
import type { Prepared } from './prepare.ts'
import type { MessageClass, SkipReason } from './schema.ts'

export interface Accepted {
  id: string
  status: 'queued' | 'skipped'
  skip_reason: SkipReason | null
  encoding: 'GSM-7' | 'UCS-2'
  segments: number
}

/** One request of one caller: all of its texts are accepted, or none is. */
export interface Request {
  actor: Pick<Actor, 'workspaceId' | 'id' | 'name'> & { kind: Actor['kind'] | 'system' }
  texts: Prepared[]
  idempotency: { key: string; hash: Buffer } | null
  /** Done in the transaction that stores the texts, once: what is true only together with them. */
  also?: (tx: Tx) => Promise<void>
}

/** What the gate judges by. */
export interface Facts {
  channel: ChannelFacts
  /** Of the numbers of these texts, those that are in the registry; as latin1 of their hashes. */
  optedOut: ReadonlySet<string>
}

export function judgeAll(requests: Request[], { channel, optedOut }: Facts): Accepted[][] {
  return requests.map(({ texts }) =>
    texts.map((text) => {
      // Who is answered has asked for it, be it that they want no more.
      const isStopped = text.vouchedBy !== 'reply' && optedOut.has(text.toHash.toString('latin1'))
      const reason = judge(channel, { optedOut: isStopped, premium: text.premium, country: text.country })
      const { id, encoding, segments } = text
      return { id, status: reason ? 'skipped' : 'queued', skip_reason: reason, encoding, segments }
    }),
  )
}

interface FactsRow {
  suspended: boolean
  connected: boolean
  enabled: boolean
  has_sender: boolean
  countries: string[]
  opted_out: Buffer[]
}

/** Without a connection of its own a workspace has what it inherits, as far as it may know of that. */
const CHANNEL = `
  select w.suspended_at is not null or not w.sms_entitled or w.delete_after is not null as suspended, s.connection_id is not null or i.connected as connected,
    ${IS_ENABLED} as enabled,
    case when s.connection_id is null then i.has_sender else c.provider = 'webhook' or exists (
      select from senders d where d.workspace_id = w.workspace_id and d.connection_id = s.connection_id and d.is_default)
      end as has_sender,
    coalesce(s.allowed_countries, '{}') as countries
  from workspaces w
  cross join inherited_channel i
  left join sms_settings s on s.workspace_id = w.workspace_id
  left join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
  where w.workspace_id = $1`

export async function readFacts(context: Context, workspaceId: string, requests: Request[]): Promise<Facts> {
  const hashes = requests.flatMap(({ texts }) => texts.map((text) => text.toHash))
  return context.db.tenant(workspaceId, (tx) => readFactsOf(tx, workspaceId, hashes))
}

/** The same for numbers, in a transaction of the caller's. */
export async function readFactsOf(tx: Tx, workspaceId: string, hashes: Buffer[]): Promise<Facts> {
  const [row] = await tx.rows<FactsRow>(
    'accept_facts',
    `select f.*, array(
       select o.number_hash from opt_outs o where o.workspace_id = $1 and o.number_hash = any($2::bytea[])) as opted_out
     from (${CHANNEL}) f`,
    [workspaceId, hashes],
  )
  if (!row) throw new Error('the workspace is gone')
  const { suspended, connected, enabled, has_sender: hasSender, countries } = row
  const optedOut = new Set(row.opted_out.map((hash) => hash.toString('latin1')))
  return { channel: { suspended, connected, enabled, hasSender, countries }, optedOut }
}

/**
 * Stores texts as they were judged, and each request's answer under its key, if what they were judged by is still true:
 * the same statement looks. Returns the keys that were new (the texts of the others were not stored), or null.
 */
export async function store(
  tx: Tx,
  workspaceId: string,
  requests: Request[],
  judged: Accepted[][],
  facts: Facts,
): Promise<Set<string> | null> {
  const rows = requests.flatMap((request, i) =>
    request.texts.map((text, j) => ({ text, verdict: judged[i]![j]!, request })),
  )
  // In one order everywhere, so that two groups with the same keys do not wait for each other in a circle.
  const keyed = requests
    .flatMap((request, i) => (request.idempotency ? [{ ...request.idempotency, answer: judged[i]! }] : []))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const column = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick)
  const values = [
    workspaceId,
    column((row) => row.text.id),
    column((row) => row.text.class),
    column((row) => row.verdict.status),
    column((row) => row.verdict.skip_reason),
    column((row) => row.text.toHash),
    column((row) => row.text.toSealed),
    column((row) => row.text.country),
    column((row) => row.text.bodySealed),
    column((row) => row.text.encoding),
    column((row) => row.text.segments),
    column((row) => row.text.eventType),
    column((row) => row.text.occurredAt),
    column((row) => row.text.url),
    column((row) => row.request.actor.kind),
    column((row) => row.request.actor.id),
    column((row) => row.request.actor.name),
    column((row) => row.request.idempotency?.key ?? null),
    column((row) => row.text.retryOf),
    column((row) => row.text.costMicros),
    column((row) => row.text.currency),
    column((row) => row.text.validForSeconds),
    keyed.map((one) => one.key),
    keyed.map((one) => one.hash),
    keyed.map((one) => JSON.stringify(one.answer)),
    column((row) => row.text.class).filter((name, i, all) => all.indexOf(name) === i),
    facts.channel.suspended,
    facts.channel.connected,
    facts.channel.enabled,
    facts.channel.hasSender,
    facts.optedOut.size,
    column((row) => row.text.vouchedBy),
    facts.channel.countries,
  ]
  const isLast = !requests.some(({ also }) => also)
  const [row] = await (isLast
    ? tx.rowsAndCommit<Stored>('accept_store', STORE, values)
    : tx.rows<Stored>('accept_store', STORE, values))
  return row!.held ? new Set(row!.fresh) : null
}

interface Stored {
  held: boolean
  fresh: string[]
}

/** The lanes of these classes, made before the first text stands in one. */
export async function ensureLanes(context: Context, workspaceId: string, requests: Request[], known: Set<string>) {
  const classes = new Set(requests.flatMap(({ texts }) => texts.map((text) => text.class)))
  const missing = [...classes].filter((name) => !known.has(`${workspaceId}|${name}`))
  if (missing.length === 0) return
  await context.db.tenant(workspaceId, (tx) => makeLanes(tx, workspaceId, missing))
  if (known.size > 50_000) known.clear()
  for (const name of missing) known.add(`${workspaceId}|${name}`)
}

export async function makeLanes(tx: Tx, workspaceId: string, classes: MessageClass[]): Promise<void> {
  await tx.rows(
    'lanes_make',
    `insert into lanes (workspace_id, lane, class_rank, account, sender)
     select $1, made.lane, made.rank, coalesce(c.account_sid, c.id, ''), coalesce(d.value, '')
     from unnest($2::text[], $3::smallint[]) as made(lane, rank)
     left join sms_settings s on s.workspace_id = $1
     left join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
     left join senders d on d.workspace_id = s.workspace_id and d.connection_id = s.connection_id and d.is_default
     on conflict (workspace_id, lane) do nothing`,
    [workspaceId, classes, classes.map((name) => CLASS_RULES[name].rank)],
  )
}

const STORE = `
with held as (
  select from (${CHANNEL}) f
  where (f.suspended, f.connected, f.enabled, f.has_sender, f.countries) = ($27::boolean, $28::boolean, $29::boolean, $30::boolean, $33::text[])
    and (select count(*) from opt_outs o where o.workspace_id = $1 and o.number_hash = any($6::bytea[])) = $31::int
), woken as (
  -- Only a sleeping lane is written to, so that busy ones are not a queue for their row's lock.
  update lanes set awake = true where workspace_id = $1 and lane = any($26::text[]) and not awake
), keyed as (
  insert into idempotency_keys (workspace_id, key, request_hash, status, response)
  select $1, k.key, k.hash, 202, k.answer from unnest($23::text[], $24::bytea[], $25::jsonb[]) as k(key, hash, answer)
  where exists (select from held)
  on conflict (workspace_id, key) do nothing returning key
), fresh as materialized (
  select * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], $8::text[], $9::bytea[], $10::text[],
    $11::smallint[], $12::text[], $13::timestamptz[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[],
    $20::bigint[], $21::text[], $22::integer[], $32::text[])
    as t(id, class, status, skip_reason, to_hash, to_sealed, country, body_sealed, encoding, segments, event_type, occurred_at, url,
      made_by_kind, made_by_id, made_by_name, idempotency_key, retry_of, cost_micros, currency, valid_for, vouched_by)
  where exists (select from held) and (t.idempotency_key is null or t.idempotency_key in (select key from keyed))
), waiting as (
  insert into queue (workspace_id, id, lane, segments, due_at, not_after)
  select $1, id, class, segments, now(), now() + make_interval(secs => valid_for) from fresh where status = 'queued'
), stored as (
insert into messages (workspace_id, id, class, status, skip_reason, lane, to_hash, to_sealed, to_country, body_sealed, encoding,
  segments, event_type, occurred_at, url, vouched_by, made_by_kind, made_by_id, made_by_name, idempotency_key, retry_of,
  cost_micros, currency, not_after, finished_at)
select $1, t.id, t.class, t.status, t.skip_reason, t.class, t.to_hash, t.to_sealed, t.country, t.body_sealed, t.encoding, t.segments,
  t.event_type, coalesce(t.occurred_at, now()), t.url, t.vouched_by, t.made_by_kind, t.made_by_id, t.made_by_name, t.idempotency_key,
  t.retry_of, t.cost_micros, t.currency, now() + make_interval(secs => t.valid_for), case when t.status = 'skipped' then now() end
from fresh t
)
select exists (select from held) as held, array(select key from keyed) as fresh`
