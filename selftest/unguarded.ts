import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from './stage.ts'

const EVERY_MS = 200

/**
 * What most queues do, beside a Handset that does not: whatever a dead worker began, and whatever ended in doubt, goes
 * back into the queue and is sent again. It proves that the self-test would notice.
 */
export function retryBlindly({ postgres }: Stage): () => Promise<number> {
  let stopping = false
  const retrying = (async () => {
    let retried = 0
    while (!stopping) {
      retried += await requeue(postgres.db).catch(() => 0)
      await sleep(EVERY_MS)
    }
    return retried
  })()
  return () => {
    stopping = true
    return retrying
  }
}

async function requeue(db: Stage['postgres']['db']): Promise<number> {
  const rows = await db.system((tx) => tx.rows('selftest_requeue', REQUEUE, []))
  return rows.length
}

const REQUEUE = `
with doubted as (
  select a.workspace_id, a.message_id, a.n from attempts a
  where a.state = 'unknown' or (a.state = 'started' and a.deadline_at < now())
  order by a.workspace_id, a.message_id, a.n for update skip locked
), closed as (
  update attempts a set state = 'not_accepted', ended_at = now() from doubted d
  where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n
)
update messages m set status = 'queued', due_at = now() from doubted d
where m.workspace_id = d.workspace_id and m.id = d.message_id and m.tries = d.n returning m.id`
