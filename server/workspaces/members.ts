import { type Permission, ROLES } from '../../shared/permissions.ts'
import type { Context } from '../kit/context.ts'

/** A workspace that somebody belongs to, with who they are. */
export interface Membership {
  name: string
  email: string
  operator: boolean
  workspaceId: string
  workspaceName: string
  role: string
}

/** In the order they joined, so that the first is always the same one. */
export async function membershipsOf(context: Context, userId: string): Promise<Membership[]> {
  return context.db.signIn((tx) =>
    tx.rows<Membership>(
      'memberships',
      `select u.name, u.email, u.operator, w.workspace_id as "workspaceId", w.name as "workspaceName", m.role
       from auth_users u join members m on m.user_id = u.id join workspaces w on w.workspace_id = m.workspace_id
       where u.id = $1 order by m.created_at, m.workspace_id`,
      [userId],
    ),
  )
}

/** The addresses of those whose role allows something. */
export async function membersWho(context: Context, workspaceId: string, permission: Permission): Promise<string[]> {
  const roles = Object.keys(ROLES).filter((role) => permissionsOf(role).has(permission))
  const rows = await context.db.signIn((tx) =>
    tx.rows<{ email: string }>(
      'members_who',
      `select u.email from members m join auth_users u on u.id = m.user_id
       where m.workspace_id = $1 and m.role = any($2::text[]) order by m.created_at, m.user_id`,
      [workspaceId, roles],
    ),
  )
  return rows.map(({ email }) => email)
}

/** A role that this version does not know allows nothing. */
export function permissionsOf(role: string): ReadonlySet<Permission> {
  return new Set(role in ROLES ? ROLES[role as keyof typeof ROLES].permissions : [])
}
