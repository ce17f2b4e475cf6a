import type { Tx } from '../kit/db.ts'
import { type Bin, percentile } from './bins.ts'
import { unpack } from './columns.ts'
import { narrowed, type Range } from './range.ts'
import type { Statistics } from './schema.ts'

type Latency = NonNullable<Statistics['latency']>

/** How long messages of a range took to their hand-over, and from there to their arrival. */
export async function readLatency(tx: Tx, workspaceId: string, range: Range): Promise<Latency> {
  const { name, text } = latencyStatement(range)
  const rows = await tx.rows<Bin & { dimension: string }>(name, text, [
    workspaceId,
    ['handed_over', 'delivered'],
    range.from,
    range.to,
    range.channel,
    range.class,
    range.eventType,
  ])
  const of = (dimension: string) => percentilesOf(rows.filter((row) => row.dimension === dimension))
  return { handed_over: of('handed_over'), delivered: of('delivered') }
}

function percentilesOf(bins: Bin[]): Latency['delivered'] {
  return {
    messages: bins.reduce((sum, { count }) => sum + count, 0),
    p50_ms: percentile(bins, 0.5),
    p95_ms: percentile(bins, 0.95),
    p99_ms: percentile(bins, 0.99),
  }
}

function latencyStatement(range: Range): { name: string; text: string } {
  const only = narrowed(range)
  const text = `
select s.dimension, line.value::integer as bin, sum(line.messages)::bigint as count
from statistics_days s cross join ${unpack('s', ['value', 'messages', ...only.columns])}
where s.workspace_id = $1 and s.dimension = any($2::text[]) and s.day between $3::date and $4::date and ${only.fits}
group by s.dimension, line.value`
  return { name: `statistics_latency_${only.name}`, text }
}
