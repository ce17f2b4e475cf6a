import { type BuiltInRole, isBuiltInRole, PERMISSIONS, type Permission, ROLES } from '../../shared/permissions.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'

/** A workspace that somebody belongs to, with who they are. */
export interface Membership {
  name: string
  email: string
  operator: boolean
  workspaceId: string
  workspaceName: string
  /** The name of a built-in role or the id of one of the workspace's own. */
  role: string
  /** Of a role of the workspace's own. */
  ownRole: { name: string; permissions: string[] } | null
}

/** In the order they joined, so that the first is always the same one. An operator belongs to the installation, last. */
export async function membershipsOf(context: Context, userId: string): Promise<Membership[]> {
  return context.db.signIn((tx) =>
    tx.rows<Membership>(
      'memberships',
      `select u.name, u.email, u.operator, w.workspace_id as "workspaceId", w.name as "workspaceName", m.role,
         case when r.id is not null then jsonb_build_object('name', r.name, 'permissions', to_jsonb(r.permissions)) end as "ownRole"
       from auth_users u
       join (
         select user_id, workspace_id, role, created_at from members where user_id = $1
         union all
         select id, $2, 'owner', 'infinity' from auth_users where id = $1 and operator
       ) m on m.user_id = u.id
       join workspaces w on w.workspace_id = m.workspace_id
       left join roles r on r.workspace_id = m.workspace_id and r.id = m.role
       where u.id = $1 order by m.created_at, m.workspace_id`,
      [userId, INSTALLATION],
    ),
  )
}

/** The addresses of those whose role allows something; of the installation, those of its operators. */
export async function membersWho(context: Context, workspaceId: string, permission: Permission): Promise<string[]> {
  const builtIn = builtInWho(permission)
  const rows = await context.db.signIn((tx) =>
    tx.rows<{ email: string }>(
      'members_who',
      `select u.email from (
         select m.user_id, m.created_at from members m left join roles r on r.workspace_id = m.workspace_id and r.id = m.role
         where m.workspace_id = $1 and (m.role = any($2::text[]) or $3 = any(r.permissions))
         union all
         select id, created_at from auth_users where operator and $1 = $4
       ) m join auth_users u on u.id = m.user_id order by m.created_at, m.user_id`,
      [workspaceId, builtIn, permission, INSTALLATION],
    ),
  )
  return rows.map(({ email }) => email)
}

/** The names of the roles that allow something: the built-in ones, then the workspace's own by their names. */
export async function rolesWho(tx: Tx, workspaceId: string, permission: Permission): Promise<string[]> {
  const own = await tx.rows<{ name: string }>(
    'roles_who',
    'select name from roles where workspace_id = $1 and $2 = any(permissions) order by lower(name)',
    [workspaceId, permission],
  )
  return [...builtInWho(permission).map((role) => ROLES[role].name), ...own.map(({ name }) => name)]
}

function builtInWho(permission: Permission): BuiltInRole[] {
  return (Object.keys(ROLES) as BuiltInRole[]).filter((role) => permissionsOf({ role, ownRole: null }).has(permission))
}

/** A role or a permission that this version does not know allows nothing. */
export function permissionsOf({ role, ownRole }: Pick<Membership, 'role' | 'ownRole'>): ReadonlySet<Permission> {
  if (isBuiltInRole(role)) return new Set(ROLES[role].permissions)
  return new Set(PERMISSIONS.filter((permission) => ownRole?.permissions.includes(permission)))
}

/** As people read it. */
export function roleName({ role, ownRole, workspaceId }: Pick<Membership, 'role' | 'ownRole' | 'workspaceId'>): string {
  if (workspaceId === INSTALLATION) return 'Operator'
  return isBuiltInRole(role) ? ROLES[role].name : (ownRole?.name ?? 'No role')
}
