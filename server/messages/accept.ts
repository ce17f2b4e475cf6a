import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { type Group, startGroup } from '../kit/group.ts'
import { keyReused, storedAnswer } from '../kit/idempotency.ts'
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
  actor: Actor
  texts: Prepared[]
  idempotency: { key: string; hash: Buffer } | null
}

/**
 * Takes texts into the queue. Requests of one workspace that arrive together share a transaction, so that each is
 * durable before it is answered without each paying for its own flush.
 */
export function openAcceptance(context: Context): (request: Request) => Promise<Accepted[]> {
  const groups = new Map<string, Group<Request, Accepted[]>>()
  const lanesKnown = new Set<string>()
  const groupOf = (workspaceId: string) => {
    let group = groups.get(workspaceId)
    if (!group) {
      if (groups.size > 5000) groups.clear()
      group = startGroup({
        maxItems: 256,
        maxAtOnce: 1,
        work: (requests) => acceptTogether(context, workspaceId, requests, lanesKnown),
      })
      groups.set(workspaceId, group)
    }
    return group
  }
  return async (request) => {
    const accepted = await groupOf(request.actor.workspaceId).add(request)
    context.wake.say('work')
    return accepted
  }
}

async function acceptTogether(
  context: Context,
  workspaceId: string,
  requests: Request[],
  lanesKnown: Set<string>,
): Promise<(Accepted[] | Error)[]> {
  const { first, repeats } = separateRepeats(requests)
  const texts = first.flatMap((request) => request.texts)
  const { judged, fresh } = await context.db.tenant(workspaceId, async (tx) => {
    await ensureLanes(tx, workspaceId, texts, lanesKnown)
    const { channel, optedOut } = await readFacts(tx, workspaceId, texts)
    const judged = first.map((request) => request.texts.map((text) => toAccepted(text, channel, optedOut)))
    return { judged, fresh: await insertTexts(tx, workspaceId, first, judged) }
  })
  const answers = new Map<Request, Accepted[] | Error>()
  for (const [i, request] of first.entries()) {
    const isFresh = !request.idempotency || fresh.has(request.idempotency.key)
    answers.set(request, isFresh ? judged[i]! : await earlierAnswer(context, workspaceId, request))
  }
  for (const [request, original] of repeats) {
    const same = request.idempotency!.hash.equals(original.idempotency!.hash)
    answers.set(request, same ? answers.get(original)! : keyReused())
  }
  return requests.map((request) => answers.get(request)!)
}

function toAccepted(text: Prepared, channel: ChannelFacts, optedOut: Set<string>): Accepted {
  const reason = judge(channel, { optedOut: optedOut.has(text.toHash.toString('latin1')), premium: text.premium })
  const { id, encoding, segments } = text
  return { id, status: reason ? 'skipped' : 'queued', skip_reason: reason, encoding, segments }
}

/** Two requests with one key that arrived in the same group: the second gets the first one's answer. */
function separateRepeats(requests: Request[]) {
  const byKey = new Map<string, Request>()
  const first: Request[] = []
  const repeats: [Request, Request][] = []
  for (const request of requests) {
    const original = request.idempotency && byKey.get(request.idempotency.key)
    if (original) repeats.push([request, original])
    else {
      first.push(request)
      if (request.idempotency) byKey.set(request.idempotency.key, request)
    }
  }
  return { first, repeats }
}

async function ensureLanes(tx: Tx, workspaceId: string, texts: Prepared[], known: Set<string>): Promise<void> {
  const missing = classesOf(texts).filter((name) => !known.has(`${workspaceId}|${name}`))
  for (const name of missing) {
    await tx.rows(
      'lane_make',
      'insert into lanes (workspace_id, lane, class_rank) values ($1, $2, $3) on conflict (workspace_id, lane) do nothing',
      [workspaceId, name, CLASS_RULES[name].rank],
    )
  }
  if (known.size > 50_000) known.clear()
  for (const name of missing) known.add(`${workspaceId}|${name}`)
}

function classesOf(texts: Prepared[]): MessageClass[] {
  return [...new Set(texts.map((text) => text.class))]
}

interface FactsRow {
  suspended: boolean
  connected: boolean
  enabled: boolean
  has_sender: boolean
  opted_out: Buffer[] | null
}

async function readFacts(
  tx: Tx,
  workspaceId: string,
  texts: Prepared[],
): Promise<{ channel: ChannelFacts; optedOut: Set<string> }> {
  const [row] = await tx.rows<FactsRow>(
    'accept_facts',
    // Only a sleeping lane is written to, so that busy ones are not a queue for their row's lock.
    `with woken as (update lanes set awake = true where workspace_id = $1 and lane = any($3) and not awake)
     select w.suspended_at is not null as suspended, s.connection_id is not null as connected, coalesce(s.enabled, false) as enabled,
       coalesce(c.provider = 'webhook', false) or exists (
         select from senders d where d.workspace_id = w.workspace_id and d.connection_id = s.connection_id and d.is_default) as has_sender,
       (select array_agg(o.number_hash) from opt_outs o where o.workspace_id = w.workspace_id and o.number_hash = any($2::bytea[])) as opted_out
     from workspaces w
     left join sms_settings s on s.workspace_id = w.workspace_id
     left join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
     where w.workspace_id = $1`,
    [workspaceId, texts.map((text) => text.toHash), classesOf(texts)],
  )
  if (!row) throw new Error('the workspace is gone')
  const channel = {
    suspended: row.suspended,
    connected: row.connected,
    enabled: row.enabled,
    hasSender: row.has_sender,
  }
  return { channel, optedOut: new Set((row.opted_out ?? []).map((hash) => hash.toString('latin1'))) }
}

async function earlierAnswer(context: Context, workspaceId: string, request: Request): Promise<Accepted[] | Error> {
  const { key, hash } = request.idempotency!
  try {
    const answer = await context.db.tenant(workspaceId, (tx) => storedAnswer(tx, workspaceId, key, hash))
    return answer.body as Accepted[]
  } catch (problem) {
    return problem as Error
  }
}

/** Stores the texts, and each request's answer under its key. Returns the keys that were new; the others' texts were not stored. */
async function insertTexts(
  tx: Tx,
  workspaceId: string,
  requests: Request[],
  judged: Accepted[][],
): Promise<Set<string>> {
  const rows = requests.flatMap((request, i) =>
    request.texts.map((text, j) => ({ text, verdict: judged[i]![j]!, request })),
  )
  const keyed = requests.flatMap((request, i) =>
    request.idempotency ? [{ ...request.idempotency, answer: judged[i]! }] : [],
  )
  const column = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick)
  const fresh = await tx.rowsAndCommit<{ key: string }>('accept_texts', INSERT, [
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
  ])
  return new Set(fresh.map((row) => row.key))
}

const INSERT = `
with keyed as (
  insert into idempotency_keys (workspace_id, key, request_hash, status, response)
  select $1, k.key, k.hash, 202, k.answer from unnest($23::text[], $24::bytea[], $25::jsonb[]) as k(key, hash, answer)
  on conflict (workspace_id, key) do nothing returning key
), stored as (
insert into messages (workspace_id, id, class, status, skip_reason, lane, to_hash, to_sealed, to_country, body_sealed, encoding,
  segments, event_type, occurred_at, url, vouched_by, made_by_kind, made_by_id, made_by_name, idempotency_key, retry_of,
  cost_micros, currency, not_after, finished_at)
select $1, t.id, t.class, t.status, t.skip_reason, t.class, t.to_hash, t.to_sealed, t.country, t.body_sealed, t.encoding, t.segments,
  t.event_type, coalesce(t.occurred_at, now()), t.url, 'caller', t.made_by_kind, t.made_by_id, t.made_by_name, t.idempotency_key,
  t.retry_of, t.cost_micros, t.currency, now() + make_interval(secs => t.valid_for), case when t.status = 'skipped' then now() end
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], $8::text[], $9::bytea[], $10::text[],
  $11::smallint[], $12::text[], $13::timestamptz[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[],
  $20::bigint[], $21::text[], $22::integer[])
  as t(id, class, status, skip_reason, to_hash, to_sealed, country, body_sealed, encoding, segments, event_type, occurred_at, url,
    made_by_kind, made_by_id, made_by_name, idempotency_key, retry_of, cost_micros, currency, valid_for)
where t.idempotency_key is null or t.idempotency_key in (select key from keyed)
)
select key from keyed`
