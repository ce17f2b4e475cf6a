import type { Context } from '../kit/context.ts'
import type { Group } from '../kit/group.ts'
import type { Receipt } from '../providers/adapter.ts'
import type { Address, ProvenReceipt } from './proven.ts'
import type { Filed } from './receipts.ts'

/**
 * Files what a gateway reports at the one address that it has for all: it names the text by the id it was handed over with.
 * `stale`: no text that it took goes by that id; its answer to ours may still be on the way.
 */
export async function fileGatewayReceipt(
  context: Context,
  receipts: Group<ProvenReceipt, Filed>,
  connectionId: string,
  receipt: Receipt,
): Promise<Filed> {
  const [address] = await context.db.system((tx) =>
    tx.rows<Address>(
      'receipt_of_gateway',
      `select workspace_id as "workspaceId", message_id as "messageId", n from attempts
       where provider_account = $1 and provider_sid = $2`,
      [connectionId, receipt.reference],
    ),
  )
  if (!address) return 'stale'
  return receipts.add({ ...address, ...receipt, token: null, source: 'callback', proof: 'signature' })
}
