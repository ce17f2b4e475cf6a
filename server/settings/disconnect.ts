import { sql } from 'kysely'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { readAbove } from './above.ts'
import { changesOf, tellConnection } from './changes.ts'
import { activeOf, readCurrent } from './current.ts'
import { followInstallation, tellBelow } from './follow.ts'
import { putAllBack } from './replies-put-back.ts'
import { reopenLanes } from './write.ts'

/**
 * Erases the credentials of every provider the workspace ever connected; it goes back to what it inherits, if anything. The workspace's own part, history, opt-outs and
 * people stay; texts that still wait are skipped when their turn comes.
 */
export async function disconnect(context: Context, actor: Actor, { putBack = false } = {}): Promise<void> {
  // With the credentials that are about to be erased; where that fails, nothing is.
  if (putBack) await putAllBack(context, actor)
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  const above = await readAbove(context, actor.workspaceId)
  // That there is no connection any more is no word of the operator's against those of others.
  const follows = above === null || above.active !== null
  await context.db.tenant(actor.workspaceId, async (tx) => {
    // Held, so that a save under way either comes first and is erased too, or finds that it was overtaken.
    await tx
      .selectFrom('sms_settings')
      .select('revision')
      .where('workspace_id', '=', actor.workspaceId)
      .forUpdate()
      .execute()
    const before = await readCurrent(tx, actor.workspaceId)
    if (before.connections.length === 0) return
    const active = activeOf(before)
    await tx
      .updateTable('sms_settings')
      .set({
        connection_id: null,
        ...(before.settings?.enabled && { enabled: false, ...(follows ? FOLLOWS : switchedBy(actor)) }),
        ...{ waiting: null, waiting_code: null, waiting_since: null, waiting_next_look_at: null },
        revision: sql`revision + 1`,
        changed_at: sql<Date>`now()`,
        changed_by: actor.name,
      })
      .where('workspace_id', '=', actor.workspaceId)
      .execute()
    await tellBelow(tx, actor.workspaceId)
    // What the account that goes had closed says nothing of the one that is inherited.
    await reopenLanes(tx, actor.workspaceId)
    await tx.deleteFrom('connections').where('workspace_id', '=', actor.workspaceId).execute()
    await recordChange(tx, actor, {
      action: 'sms_settings.disconnected',
      target: 'sms_settings',
      changes: changesOf(active ? tellConnection(sealer, active.connection, active.sender) : {}, {}),
    })
  })
  await followInstallation(context)
  context.wake.say('work')
}

/** As one that was never touched: on while the installation's is. */
const FOLLOWS = { enabled_at: null, enabled_by: null }

function switchedBy({ name }: Actor) {
  return { enabled_at: sql<Date>`now()`, enabled_by: name }
}
