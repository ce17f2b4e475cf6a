import { maskPhone } from '../../shared/phone.ts'
import { recordChange } from '../audit/record.ts'
import { reaching } from '../consent/everywhere.ts'
import { handleOf } from '../consent/handle.ts'
import { RECIPIENT } from '../consent/keyword-opt-outs.ts'
import { lockNumbers, sealPurpose, writeOptOuts } from '../consent/opt-outs.ts'
import { recordOptOut } from '../consent/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { releaseCampaigns } from './held-campaigns.ts'
import { findInbound, type InboundRow, openSender, showInbound } from './inbound-list.ts'
import type { Decision, InboundOut } from './inbound-schema.ts'
import { numberErased } from './show.ts'
import { skipStopped } from './skip-stopped.ts'

/**
 * What a person makes of a text that may be a wish for no more. Said to be one, it counts as the recipient's own word: only
 * START from the phone, or the person, takes it back. Repeating the same changes nothing.
 */
export async function reviewInbound(
  context: Context,
  actor: Actor,
  id: string,
  decision: Decision,
): Promise<InboundOut> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  // By the role that crosses workspaces, since it may hold everywhere; every statement but that is about the caller's.
  const { numberHash, shown } = await context.db.system(async (tx) => {
    const { from_hash: numberHash } = await findInbound(tx, workspaceId, id)
    await lockNumbers(tx, [numberHash])
    const known = await findInbound(tx, workspaceId, id)
    refuse(known, decision)
    if (known.decision !== decision)
      await decide(context, tx, actor, { known, decision, number: openSender(sealer, known)! })
    const [shown] = await showInbound(context, tx, actor, [await findInbound(tx, workspaceId, id)])
    return { numberHash, shown: shown! }
  })
  if (decision === 'stop') await skipStopped(context, [workspaceId], numberHash)
  else context.wake.say('work')
  return shown
}

function refuse(known: InboundRow, decision: Decision): void {
  if (known.from_sealed.length === 0) throw numberErased()
  if (known.reading !== 'perhaps_stop')
    throw new Problem(409, 'not_in_doubt', 'What this text says is plain: there is nothing to decide.')
  if (known.decision === 'stop' && decision === 'not_stop')
    throw new Problem(409, 'already_stopped', 'This text was taken for STOP. Only START from the phone undoes it.')
}

async function decide(
  context: Context,
  tx: Tx,
  actor: Actor,
  { known, decision, number }: { known: InboundRow; decision: Decision; number: string },
): Promise<void> {
  const { workspaceId, name } = actor
  const { id, from_hash: numberHash } = known
  await tx.rows(
    'inbound_decide',
    'update inbound_texts set decision = $3, decided_by = $4, decided_at = now() where workspace_id = $1 and id = $2',
    [workspaceId, id, decision, name],
  )
  const target = handleOf(context.keys, workspaceId, numberHash)
  const changes = { number: { from: null, to: maskPhone(number) }, decision: { from: known.decision, to: decision } }
  await recordChange(tx, actor, { action: 'inbound_text.decided', target, changes })
  if (decision === 'not_stop') return releaseCampaigns(tx, workspaceId, numberHash)
  const sealer = await context.keys.forWorkspace(workspaceId)
  const numberSealed = sealer.seal(sealPurpose(numberHash), number)
  const entry = { workspaceId, numberHash, numberSealed, source: 'person' as const, inboundId: id, note: null }
  const written = await writeOptOuts(tx, await reaching(tx, [{ ...entry, createdBy: name }]))
  for (const one of written) {
    const by = one.workspaceId === workspaceId ? actor : RECIPIENT
    await recordOptOut(context, tx, by, 'opt_out.added', { ...one, number })
  }
}
