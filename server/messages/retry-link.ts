import { recordChange } from '../audit/record.ts'
import type { Actor } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'

/** Of two who press at once, the second sees what the first did. */
export async function holdMessage(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.rows('message_hold', 'select 1 from messages where workspace_id = $1 and id = $2 for update', [
    workspaceId,
    id,
  ])
}

/** What a program sends is in the history alone, again or not; of a person it is on record that they decided to. */
export async function linkRetry(tx: Tx, actor: Actor, id: string, as: string): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ retried_as: as })
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', id)
    .execute()
  if (actor.kind !== 'user') return
  const changes = { sent_again_as: { from: null, to: as } }
  await recordChange(tx, actor, { action: 'message.sent_again', target: id, changes })
}
