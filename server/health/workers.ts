import type { Context } from '../kit/context.ts'
import { DEAD_AFTER_SECONDS } from '../messages/shift.ts'

interface Row {
  id: string
  host: string
  started_at: Date
  seen_at: Date
  last_claim_at: Date | null
  last_look_at: Date | null
  alive: boolean
}

/** Those at work, and those that were lost within the last hour without saying that they end. */
export async function readWorkers(context: Context) {
  const rows = await context.db.system((tx) =>
    tx.rows<Row>(
      'health_workers',
      `select id, host, started_at, seen_at, last_claim_at, last_look_at,
         seen_at > now() - interval '${DEAD_AFTER_SECONDS} seconds' as alive
       from workers where ended_at is null and seen_at > now() - interval '1 hour'
       order by alive desc, started_at, id limit 100`,
      [],
    ),
  )
  return rows.map((row) => ({
    ...row,
    started_at: row.started_at.toISOString(),
    seen_at: row.seen_at.toISOString(),
    last_claim_at: row.last_claim_at?.toISOString() ?? null,
    last_look_at: row.last_look_at?.toISOString() ?? null,
  }))
}
