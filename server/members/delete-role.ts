import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { ownRole } from './change-roles.ts'
import type { Role } from './roles.ts'
import { inTurn } from './turn.ts'

const NAMED = 100

/** One that somebody has is deleted only when they become Members with it, whom it then names in the record. */
export async function deleteRole(context: Context, actor: Actor, id: string, move: boolean): Promise<void> {
  const holders = await holdersOf(context, actor.workspaceId, id)
  await inTurn(context, actor, 'roles.manage', async (tx, now) => {
    const role = await ownRole(tx, now, id)
    const invited = await tx
      .selectFrom('invitations')
      .select('email')
      .where('workspace_id', '=', now.workspaceId)
      .where('role', '=', id)
      .limit(NAMED)
      .execute()
    const held = await tx
      .selectFrom('members')
      .select('user_id')
      .where('workspace_id', '=', now.workspaceId)
      .where('role', '=', id)
      .executeTakeFirst()
    const newcomers = await givenToNewcomers(tx, now, role)
    if (!move && (held || invited.length > 0 || newcomers)) throw inUse(role, { holders, invited, newcomers })
    await moveHolders(tx, now, role, new Map(holders.map((one) => [one.id, one.name])))
    await moveNewcomers(tx, now, role)
    await tx.deleteFrom('roles').where('workspace_id', '=', now.workspaceId).where('id', '=', id).execute()
    await recordChange(tx, now, {
      action: 'role.deleted',
      target: id,
      changes: { name: { from: role.name, to: null }, permissions: { from: role.permissions, to: null } },
    })
  })
}

/** Of the people that a workspace's own transaction sees by id alone. */
async function holdersOf(context: Context, workspaceId: string, id: string) {
  return context.db.signIn((tx) =>
    tx.rows<{ id: string; name: string }>(
      'role_holders',
      `select u.id, u.name from members m join auth_users u on u.id = m.user_id
       where m.workspace_id = $1 and m.role = $2 order by u.id limit $3`,
      [workspaceId, id, NAMED],
    ),
  )
}

async function moveHolders(tx: Tx, actor: Actor, role: Role, names: Map<string, string>): Promise<void> {
  const moved = await tx.rows<{ user_id: string }>(
    'role_move',
    `update members set role = 'member' where workspace_id = $1 and role = $2 returning user_id`,
    [actor.workspaceId, role.id],
  )
  await Promise.all(
    moved.map(({ user_id: target }) => {
      const name = names.get(target) ?? target
      const changes = { member: { from: name, to: name }, role: become(role) }
      return recordChange(tx, actor, { action: 'member.role_changed', target, changes })
    }),
  )
}

/** Whoever comes in later, by an invitation or by the workspace's own provider. */
async function moveNewcomers(tx: Tx, actor: Actor, role: Role): Promise<void> {
  const { workspaceId } = actor
  const invited = await tx.rows<{ id: string; email: string }>(
    'role_move_invited',
    `update invitations set role = 'member' where workspace_id = $1 and role = $2 returning id, email`,
    [workspaceId, role.id],
  )
  await Promise.all(
    invited.map(({ id: target, email }) => {
      const changes = { email: { from: email, to: email }, role: become(role) }
      return recordChange(tx, actor, { action: 'invitation.role_changed', target, changes })
    }),
  )
  const connections = await tx.rows(
    'role_move_sso',
    `update sso_connections set role = 'member' where workspace_id = $1 and role = $2 returning workspace_id`,
    [workspaceId, role.id],
  )
  if (connections.length > 0)
    await recordChange(tx, actor, { action: 'sso.changed', target: workspaceId, changes: { role: become(role) } })
}

const become = (role: Role) => ({ from: role.name, to: 'Member' })

/** Those whom the workspace's own provider lets in for the first time. */
async function givenToNewcomers(tx: Tx, { workspaceId }: Actor, { id }: Role): Promise<boolean> {
  const rows = await tx.rows('role_newcomers', 'select from sso_connections where workspace_id = $1 and role = $2', [
    workspaceId,
    id,
  ])
  return rows.length > 0
}

interface Users {
  holders: { id: string; name: string }[]
  invited: { email: string }[]
  newcomers: boolean
}

function inUse(role: Role, { holders, invited, newcomers }: Users): Problem {
  const people = holders.length > 3 ? `${holders.length}${holders.length === NAMED ? ' or more' : ''} people` : null
  const who = [
    ...(people ? [people] : holders.map(({ name }) => name)),
    ...(invited.length > 0 ? [`${invited.length} invited`] : []),
    ...(newcomers ? ['whoever signs in for the first time by your provider'] : []),
  ].join(', ')
  return new Problem(409, 'role_in_use', `${role.name} is in use: ${who}. Deleting it makes them Members.`, {
    more: { members: holders, invited: invited.map(({ email }) => email), newcomers },
  })
}
