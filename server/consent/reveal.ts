import { maskPhone } from '../../shared/phone.ts'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { notFound } from '../kit/problem.ts'
import { hashOfHandle } from './handle.ts'
import { findOptOut, openNumber } from './opt-outs.ts'

/**
 * The number of an entry in full. Who looked is on record before the answer leaves.
 *
 * @throws {Problem} 404, also where only its hash is known.
 */
export async function revealOptOut(context: Context, actor: Actor, handle: string): Promise<{ number: string }> {
  const { workspaceId } = actor
  const numberHash = hashOfHandle(context.keys, workspaceId, handle)
  if (!numberHash) throw notFound('opt-out')
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const optOut = await findOptOut(tx, workspaceId, numberHash)
    const number = optOut && openNumber(sealer, optOut)
    if (!number) throw notFound('number')
    const masked = maskPhone(number)
    const changes = { number: { from: masked, to: masked } }
    await recordChange(tx, actor, { action: 'number.revealed', target: handle, changes })
    return { number }
  })
}
