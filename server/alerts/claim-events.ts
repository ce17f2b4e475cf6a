import type { Context } from '../kit/context.ts'
import { inboxTopic } from '../messages/notify.ts'
import { processEvents } from './process.ts'

const WORKSPACES_AT_ONCE = 20

/**
 * One turn: a batch of each workspace in which events wait, in random order, so that one that posts a million keeps no
 * other waiting for more than a batch.
 *
 * @returns whether there may be more to do at once.
 */
export async function eventsTurn(context: Context): Promise<boolean> {
  const waiting = await context.db.system((tx) =>
    tx.rows<{ workspace_id: string }>('events_waiting', WAITING, [WORKSPACES_AT_ONCE]),
  )
  let looked = 0
  for (const { workspace_id } of waiting) {
    const count = await processEvents(context, workspace_id)
    if (count > 0) context.wake.say(inboxTopic(workspace_id))
    looked += count
  }
  if (looked > 0) {
    context.wake.say('work')
    context.wake.say('mail')
  }
  return looked > 0
}

/** From one workspace to the next by the key, however many events each has. */
const WAITING = `
with recursive w as (
  (select workspace_id from event_queue order by workspace_id limit 1)
  union all
  select (select q.workspace_id from event_queue q where q.workspace_id > w.workspace_id order by q.workspace_id limit 1)
  from w where w.workspace_id is not null
)
select workspace_id from w
where workspace_id is not null
  and exists (select from event_queue q where q.workspace_id = w.workspace_id and q.due_at <= now())
order by random() limit $1`
