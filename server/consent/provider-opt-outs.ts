import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { findOptOut, openNumber, type WrittenOptOut, writeOptOuts } from './opt-outs.ts'
import { recordOptOut } from './record.ts'

/**
 * Takes over what a provider tells by refusing a text: that the number has answered STOP (Twilio 21610). On record like an
 * opt-out that somebody entered.
 */
export async function takeOverOptOuts(context: Context, tx: Tx, refused: WrittenOptOut[]): Promise<void> {
  const note = 'The provider refused a text: 21610'
  for (const { workspaceId, numberHash } of await writeOptOuts(
    tx,
    refused.map((one) => ({ ...one, note })),
  )) {
    const optOut = await findOptOut(tx, workspaceId, numberHash)
    const number = openNumber(await context.keys.forWorkspace(workspaceId), optOut!)
    const actor = { kind: 'system', id: 'provider', name: 'The provider' } as const
    await recordOptOut(context, tx, actor, 'opt_out.added', { workspaceId, numberHash, number })
  }
}
