import type { Reach } from '../consent/keyword-opt-outs.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { InboundText } from '../providers/adapter.ts'

/** The connection that a text came in by. */
export interface Arrival {
  workspaceId: string
  connectionId: string
  provider: string
  /** Null for a webhook, which has none. */
  account: string | null
}

export interface Place extends Reach {
  /** The workspace whose conversation it is: of those that have the sender, the one that texted the number last. */
  workspaceId: string
}

interface Row {
  workspace_id: string
  owner_id: string
  last: string | null
}

/**
 * Who has the sender that a text was sent to. One number may serve several workspaces, by an account that each connected or
 * by the installation's connection; the provider calls only one address for all of them.
 */
export async function placeOf(tx: Tx, arrival: Arrival, text: InboundText, numberHash: Buffer): Promise<Place> {
  const rows = await tx.rows<Row>('inbound_reach', REACH, [
    arrival.connectionId,
    arrival.provider,
    arrival.account,
    [text.to, text.service ?? text.to],
    numberHash,
    arrival.workspaceId,
  ])
  const own = rows.filter((row) => row.owner_id !== INSTALLATION).map((row) => row.workspace_id)
  const shared = rows.filter((row) => row.owner_id === INSTALLATION)
  const known = shared.filter((row) => row.workspace_id !== INSTALLATION && row.last !== null)
  const lastToWrite = rows.filter((row) => row.last !== null).sort((a, b) => (a.last! < b.last! ? 1 : -1))[0]
  return {
    own,
    inheriting: shared.length > 0 ? known.map((row) => row.workspace_id) : null,
    workspaceId: lastToWrite?.workspace_id ?? arrival.workspaceId,
  }
}

const REACH = `
with owners as (
  select c.workspace_id from connections c
  where c.id = $1 or (c.provider = $2 and c.account_sid = $3 and exists (select from senders d
    where d.workspace_id = c.workspace_id and d.connection_id = c.id and d.value = any($4::text[])))
  -- Also when its connection was taken away a moment ago: what it proved holds.
  union select $6
), reached as (
  select workspace_id, workspace_id as owner_id from owners
  union select s.workspace_id, '${INSTALLATION}' from sms_settings s
  where s.connection_id is null and exists (select from owners where workspace_id = '${INSTALLATION}')
)
select r.workspace_id, r.owner_id, m.id as last
from reached r
left join lateral (
  select t.id from messages t where t.workspace_id = r.workspace_id and t.to_hash = $5 order by t.id desc limit 1
) m on true`
