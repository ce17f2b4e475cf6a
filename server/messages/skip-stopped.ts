import type { Context } from '../kit/context.ts'

const AT_ONCE = 1000
/** So many connections work at many: writing them anew is what takes the time. */
const SHARES = 3

/**
 * Ends what waits for a number that has said STOP. Begin would do so one by one when their turn comes; done here so that
 * nobody sees them wait. In steps, each without the number's lock and passing over what is being begun, so that nothing
 * else is held up, however many there are.
 */
export async function skipStopped(context: Context, workspaceIds: string[], numberHash: Buffer): Promise<void> {
  for (const workspaceId of workspaceIds)
    await endWaiting(context, workspaceId, [numberHash, null, 'skipped', 'opted_out'])
}

/** The same for what was meant for somebody who is erased. */
export async function cancelWaiting(
  context: Context,
  { workspaceId, markedAt }: { workspaceId: string; markedAt: Date },
  numberHash: Buffer,
): Promise<void> {
  await endWaiting(context, workspaceId, [numberHash, markedAt, 'cancelled', null])
}

/** Usually there are few. Of many each connection takes a share, told by the ids. */
async function endWaiting(context: Context, workspaceId: string, how: unknown[]): Promise<void> {
  const first = await endSome(context, workspaceId, [workspaceId, '', AT_ONCE, ...how, 1, 0])
  if (first.length < AT_ONCE) return
  await Promise.all(Array.from({ length: SHARES }, (_, share) => endShare(context, workspaceId, how, share)))
}

/** In order of their ids, from those that were looked at on. */
async function endShare(context: Context, workspaceId: string, how: unknown[], share: number): Promise<void> {
  let ids: { id: string }[] = []
  do {
    ids = await endSome(context, workspaceId, [workspaceId, ids.at(-1)?.id ?? '', AT_ONCE, ...how, SHARES, share])
  } while (ids.length === AT_ONCE)
}

function endSome(context: Context, workspaceId: string, values: unknown[]): Promise<{ id: string }[]> {
  return context.db.tenant(workspaceId, (tx) => tx.rows<{ id: string }>('end_waiting', END, values))
}

/** By arrays, so that each step goes by the keys however few or many rows a planner expects of it. */
const END = `
with waiting as materialized (
  select m.id from messages m
  where m.workspace_id = $1 and m.to_hash = $4 and m.id > $2 and m.status = 'queued' and m.vouched_by <> 'reply'
    and ($5::timestamptz is null or m.created_at <= $5) and mod(hashtext(m.id)::bigint + 2147483648, $8) = $9
  order by m.id limit $3::int
), held as materialized (
  select q.ctid as place, q.id from queue q
  where q.workspace_id = $1 and q.id = any(array(select id from waiting)) for update skip locked
), out as (
  delete from queue where ctid = any(array(select place from held))
), skipped as (
  update messages m set status = $6, skip_reason = $7, finished_at = now(),
    body_sealed = case when m.class = 'otp' then null else m.body_sealed end
  where m.workspace_id = $1 and m.id = any(array(select id from held))
)
select id from waiting order by id`
