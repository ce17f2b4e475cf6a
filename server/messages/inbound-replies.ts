import { inboundAddress } from '../consent/inbound-address.ts'
import type { Actor, Context } from '../kit/context.ts'

export interface Replies {
  address: string | null
  why_not: 'not_connected' | 'inherited' | 'no_public_address' | null
}

interface Row {
  own: string | null
  inherits: boolean
}

/** Where the sender of a workspace's own connection has to send what people text to it. */
export async function readReplies(context: Context, { workspaceId }: Actor): Promise<Replies> {
  const [row] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Row>(
      'replies_connection',
      `select s.connection_id as own, i.connected as inherits from inherited_channel i
       left join sms_settings s on s.workspace_id = $1`,
      [workspaceId],
    ),
  )
  if (!row?.own) return { address: null, why_not: row?.inherits ? 'inherited' : 'not_connected' }
  const publicUrl = context.publicUrl()
  if (publicUrl === null) return { address: null, why_not: 'no_public_address' }
  const address = inboundAddress(context.keys, publicUrl, { workspaceId, connectionId: row.own })
  return { address, why_not: null }
}
