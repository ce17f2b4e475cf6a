import type { z } from '@hono/zod-openapi'
import { type BuiltInRole, isBuiltInRole, PERMISSIONS, type Permission, ROLES } from '../../shared/permissions.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION, isId } from '../kit/id.ts'
import type { roleOut } from './schema.ts'

export interface Role {
  /** The name of a built-in one, or the id of one of the workspace's own. */
  id: string
  name: string
  permissions: readonly Permission[]
}

type RoleOut = z.infer<typeof roleOut>

const COUNTED_TO = 100

/** Those that every workspace has, then its own in the order in which they were made. */
export async function listRoles(context: Context, workspaceId: string): Promise<RoleOut[]> {
  if (workspaceId === INSTALLATION) return [operatorRole()]
  return context.db.tenant(workspaceId, async (tx) => {
    const own = await tx.rows<{ id: string; name: string; permissions: string[] }>(
      'roles_list',
      `select id, name, permissions from roles where workspace_id = $1 order by id`,
      [workspaceId],
    )
    const roles = [...BUILT_IN, ...own.map((role) => ({ ...toRole(role), about: null, built_in: false }))]
    const ids = roles.map(({ id }) => id)
    await tx.rows('roles_count_by_index', BY_INDEX, [])
    const counts = await tx.rows<{ id: string; members: number }>('roles_count', COUNT, [workspaceId, ids])
    const membersOf = new Map(counts.map(({ id, members }) => [id, members]))
    return roles.map((role) => ({
      ...role,
      permissions: [...role.permissions],
      members: membersOf.get(role.id) ?? 0,
    }))
  })
}

/** Expecting to find a hundred soon, the planner reads all members for a role that nobody has. */
const BY_INDEX = `select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`

const COUNT = `
select r.id, (
  select count(*)::int from (select from members m where m.workspace_id = $1 and m.role = r.id limit ${COUNTED_TO}) few
) as members
from unnest($2::text[]) as r (id)`

/** Null where the workspace has no such role. */
export async function findRole(tx: Tx, workspaceId: string, id: string): Promise<Role | null> {
  if (isBuiltInRole(id)) return { id, name: ROLES[id].name, permissions: ROLES[id].permissions }
  if (!isId('rol', id)) return null
  const row = await tx
    .selectFrom('roles')
    .select(['id', 'name', 'permissions'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? toRole(row) : null
}

/** What somebody has whose role is gone: nothing. */
export function noRole(id: string): Role {
  return { id, name: 'No role', permissions: [] }
}

const BUILT_IN = (Object.keys(ROLES) as BuiltInRole[]).map((id) => {
  const { name, about, permissions } = ROLES[id]
  return { id: id as string, name: name as string, about: about as string | null, built_in: true, permissions }
})

function toRole({ id, name, permissions }: { id: string; name: string; permissions: string[] }): Role {
  // One that this version does not know allows nothing.
  return { id, name, permissions: PERMISSIONS.filter((permission) => permissions.includes(permission)) }
}

function operatorRole(): RoleOut {
  return {
    id: 'owner',
    name: 'Operator',
    about: 'Runs the installation.',
    built_in: true,
    permissions: [...PERMISSIONS],
    members: 0,
  }
}
