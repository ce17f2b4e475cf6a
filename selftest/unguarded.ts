import { setTimeout as sleep } from 'node:timers/promises'
import { enqueue } from '../server/messages/queue.ts'
import type { Stage } from './stage.ts'

const EVERY_MS = 20
/** Whoever has not finished a text after so long is not asked whether it still lives. */
const LEASE_MS = 60

/**
 * What most queues do, beside a Handset that does not: whatever a dead worker began, and whatever ended in doubt, goes
 * back into the queue and is sent again; and so does what a living worker has in hand when its lease has run out, be it
 * that it was only paused. It proves that the self-test would notice.
 */
export function retryBlindly({ postgres }: Stage): () => Promise<void> {
  let stopping = false
  const retrying = (async () => {
    while (!stopping) {
      // While the database is away or a process holds its texts, the next round is soon enough.
      await requeue(postgres.db).catch(() => {})
      await sleep(EVERY_MS)
    }
  })()
  return () => {
    stopping = true
    return retrying
  }
}

async function requeue(db: Stage['postgres']['db']): Promise<void> {
  await db.system(async (tx) => {
    const rows = await tx.rows<{ workspace_id: string; message_id: string }>('selftest_forget', FORGET, [])
    await enqueue(
      tx,
      rows.map((row) => ({ workspaceId: row.workspace_id, id: row.message_id, dueInSeconds: 0 })),
    )
  })
}

const FORGET = `
update attempts a set state = 'not_accepted', ended_at = now()
from (
  select workspace_id, message_id, n from attempts
  where state = 'unknown' or (state = 'started' and started_at < now() - interval '${LEASE_MS} milliseconds')
  order by workspace_id, message_id, n for update skip locked
) d
where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n
returning a.workspace_id, a.message_id`
