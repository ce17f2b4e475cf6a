import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'

const AT_ONCE = 1000

/**
 * Ends what waits for a number that has said STOP. Begin would do so one by one when their turn comes; done here so that
 * nobody sees them wait. In steps, each without the number's lock and passing over what is being begun, so that nothing
 * else is held up, however many there are.
 */
export async function skipStopped(context: Context, workspaceIds: string[], numberHash: Buffer): Promise<void> {
  for (const workspaceId of workspaceIds) {
    let ids: { id: string }[] = []
    do {
      const after = ids.at(-1)?.id ?? ''
      ids = await context.db.tenant(workspaceId, (tx) => skipSome(tx, [workspaceId, numberHash, after, AT_ONCE]))
    } while (ids.length === AT_ONCE)
  }
}

/** In order of their ids, from those that were looked at on. */
async function skipSome(tx: Tx, values: unknown[]): Promise<{ id: string }[]> {
  return tx.rows<{ id: string }>('skip_stopped', SKIP, values)
}

/** By arrays, so that each step goes by the keys however few or many rows a planner expects of it. */
const SKIP = `
with waiting as materialized (
  select m.id from messages m
  where m.workspace_id = $1 and m.to_hash = $2 and m.id > $3 and m.status = 'queued' and m.vouched_by <> 'reply'
  order by m.id limit $4::int
), held as materialized (
  select q.ctid as place, q.id from queue q
  where q.workspace_id = $1 and q.id = any(array(select id from waiting)) for update skip locked
), out as (
  delete from queue where ctid = any(array(select place from held))
), skipped as (
  update messages m set status = 'skipped', skip_reason = 'opted_out', finished_at = now(),
    body_sealed = case when m.class = 'otp' then null else m.body_sealed end
  where m.workspace_id = $1 and m.id = any(array(select id from held))
)
select id from waiting order by id`
