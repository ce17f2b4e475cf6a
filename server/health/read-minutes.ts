import type { Selectable } from 'kysely'
import type { Context } from '../kit/context.ts'
import type { HealthMinutes } from '../kit/tables.ts'
import { addCounts, quantile } from './quantile.ts'
import type { Stretch } from './schema.ts'

type Row = Selectable<HealthMinutes>

/** As many as a chart of a thousand pixels can show apart. */
const STRETCHES = 120

/** The last hours in stretches of the same length; those in which nobody was there to count are left out. */
export async function readMinutes(context: Context, hours: number): Promise<{ seconds: number; items: Stretch[] }> {
  const rows = await context.db.system((tx) =>
    tx.rows<Row>(
      'health_minutes',
      'select * from health_minutes where minute > now() - make_interval(hours => $1::int) order by minute',
      [hours],
    ),
  )
  const lengthMs = Math.ceil((hours * 60) / STRETCHES) * 60_000
  const stretches = Map.groupBy(rows, ({ minute }) => Math.floor(minute.getTime() / lengthMs) * lengthMs)
  const items = [...stretches].map(([at, minutes]) => toStretch(new Date(at), minutes))
  return { seconds: lengthMs / 1000, items }
}

/** Rates by the minute, states at their worst, the rest added up. */
export function toStretch(at: Date, minutes: Row[]): Stretch {
  type Count = { [Name in keyof Row]: Row[Name] extends number ? Name : never }[keyof Row]
  const worst = (name: Count) => Math.max(...minutes.map((row) => row[name]))
  const sum = (name: Count) => minutes.reduce((all, row) => all + row[name], 0)
  const rate = (name: Count) => Math.round((sum(name) / minutes.length) * 100) / 100
  const waits = minutes.map((row) => row.waits).reduce(addCounts)
  const transactions = minutes.map((row) => row.transactions).reduce(addCounts)
  return {
    at: at.toISOString(),
    waiting: worst('waiting'),
    oldest_due_seconds: worst('oldest_due_seconds'),
    in_doubt: worst('in_doubt'),
    accepted: rate('accepted'),
    rejected: rate('rejected'),
    not_sent: rate('not_sent'),
    unknown: rate('unknown'),
    by_callback: sum('by_callback'),
    by_listing: sum('by_listing'),
    by_person: sum('by_person'),
    doubles: sum('doubles'),
    called_back: sum('called_back'),
    asked: sum('asked'),
    refused: sum('refused'),
    wait_p50_ms: inMs(quantile(waits, 0.5)),
    wait_p95_ms: inMs(quantile(waits, 0.95)),
    database_p95_ms: inMs(quantile(transactions, 0.95)),
  }
}

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 10_000) / 10
}
