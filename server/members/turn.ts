import { PERMISSIONS, type Permission } from '../../shared/permissions.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { type Membership, permissionsOf } from '../workspaces/members.ts'

/** Changes something about members, roles or invitations when it is this request's turn; see {@link takeTurn}. */
export function inTurn<T>(
  context: Context,
  actor: Actor,
  permission: Permission | null,
  work: (tx: Tx, actor: Actor) => Promise<T>,
): Promise<T> {
  return context.db.tenant(actor.workspaceId, async (tx) => work(tx, await takeTurn(tx, actor, permission)))
}

/**
 * One change of a workspace's members at a time, until the transaction ends. Who asks is looked at once more: of two who
 * remove each other at the same instant, the second no longer may.
 */
export async function takeTurn(tx: Tx, actor: Actor, permission: Permission | null): Promise<Actor> {
  if (actor.workspaceId === INSTALLATION) throw noMembers()
  await lockMembers(tx, actor.workspaceId)
  const now = actor.kind === 'user' ? { ...actor, permissions: await permissionsNow(tx, actor) } : actor
  if (permission && !now.permissions.has(permission))
    throw new Problem(403, 'not_allowed', `This needs the permission ${permission}.`, { more: { permission } })
  return now
}

export async function lockMembers(tx: Tx, workspaceId: string): Promise<void> {
  await tx.rows(
    'members_turn',
    `insert into member_turns as t (workspace_id) values ($1)
     on conflict (workspace_id) do update set invited = t.invited`,
    [workspaceId],
  )
}

async function permissionsNow(tx: Tx, { workspaceId, id }: Actor): Promise<ReadonlySet<Permission>> {
  const [row] = await tx.rows<Pick<Membership, 'role' | 'ownRole'>>(
    'members_turn_actor',
    `select m.role, case when r.id is not null then jsonb_build_object('name', r.name, 'permissions', to_jsonb(r.permissions)) end as "ownRole"
     from members m left join roles r on r.workspace_id = m.workspace_id and r.id = m.role
     where m.workspace_id = $1 and m.user_id = $2`,
    [workspaceId, id],
  )
  if (!row) throw new Problem(403, 'not_allowed', 'You do not belong to this workspace any more.')
  return permissionsOf(row)
}

/** What these allow that somebody may not do: nobody gives, changes or takes away more than they hold themselves. */
export function beyond({ permissions }: Pick<Actor, 'permissions'>, wanted: readonly Permission[]): Permission[] {
  return PERMISSIONS.filter((permission) => wanted.includes(permission) && !permissions.has(permission))
}

function noMembers(): Problem {
  return new Problem(
    409,
    'installation_has_no_members',
    'The installation has operators, and neither members nor roles. Choose a workspace first.',
  )
}
