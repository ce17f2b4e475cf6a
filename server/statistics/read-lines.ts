import type { Tx } from '../kit/db.ts'
import { type Dimension, MEASURES, unpack } from './columns.ts'
import { type Grouping, narrowed, type Range } from './range.ts'
import type { Property } from './schema.ts'

/** One group in one currency. */
export type Line = Record<(typeof MEASURES)[number], number> & {
  at: string | Date | null
  key: string | null
  currency: string
}

/** Larger than any list that somebody reads; the smallest are left out. */
const MOST_OF_A_TIME = 500

/** Whether the groups add up to the whole, so that it need not be added up again. */
export function areAll(lines: Line[], { by }: Grouping): boolean {
  const most = Math.max(0, ...[...Map.groupBy(lines, ({ at }) => String(at)).values()].map((all) => all.length))
  const { dimension } = COUNTED_BY[by ?? 'status']
  // Every message has a status and a country, be it none.
  return (dimension === 'status' || dimension === 'country') && most < MOST_OF_A_TIME
}

/** Where a property is counted, and which column of it says what. */
const COUNTED_BY: Record<Property, { dimension: Dimension; column: 'value' | 'channel' | 'class' | 'event_type' }> = {
  channel: { dimension: 'status', column: 'channel' },
  status: { dimension: 'status', column: 'value' },
  event_type: { dimension: 'status', column: 'event_type' },
  class: { dimension: 'status', column: 'class' },
  country: { dimension: 'country', column: 'value' },
  failure: { dimension: 'failure', column: 'value' },
  skip_reason: { dimension: 'skip', column: 'value' },
  sender: { dimension: 'sender', column: 'value' },
}

/** The groups of a range, in the order of time and then the largest first. It reads what is counted, never a message. */
export async function readLines(
  tx: Tx,
  workspaceId: string,
  timeZone: string,
  range: Range,
  grouping: Grouping,
): Promise<Line[]> {
  const { name, text } = linesStatement(grouping, range)
  return tx.rows<Line>(name, text, valuesOf(workspaceId, timeZone, range, grouping))
}

export function valuesOf(workspaceId: string, timeZone: string, range: Range, { by, time }: Grouping): unknown[] {
  const { dimension } = COUNTED_BY[by ?? 'status']
  const values = [workspaceId, dimension, range.from, range.to, range.channel, range.class, range.eventType]
  return time === 'hour' ? [...values, timeZone] : values
}

const SUMS = MEASURES.map((measure) => `sum(line.${measure})::bigint as ${measure}`).join(', ')

export function linesStatement({ time, by }: Grouping, range: Range): { name: string; text: string } {
  const only = narrowed(range)
  const keyed = by ? [COUNTED_BY[by].column] : []
  const key = by ? `line.${COUNTED_BY[by].column}` : 'null::text'
  const at = { day: 's.day::text', hour: `date_trunc('hour', s.quarter, $8)`, total: 'null::text' }[time ?? 'total']
  const text = `
select at, key, currency, ${MEASURES.join(', ')} from (
  select *, row_number() over (partition by at order by messages desc, key) as place from (
    select ${at} as at, ${key} as key, line.currency, ${SUMS}
    from ${time === 'hour' ? QUARTERS : DAYS}
    cross join ${unpack('s', [...keyed, 'currency', ...MEASURES, ...only.columns])}
    where ${only.fits}
    group by 1, 2, 3
  ) summed
) placed where place <= ${MOST_OF_A_TIME} order by at, messages desc, key`
  return { name: `statistics_${time ?? 'all'}_${by ?? 'all'}_${only.name}`, text }
}

const DAYS = `(
  select * from statistics_days where workspace_id = $1 and dimension = $2 and day between $3::date and $4::date) s`

const QUARTERS = `(
  select * from statistics_quarters where workspace_id = $1 and dimension = $2
    and quarter >= ($3::date::timestamp at time zone $8) - interval '3 hours'
    and quarter < (($4::date + 1)::timestamp at time zone $8) + interval '3 hours'
    and (quarter at time zone $8)::date between $3::date and $4::date) s`
