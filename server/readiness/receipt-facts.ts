import type { Tx } from '../kit/db.ts'
import type { ConnectionRow } from '../settings/current.ts'

export interface ReceiptFacts {
  lastCallback: { at: Date; proof: string } | null
  /** Texts, newer than the last that a callback told of, whose end had to be asked for though we were to be told. */
  missed: number
  refused: { count: number; since: Date } | null
  refusedLastDay: number
}

export const NO_RECEIPTS: ReceiptFacts = { lastCallback: null, missed: 0, refused: null, refusedLastDay: 0 }

/** So many texts in a row are no accident: one callback may be lost, and a carrier may be slow. */
export const TOO_MANY_MISSED = 3

const LOOKED_AT = 200

export async function receiptFacts(tx: Tx, { workspace_id, id }: ConnectionRow): Promise<ReceiptFacts> {
  const [row] = await tx.rows<FoundRow>('readiness_receipts', FOUND, [workspace_id, id])
  const { at, proof, missed, refused, since, refused_last_day } = row!
  return {
    lastCallback: at && { at, proof: proof! },
    missed,
    refused: refused > 0 ? { count: refused, since } : null,
    refusedLastDay: refused_last_day,
  }
}

interface FoundRow {
  at: Date | null
  proof: string | null
  missed: number
  refused: number
  since: Date
  refused_last_day: number
}

/** A text that never got further than "sent" is the carrier's silence; one that ended without our hearing is not. */
const FOUND = `
with latest as materialized (
  select r.message_id, r.n, r.source, r.proof, r.rank, r.received_at, a.callback_given from (
    select * from receipts where workspace_id = $1 order by message_id desc, n desc limit ${LOOKED_AT}) r
  join attempts a on a.workspace_id = r.workspace_id and a.message_id = r.message_id and a.n = r.n
  where a.connection_id = $2
), callback as (
  select received_at, proof from latest where source = 'callback' order by received_at desc limit 1
), texts as (
  select message_id, n, bool_or(source = 'callback') as heard, bool_or(rank >= 4 and callback_given) as ended
  from latest group by message_id, n
), refused as (
  select coalesce(sum(count) filter (where hour >= date_trunc('hour', now() - interval '1 hour')), 0)::int as count,
    min(hour) filter (where hour >= date_trunc('hour', now() - interval '1 hour')) as since,
    coalesce(sum(count), 0)::int as last_day
  from refused_callbacks where workspace_id = $1 and hour > now() - interval '1 day'
)
select (select received_at from callback) as at, (select proof from callback) as proof,
  (select count(*)::int from texts where ended and not heard
    and message_id > coalesce((select max(message_id) from texts where heard), '')) as missed,
  refused.count as refused, refused.since, refused.last_day as refused_last_day from refused`
