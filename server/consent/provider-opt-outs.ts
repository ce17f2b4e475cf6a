import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { reaching } from './everywhere.ts'
import { findOptOut, openNumber, type WrittenOptOut, writeOptOuts } from './opt-outs.ts'
import { recordOptOut } from './record.ts'

/**
 * By which a provider says that a number wants no texts, at once or in a receipt: it answered STOP, or it, its phone or the
 * network blocks them, which is what STOP to a toll-free number looks like (Twilio 21610 and 30004).
 */
const NOTES = new Map([
  [21610, 'The provider refused a text: 21610'],
  [30004, 'The recipient or the carrier blocks the texts: 30004'],
])

export function saysOptedOut(code: number | null): boolean {
  return code !== null && NOTES.has(code)
}

type Refused = Omit<WrittenOptOut, 'fresh'> & {
  /** The text that was refused. */
  messageId: string
  code: number | null
  /** It was sent through the installation's connection. */
  inherited: boolean
}

/** Takes over what a provider tells so. On record like an opt-out that somebody entered. */
export async function takeOverOptOuts(context: Context, tx: Tx, refused: Refused[]): Promise<void> {
  const entries = refused.map(({ code, messageId, ...one }) => ({
    ...one,
    message: { id: messageId, address: null },
    note: NOTES.get(code ?? 0) ?? null,
  }))
  const written = await writeOptOuts(tx, await reaching(tx, entries))
  for (const { workspaceId, numberHash } of written) {
    // Of what stands for many only the hash is kept: the number is shown by the workspace whose text was refused.
    const source = refused.find((one) => one.numberHash.equals(numberHash))!.workspaceId
    const optOut = await findOptOut(tx, source, numberHash)
    const number = optOut ? openNumber(await context.keys.forWorkspace(source), optOut) : null
    const actor = { kind: 'system', id: 'provider', name: 'The provider' } as const
    await recordOptOut(context, tx, actor, 'opt_out.added', { workspaceId, numberHash, number })
  }
}
