import type { Selectable } from 'kysely'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import type { ReplyRoutes } from '../kit/tables.ts'
import type { ReplyRoute, ReplySetting } from '../providers/adapter.ts'

type Row = Selectable<ReplyRoutes>

/** A stored route, opened. */
export interface KnownRoute extends ReplyRoute {
  connectionId: string
  shared: boolean
  inUse: boolean
  /** What stood there before it was pointed here; null where nothing is to be put back. */
  before: ReplySetting | null
  pointedAt: Date | null
  pointedBy: string | null
}

/** Every route of the workspace's connections, those in use first. */
export async function readRoutes(tx: Tx, sealer: Sealer, workspaceId: string): Promise<KnownRoute[]> {
  const rows = await tx
    .selectFrom('reply_routes')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('in_use', 'desc')
    .orderBy('value')
    .orderBy('sid')
    .execute()
  return rows.map((row) => openRoute(sealer, row))
}

function openRoute(sealer: Sealer, row: Row): KnownRoute {
  const { connection_id: connectionId, sid, setting_sealed, before_sealed } = row
  const open = (what: What, sealed: Buffer | null) =>
    sealed && (JSON.parse(sealer.open(purpose(what, connectionId, sid), sealed)) as ReplySetting)
  return {
    ...{ connectionId, sid, value: row.value, name: row.name, numbers: row.numbers, application: row.application },
    kind: row.kind as ReplyRoute['kind'],
    goes: row.goes as ReplyRoute['goes'],
    setting: open('setting', setting_sealed),
    shared: row.shared,
    inUse: row.in_use,
    before: open('before', before_sealed),
    pointedAt: row.pointed_at,
    pointedBy: row.pointed_by,
  }
}

type What = 'setting' | 'before'

export function sealSetting(
  sealer: Sealer,
  what: What,
  { connectionId, sid }: Pick<KnownRoute, 'connectionId' | 'sid'>,
  setting: ReplySetting | null,
): Buffer | null {
  return setting && sealer.seal(purpose(what, connectionId, sid), JSON.stringify(setting))
}

const purpose = (what: What, connectionId: string, sid: string) => `reply_routes.${what}|${connectionId}|${sid}`
