import { maskPhone } from '../../shared/phone.ts'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { handleOf } from './handle.ts'

interface By {
  kind: 'user' | 'api_key' | 'system'
  id: string
  name: string
  address?: string | null
}

interface About {
  workspaceId: string
  numberHash: Buffer
  /** Null where only its hash is known. */
  number: string | null
}

/** Writes into the audit log that a number was stopped, or may be texted again. */
export async function recordOptOut(
  context: Context,
  tx: Tx,
  by: By,
  action: 'opt_out.added' | 'opt_out.removed',
  { workspaceId, numberHash, number }: About,
): Promise<void> {
  const masked = number && maskPhone(number)
  const change = action === 'opt_out.added' ? { from: null, to: masked } : { from: masked, to: null }
  const target = handleOf(context.keys, workspaceId, numberHash)
  await recordChange(tx, { ...by, workspaceId }, { action, target, changes: { number: change } })
}
