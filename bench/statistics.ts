// What the statistics screen asks at a year of ten million messages, and what counting costs beside changing messages.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { newId } from '../server/kit/id.ts'
import { DIMENSIONS, KEYS, MEASURES, PACK, PACKED } from '../server/statistics/columns.ts'
import { QUARTER_MS } from '../server/statistics/quarters.ts'
import { statisticsTurn } from '../server/statistics/turn.ts'
import { type BenchInstallation, openInstallationFor } from './installation.ts'
import { median, printTable } from './report.ts'

const DAYS = 365
const DAYS_BY_HOUR = 31
const CHANGED = 1000

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      messages: { type: 'string', default: '10000000' },
      people: { type: 'string', default: '100000' },
      requests: { type: 'string', default: '40' },
      // In the quarter of an hour that is counted anew.
      quarter: { type: 'string', default: '10000' },
    },
  })
  const [messages, people] = [Number(values.messages), Number(values.people)]
  const installation = await openInstallationFor({ providerUrl: 'http://127.0.0.1:1', workspaces: 2, optOuts: 100 })
  try {
    const client = new pg.Client(installation.connection)
    await client.connect()
    await fill(client, installation.workspaces[0]!.id, messages, people)
    const rows: [string, string][] = []
    for (const [what, path] of Object.entries(QUESTIONS)) {
      const p95 = await p95Of(installation, path, Number(values.requests))
      rows.push([`${what}, p95 ms`, p95.toFixed(1)])
    }
    printTable(`statistics: ${DAYS} days of ${messages} messages to ${people} people`, rows)
    printTable(
      `statistics: ${CHANGED} messages changed in a quarter of an hour of ${values.quarter}`,
      await counting(installation, client, Number(values.quarter)),
    )
    await client.end()
  } finally {
    await installation.close()
  }
}

const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)
const year = `from=${day(DAYS - 1)}&to=${day(0)}`
const QUESTIONS: Record<string, string> = {
  'sums and percentiles': `?${year}`,
  'by day': `?${year}&group_by=day`,
  'by day and channel': `?${year}&group_by=day,channel`,
  'by day, texts of one type alone': `?${year}&group_by=day&channel=sms&event_type=event_3`,
  causes: `?${year}&group_by=failure`,
  'skip reasons': `?${year}&group_by=skip_reason`,
  'by event': `?${year}&group_by=event_type`,
  'by country': `?${year}&group_by=country`,
  'by sender': `?${year}&group_by=sender`,
  'by the hour, 7 days': `?from=${day(6)}&to=${day(0)}&group_by=hour`,
  'by the hour, 31 days': `?from=${day(30)}&to=${day(0)}&group_by=hour`,
  'people, 30 days': `/people?from=${day(29)}&to=${day(0)}&limit=10`,
  'people, 365 days': `/people?${year}&limit=10`,
}

/** Kinds of message: 16 types of event, on three channels each. */
const LINES: Record<(typeof DIMENSIONS)[number], { values: string; many: number }> = {
  status: { values: `(array['delivered', 'sent', 'failed', 'skipped'])[v]`, many: 4 },
  country: { values: `chr(64 + v) || 'A'`, many: 12 },
  failure: { values: `'twilio:' || (30000 + v)`, many: 5 },
  skip: { values: `(array['opted_out', 'unverified', 'over_cap'])[v]`, many: 3 },
  sender: { values: `'+1415555010' || v`, many: 3 },
  person: { values: '', many: 0 },
  handed_over: { values: `(20 + v)::text`, many: 15 },
  delivered: { values: `(40 + v)::text`, many: 18 },
}

async function fill(client: pg.Client, workspaceId: string, messages: number, people: number): Promise<void> {
  const aDay = messages / DAYS
  await client.query(`begin; set local role handset_tenant; set local handset.workspace = '${workspaceId}'`)
  for (const dimension of DIMENSIONS) {
    const days = `select (current_date - d)::date as at from generate_series(0, ${DAYS - 1}) as d`
    await client.query(fillStatement('statistics_days', 'day', days, dimension, aDay, people), [workspaceId])
    if (dimension !== 'status') continue
    const quarters = `select date_bin('15 minutes', now(), 'epoch') - q * interval '15 minutes' as at
      from generate_series(0, ${DAYS_BY_HOUR * 96}) as q`
    await client.query(fillStatement('statistics_quarters', 'quarter', quarters, dimension, aDay / 96, people), [
      workspaceId,
    ])
  }
  await client.query('commit')
  await client.query('vacuum analyze statistics_days, statistics_quarters')
}

function fillStatement(
  table: string,
  column: string,
  times: string,
  dimension: (typeof DIMENSIONS)[number],
  messages: number,
  people: number,
): string {
  const { values, many } = LINES[dimension]
  // Everybody is told about as often as the others, which is the worst case: nobody can be left out early.
  const lines =
    dimension === 'person'
      ? `select 'per_01k' || lpad(((n * 7919 + extract(doy from at)::integer * 104729) % ${people})::text, 23, '0') as value, 1 + n % 16 as e, 1 + n % 3 as c, 1 as each
         from generate_series(1, ${Math.round(messages)}) as n`
      : `select ${values} as value, e, c, greatest(1, ${Math.round(messages)} / (48 * ${many})) as each
         from generate_series(1, ${many}) as v, generate_series(1, 16) as e, generate_series(1, 3) as c`
  const measures = MEASURES.map((measure) => (measure.includes('micros') ? '8300 * each' : 'each'))
  const named = [...KEYS, ...MEASURES].join(', ')
  return `
    insert into ${table} (workspace_id, dimension, ${column}, ${PACKED})
    select $1, '${dimension}', at, ${PACK} from (
      select at, ${[`value`, `(array['sms', 'email', 'in_app'])[c]`, `'alert'`, `'event_' || e`, `'USD'`, ...measures]
        .map((expression, i) => `${expression} as ${[...KEYS, ...MEASURES][i]}`)
        .join(', ')}
      from (${times}) t cross join lateral (${lines}) l
    ) cells (at, ${named}) group by at`
}

/** Through HTTP, one after the other, after a few to warm up. */
async function p95Of({ handset, workspaces }: BenchInstallation, path: string, requests: number): Promise<number> {
  const headers = { authorization: `Bearer ${workspaces[0]!.key}` }
  const times: number[] = []
  for (let i = -5; i < requests; i++) {
    const startedMs = performance.now()
    const answer = await fetch(`${handset.url}/v1/statistics${path}`, { headers })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`answered ${answer.status}: ${text}`)
    if (i >= 0) times.push(performance.now() - startedMs)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!
}

/** The same rows are updated with and without being noticed; then they are counted. */
async function counting(
  { handset: { context }, workspaces }: BenchInstallation,
  client: pg.Client,
  inQuarter: number,
): Promise<[string, string][]> {
  const workspaceId = workspaces[1]!.id
  const startMs = Math.floor((Date.now() - 3_600_000) / QUARTER_MS) * QUARTER_MS
  const ids = Array.from({ length: inQuarter }, (_, i) =>
    newId('msg', startMs + Math.floor((i * QUARTER_MS) / inQuarter)),
  )
  const asTenant = async (text: string, values: unknown[]) => {
    await client.query(`begin; set local role handset_tenant; set local handset.workspace = '${workspaceId}'`)
    const startedMs = performance.now()
    await client.query(text, values)
    await client.query('commit')
    return performance.now() - startedMs
  }
  await asTenant(MESSAGES, [workspaceId, ids])
  await client.query('vacuum analyze messages')
  const count = async () => {
    await asTenant(`update statistics_state set next_at = '-infinity' where workspace_id = $1`, [workspaceId])
    const startedMs = performance.now()
    await statisticsTurn(context)
    return performance.now() - startedMs
  }
  await count()
  const spent: Record<'noticed' | 'plain' | 'counted', number[]> = { noticed: [], plain: [], counted: [] }
  for (let round = 0; round < 10; round++) {
    const some = ids
      .filter((_, i) => (i + round) % Math.max(1, Math.floor(inQuarter / CHANGED)) === 0)
      .slice(0, CHANGED)
    spent.noticed.push(await asTenant(CHANGE, [workspaceId, some]))
    spent.counted.push(await count())
    await client.query('alter table messages disable trigger messages_changed')
    spent.plain.push(await asTenant(CHANGE, [workspaceId, some]))
    await client.query('alter table messages enable trigger messages_changed')
  }
  const [noticed, plain, counted] = [median(spent.noticed), median(spent.plain), median(spent.counted)]
  return [
    ['changed without being noticed, ms', plain.toFixed(1)],
    ['changed and noticed, ms', noticed.toFixed(1)],
    ['  ratio', (noticed / plain).toFixed(2)],
    ['counted, ms', counted.toFixed(1)],
    ['  ratio to the plain change', (counted / plain).toFixed(2)],
  ]
}

const MESSAGES = `
insert into messages (workspace_id, id, class, status, lane, to_hash, to_sealed, to_country, body_sealed, encoding, segments,
  event_type, occurred_at, vouched_by, made_by_kind, made_by_id, made_by_name, cost_micros, currency, not_after, person_id)
select $1, t.id, 'alert', 'sent', 'alert', sha256(t.id::bytea), sha256(t.id::bytea), (array['US', 'DE', 'GB', 'IN'])[1 + t.i % 4],
  repeat('x', 200)::bytea, 'GSM-7', 1, 'event_' || t.i % 16, now(), 'caller', 'api_key', 'key', 'key', 8300, 'USD', now(),
  'per_' || t.i % 5000
from unnest($2::text[]) with ordinality as t(id, i)`

const CHANGE = `
update messages m set status = case when status = 'sent' then 'delivered' else 'sent' end, sent_at = now(), finished_at = now()
where m.workspace_id = $1 and m.id = any($2::text[])`
