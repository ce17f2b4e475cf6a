import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { readMessage } from './detail.ts'
import { findInbound, openSender } from './inbound-list.ts'
import { numberErased, openNumbers } from './show.ts'

/** The numbers of one message in full. Who looked is on record before the answer leaves. */
export async function revealNumbers(
  context: Context,
  actor: Actor,
  id: string,
): Promise<{ to: string; redirected_to: string | null }> {
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  return context.db.tenant(actor.workspaceId, async (tx) => {
    const { to, redirectedTo } = openNumbers(await readMessage(tx, actor.workspaceId, id), sealer)
    if (to === null) throw numberErased()
    await recordChange(tx, actor, { action: 'number.revealed', target: id })
    return { to, redirected_to: redirectedTo }
  })
}

/** The number that a text came from in full, on record the same way. */
export async function revealSender(context: Context, actor: Actor, id: string): Promise<{ from: string }> {
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  return context.db.tenant(actor.workspaceId, async (tx) => {
    const from = openSender(sealer, await findInbound(tx, actor.workspaceId, id))
    if (from === null) throw numberErased()
    await recordChange(tx, actor, { action: 'number.revealed', target: id })
    return { from }
  })
}
