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
  everywhere: boolean
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
  const [first] = rows
  const everywhere = first?.everywhere ?? false
  const lastToWrite = rows.filter((row) => row.last !== null).sort((a, b) => (a.last! < b.last! ? 1 : -1))[0]
  const known = everywhere
    ? (await textedBy(tx, numberHash)).filter((id) => !own.includes(id))
    : shared.flatMap((row) => (row.workspace_id !== INSTALLATION && row.last !== null ? [row.workspace_id] : []))
  return {
    own,
    inheriting: everywhere || shared.length > 0 ? known : null,
    everywhere,
    workspaceId: lastToWrite?.workspace_id ?? arrival.workspaceId,
  }
}

/** A look into the texts of each workspace by the number. */
async function textedBy(tx: Tx, numberHash: Buffer): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    'inbound_texted_by',
    `select w.workspace_id as id from workspaces w
     where exists (select from messages m where m.workspace_id = w.workspace_id and m.to_hash = $1)`,
    [numberHash],
  )
  return rows.map(({ id }) => id)
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
select r.workspace_id, r.owner_id, m.id as last, e.opt_outs_everywhere as everywhere
from reached r
cross join inherited_channel e
left join lateral (
  select t.id from messages t where t.workspace_id = r.workspace_id and t.to_hash = $5 order by t.id desc limit 1
) m on true`
