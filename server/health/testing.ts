import { insertAttempt, insertMessage } from '../../test/rows.ts'
import type { Slice } from '../../test/slice.ts'
import type { Database } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { CLASS_RULES } from '../messages/classes.ts'
import type { MessageClass } from '../messages/schema.ts'

interface WantedWorker {
  seenSecondsAgo?: number
  claimedSecondsAgo?: number
  ended?: boolean
}

export async function makeWorker(db: Database, wanted: WantedWorker = {}): Promise<string> {
  const id = newId('wrk')
  await db.pool.query(
    `insert into workers (id, host, seen_at, last_claim_at, ended_at)
     values ($1, 'host-a', now() - make_interval(secs => $2), now() - make_interval(secs => $3), case when $4 then now() end)`,
    [id, wanted.seenSecondsAgo ?? 0, wanted.claimedSecondsAgo ?? null, wanted.ended ?? false],
  )
  return id
}

interface WantedText {
  class?: MessageClass
  /** It waits in the queue of a workspace that may send. */
  dueSecondsAgo?: number
  /** Or it was begun so long ago, and nobody knows what became of it. */
  doubtSecondsAgo?: number
}

export async function makeText(slice: Slice, wanted: WantedText): Promise<{ workspaceId: string; id: string }> {
  const { class: name = 'alert', dueSecondsAgo, doubtSecondsAgo } = wanted
  const workspaceId = await slice.workspace()
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
  const status = dueSecondsAgo === undefined ? 'unknown' : 'queued'
  const { id } = await insertMessage(slice, workspaceId, { class: name, status, due_at: ago(dueSecondsAgo ?? 0) })
  if (doubtSecondsAgo !== undefined) {
    await insertAttempt(slice, workspaceId, id, { state: 'unknown', started_at: ago(doubtSecondsAgo) })
  }
  await slice.db.pool.query('insert into sms_settings (workspace_id) values ($1)', [workspaceId])
  await slice.db.pool.query(
    `insert into lanes (workspace_id, lane, class_rank, account, sender) values ($1, $2, $3, 'AC1', '+14155550100')`,
    [workspaceId, name, CLASS_RULES[name].rank],
  )
  return { workspaceId, id }
}
