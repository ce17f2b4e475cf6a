import type { Permission } from '../../shared/permissions.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { permissionsOf } from './members.ts'

/**
 * What a key may do only as long as whoever made it may: power over people, roles and keys, over where all texts go, who
 * gets none and what they cost, and looking at full numbers and at what others did. Else somebody who lost it would still
 * have it by their key. A program that sends goes on whoever leaves (decision 0028).
 */
const WITH_MAKER: ReadonlySet<string> = new Set<Permission>([
  'sms.configure',
  'numbers.reveal',
  'consent.write',
  'spend.write',
  'workspace.manage',
  'workspace.delete',
  'members.manage',
  'roles.manage',
  'api_keys.manage',
  'webhooks.manage',
  'audit.read',
])

interface Made {
  permissions: string[]
  made_by: string | null
}

/** What of a key's permissions does not count any more. */
export function lapsedOf({ permissions, made_by }: Made, makers: Makers): Permission[] {
  if (made_by === null) return []
  const held = makers.get(made_by)
  return (permissions as Permission[]).filter((one) => WITH_MAKER.has(one) && !held?.has(one))
}

export function hangsOnMaker({ permissions, made_by }: Made): boolean {
  return made_by !== null && permissions.some((one) => WITH_MAKER.has(one))
}

/** What each may do who is still here. */
export type Makers = ReadonlyMap<string, ReadonlySet<Permission>>

export async function readMakers(context: Pick<Context, 'db'>, workspaceId: string, ids: string[]): Promise<Makers> {
  if (ids.length === 0) return new Map()
  const rows = await context.db.signIn((tx) =>
    tx.rows<Row>(
      'key_makers',
      `select m.user_id as id, m.role, r.permissions from members m
       left join roles r on r.workspace_id = m.workspace_id and r.id = m.role
       where m.workspace_id = $1 and m.user_id = any($2::text[])
       union all
       select id, 'owner', null from auth_users where operator and $1 = $3 and id = any($2::text[])`,
      [workspaceId, ids, INSTALLATION],
    ),
  )
  return toMakers(rows)
}

/** The same in a transaction of the workspace's own, which sees members and no operators. */
export async function makersIn(tx: Tx, workspaceId: string, ids: string[]): Promise<Makers> {
  const rows = await tx.rows<Row>(
    'key_makers_here',
    `select m.user_id as id, m.role, r.permissions from members m
     left join roles r on r.workspace_id = m.workspace_id and r.id = m.role
     where m.workspace_id = $1 and m.user_id = any($2::text[])`,
    [workspaceId, ids],
  )
  return toMakers(rows)
}

interface Row {
  id: string
  role: string
  permissions: string[] | null
}

function toMakers(rows: Row[]): Makers {
  return new Map(
    rows.map(({ id, role, permissions }) => [
      id,
      permissionsOf({ role, ownRole: permissions && { name: '', permissions } }),
    ]),
  )
}
