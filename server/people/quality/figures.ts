import type { Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { calledLandline, IS_NO_MOBILE } from './landline.ts'
import type { Figures, QualityOut } from './schema.ts'

/** Up to here counting takes as long as any other request, and figures that are never stale need no more words. */
const FEW = 10_000
/** Of the time, the part that may go into counting one directory again and again while somebody looks at it. */
const REST_PER_COUNT = 20

export const RECOUNT = 'phone quality'

/**
 * How many people can be texted, and what is amiss with the others. A small directory is counted on the spot. A large one
 * is counted by a loop when somebody asks, and what it stored answers: neither a rollup kept by every import, STOP and
 * deletion, nor a count of millions in a request.
 */
export async function readQuality(context: Context, workspaceId: string): Promise<QualityOut> {
  const quality = await context.db.tenant(workspaceId, async (tx) =>
    (await isLarge(tx, workspaceId))
      ? readStored(tx, workspaceId)
      : { figures: await countFigures(tx, workspaceId), counted_at: context.now().toISOString(), counting: false },
  )
  if (quality.counting) context.wake.say(RECOUNT)
  return quality
}

async function isLarge(tx: Tx, workspaceId: string): Promise<boolean> {
  const rows = await tx.rows('phone_quality_large', LARGE, [workspaceId])
  return rows.length > 0
}

const LARGE = `select from persons where workspace_id = $1 offset ${FEW} limit 1`

async function readStored(tx: Tx, workspaceId: string): Promise<QualityOut> {
  const [stored] = await tx.rows<Stored>('phone_quality_stored', STORED, [workspaceId, REST_PER_COUNT])
  // Not before, since whoever counts holds the row.
  if (!stored || stored.old) await tx.rows('phone_quality_ask', ASK, [workspaceId])
  return {
    figures: stored?.figures ?? null,
    counted_at: stored?.counted_at?.toISOString() ?? null,
    counting: !stored || stored.old || stored.counting,
  }
}

interface Stored {
  figures: Figures | null
  counted_at: Date | null
  counting: boolean
  old: boolean
}

const STORED = `
select q.figures, q.counted_at, q.counted_at is null or q.asked_at > q.counted_at as counting,
  q.asked_at <= q.counted_at and q.counted_at < now() - $2::int * q.took_ms * interval '1 millisecond' as old
from phone_quality q where q.workspace_id = $1`

const ASK = `
insert into phone_quality (workspace_id) values ($1)
on conflict (workspace_id) do update set asked_at = now()`

/** By number first, so that who stopped and whose number is shared are asked once of each. */
export async function countFigures(tx: Tx, workspaceId: string): Promise<Figures> {
  const [row] = await tx.rows<Figures>('phone_quality_count', COUNT, [workspaceId])
  return row!
}

const COUNT = `
with numbers as (
  select f.number_hash, count(*) as people, count(*) filter (where p.reach = 'ok') as ok,
    count(*) filter (where p.reach = 'no_phone') as no_phone, count(*) filter (where p.reach = 'malformed') as malformed,
    count(*) filter (where p.reach = 'unverified') as unverified, coalesce(bool_or(${IS_NO_MOBILE}), false) as no_mobile
  from persons p
  left join phones f on f.workspace_id = p.workspace_id and f.person_id = p.id and f.source = p.phone_source
  where p.workspace_id = $1 and p.active
  group by f.number_hash
), landlines as (
  ${calledLandline('distinct m.to_hash')}
)
select coalesce(sum(n.people), 0)::int as people,
  coalesce(sum(n.ok) filter (where o.number_hash is null), 0)::int as ok,
  coalesce(sum(n.no_phone), 0)::int as no_phone, coalesce(sum(n.malformed), 0)::int as malformed,
  coalesce(sum(n.unverified) filter (where o.number_hash is null), 0)::int as unverified,
  coalesce(sum(n.people) filter (where o.number_hash is not null), 0)::int as opted_out,
  coalesce(sum(n.people) filter (where n.number_hash is not null and n.people > 1), 0)::int as duplicate,
  coalesce(sum(n.people) filter (where n.no_mobile or l.to_hash is not null), 0)::int as landline
from numbers n
left join opt_outs o on o.workspace_id = $1 and o.number_hash = n.number_hash
left join landlines l on l.to_hash = n.number_hash`
