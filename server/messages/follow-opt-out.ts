import { reaching } from '../consent/everywhere.ts'
import { RECIPIENT } from '../consent/keyword-opt-outs.ts'
import { lockNumbers, sealPurpose, writeOptOuts } from '../consent/opt-outs.ts'
import { recordOptOut } from '../consent/record.ts'
import type { Context } from '../kit/context.ts'
import { sameBytes } from '../kit/seal.ts'
import type { Followed } from './opt-out-links.ts'
import { skipStopped } from './skip-stopped.ts'

/** For so long whoever pressed the button may say that it was a mistake. */
const UNDO_MS = 3_600_000

/**
 * The button of an opt-out link was pressed: the number's own word, with the text and the address it came from as
 * evidence. By the role that crosses workspaces, as the link is all that is known of whose it is.
 *
 * @returns what takes it back at once; null where it was stopped before, since the text may be in other hands than the phone.
 */
export async function followLink(context: Context, found: Followed, address: string | null): Promise<string | null> {
  const { workspaceId, numberHash, messageId, toSealed } = found
  const sealer = await context.keys.forWorkspace(workspaceId)
  const number = toSealed && toSealed.length > 0 ? sealer.open(`messages.to|${messageId}`, toSealed) : null
  const isNew = await context.db.system(async (tx) => {
    const entry = {
      workspaceId,
      numberHash,
      ...(number !== null && { numberSealed: sealer.seal(sealPurpose(numberHash), number) }),
      source: 'person' as const,
      message: { id: messageId, address },
      note: 'Followed the link of a text',
    }
    const written = await writeOptOuts(tx, await reaching(tx, [entry]))
    for (const one of written)
      await recordOptOut(context, tx, { ...RECIPIENT, address }, 'opt_out.added', { ...one, number })
    return written.some((one) => one.workspaceId === workspaceId && one.fresh)
  })
  await skipStopped(context, [workspaceId], numberHash)
  return isNew ? undoToken(context, found, context.now().getTime() + UNDO_MS) : null
}

/** Takes back what this very link did, and nothing else. False where that is not so, or it is too late. */
export async function takeBack(
  context: Context,
  found: Followed,
  token: string,
  address: string | null,
): Promise<boolean> {
  const untilMs = Number(token.split('.')[0])
  const fits = sameBytes(Buffer.from(token), Buffer.from(undoToken(context, found, untilMs)))
  if (!fits || !(untilMs > context.now().getTime())) return false
  const { numberHash, messageId } = found
  return context.db.system(async (tx) => {
    await lockNumbers(tx, [numberHash])
    const gone = await tx.rows<{ workspaceId: string }>(
      'opt_out_link_undo',
      `delete from opt_outs where number_hash = $1 and source = 'person'
         and ((workspace_id = $2 and message_id = $3) or (scope = 'everywhere' and exists (
           select from opt_outs o where o.workspace_id = $2 and o.number_hash = $1 and o.message_id = $3)))
       returning workspace_id as "workspaceId"`,
      [numberHash, found.workspaceId, messageId],
    )
    for (const { workspaceId } of gone)
      await recordOptOut(context, tx, { ...RECIPIENT, address }, 'opt_out.removed', {
        workspaceId,
        numberHash,
        number: null,
      })
    return gone.length > 0
  })
}

/** Numbers begin with a plus, so this text can never be one and its hash is no number's. */
function undoToken({ keys }: Context, { workspaceId, messageId }: Followed, untilMs: number): string {
  return `${untilMs}.${keys.hashNumber(`undo|${workspaceId}|${messageId}|${untilMs}`).toString('base64url')}`
}
