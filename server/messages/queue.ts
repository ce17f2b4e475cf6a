import type { Tx } from '../kit/db.ts'
import { SUSPECT_AFTER } from './suspects.ts'

/** A text that goes back to where it waits. */
export interface Waiting {
  workspaceId: string
  id: string
  dueInSeconds: number
  /** Workers died of it: it is begun alone. */
  isSuspect?: boolean
}

/**
 * Puts texts back into the queue, unless their end has become known meanwhile. One whose time would be over by then is put
 * there all the same: the sweep ends it, so that there is one place where texts expire.
 */
export async function enqueue(tx: Tx, texts: Waiting[]): Promise<void> {
  if (texts.length === 0) return
  await tx.rows('queue_back', BACK, [
    texts.map((text) => text.workspaceId),
    texts.map((text) => text.id),
    texts.map((text) => text.dueInSeconds),
    texts.map((text) => (text.isSuspect ? SUSPECT_AFTER : 0)),
  ])
}

const BACK = `
with back as (
  update messages m set status = 'queued', due_at = now() + make_interval(secs => t.due_in),
    tries = greatest(m.tries, (select max(a.n) from attempts a where a.workspace_id = m.workspace_id and a.message_id = m.id))
  from unnest($1::text[], $2::text[], $3::float8[], $4::smallint[]) as t(workspace_id, id, due_in, crashes)
  where m.workspace_id = t.workspace_id and m.id = t.id and m.status in ('unknown', 'queued')
  returning m.workspace_id, m.id, m.lane, m.segments, m.due_at, m.not_after, t.crashes
)
insert into queue (workspace_id, id, lane, segments, due_at, not_after, crashes) select * from back
on conflict (workspace_id, id) do update set due_at = excluded.due_at`

/** Takes texts out of the queue that need no sending any more. One that is being begun at this moment is waited for. */
export async function dequeue(tx: Tx, texts: { workspaceId: string; id: string }[]): Promise<void> {
  if (texts.length === 0) return
  await tx.rows(
    'queue_out',
    `delete from queue q using unnest($1::text[], $2::text[]) as t(workspace_id, id)
     where q.workspace_id = t.workspace_id and q.id = t.id`,
    [texts.map((text) => text.workspaceId), texts.map((text) => text.id)],
  )
}
