import type { Actor, Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { firstIdAt } from '../../kit/id.ts'
import { findPace } from '../../messages/pace.ts'
import { CLASSES } from '../../messages/schema.ts'
import { readChecklist } from '../../readiness/checklist.ts'
import type { ReadinessCheck } from '../../readiness/schema.ts'
import { readWhole } from '../../settings/above.ts'
import { activeOf } from '../../settings/current.ts'

/** What went wrong in the last day, one line for each cause. */
export interface Trouble {
  class: string
  status: string
  error_code: number | null
  error_class: string | null
  error_text: string | null
  http_status: number | null
  skip_reason: string | null
  provider: string | null
  country: string | null
  count: number
  last_at: Date
}

export interface ChannelFacts {
  rows: ReadonlyMap<ReadinessCheck['id'], ReadinessCheck>
  provider: string | null
  trial: boolean
  countries: readonly string[]
  /** How many segments an alert may have. */
  alertSegments: number
  troubles: Trouble[]
  /** Of the newest texts. */
  texts: { looked: number; ucs2: number; several: number; unconfirmed: number }
  waiting: { oldest_seconds: number; texts: number; tries: number } | null
  /** Of the sender; null for as fast as the provider takes them. */
  segmentsPerSecond: number | null
}

const DAY_MS = 24 * 3600_000
const OF_EACH = 100
const TEXTS = 200

/** Every figure reads a bounded number of rows, however many texts there are. */
export async function readChannelFacts(context: Context, actor: Actor): Promise<ChannelFacts> {
  const { workspaceId } = actor
  const [{ checks }, current, pace] = await Promise.all([
    readChecklist(context, actor),
    readWhole(context, workspaceId),
    findPace(context, workspaceId),
  ])
  const active = activeOf(current)
  const since = firstIdAt('msg', new Date(context.now().getTime() - DAY_MS))
  return context.db.tenant(workspaceId, async (tx) => ({
    rows: new Map(checks.map((check) => [check.id, check])),
    provider: active?.connection.provider ?? null,
    trial: active?.connection.account_kind === 'trial',
    countries: current.settings?.allowed_countries ?? [],
    alertSegments: current.settings?.alert_segments ?? 2,
    troubles: await tx.rows<Trouble>('symptoms_troubles', TROUBLES, [workspaceId, since, [...CLASSES]]),
    texts: await readTexts(tx, workspaceId, since),
    waiting: await readQueue(tx, workspaceId),
    segmentsPerSecond: pace?.segmentsPerSecond ?? null,
  }))
}

async function readTexts(tx: Tx, workspaceId: string, since: string): Promise<ChannelFacts['texts']> {
  const [row] = await tx.rows<ChannelFacts['texts']>('symptoms_texts', NEWEST, [workspaceId, since])
  return row!
}

async function readQueue(tx: Tx, workspaceId: string): Promise<ChannelFacts['waiting']> {
  const [row] = await tx.rows<{ oldest: number | null; texts: number; tries: number }>('symptoms_queue', QUEUE, [
    workspaceId,
  ])
  const { oldest, texts, tries } = row!
  return oldest === null ? null : { oldest_seconds: oldest, texts, tries }
}

const TROUBLES = `
select m.class, m.status, m.error_code, m.error_class, max(m.error_text) as error_text, a.http_status, m.skip_reason, m.provider,
  m.to_country as country, count(*)::int as count, max(m.created_at) as last_at
from unnest(array['failed', 'undelivered', 'expired', 'skipped']) as f(filed)
cross join unnest($3::text[]) as c(class)
cross join lateral (
  select * from messages m where m.workspace_id = $1 and m.channel = 'sms' and m.class = c.class and m.filed = f.filed and m.id >= $2
  order by m.id desc limit ${OF_EACH}) m
left join attempts a on a.workspace_id = m.workspace_id and a.message_id = m.id and a.n = m.tries
group by m.class, m.status, m.error_code, m.error_class, a.http_status, m.skip_reason, m.provider, m.to_country
order by max(m.created_at) desc limit 100`

const NEWEST = `
select count(*)::int as looked, count(*) filter (where encoding = 'UCS-2')::int as ucs2,
  count(*) filter (where segments > 1)::int as several,
  count(*) filter (where status = 'sent' and sent_at < now() - interval '5 minutes')::int as unconfirmed
from (select encoding, segments, status, sent_at from messages
  where workspace_id = $1 and id >= $2 order by id desc limit ${TEXTS}) m where encoding is not null`

const QUEUE = `
select extract(epoch from now() - min(m.created_at))::int as oldest, count(*)::int as texts, coalesce(max(m.tries), 0)::int as tries
from (select id from queue where workspace_id = $1 order by id limit 100) q
join messages m on m.workspace_id = $1 and m.id = q.id`
