import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION, isId } from '../kit/id.ts'
import { invalid, notFound, Problem } from '../kit/problem.ts'
import { endSessionsOfBound } from '../workspaces/by-provider.ts'
import { beyond } from '../workspaces/look-again.ts'
import { findMember } from './members.ts'
import { findRole, noRole, type Role } from './roles.ts'
import { inTurn } from './turn.ts'

/** Takes effect at their next request. */
export async function giveRole(context: Context, actor: Actor, id: string, roleId: string): Promise<void> {
  const person = await personHere(context, actor, id)
  await inTurn(context, actor, 'members.manage', async (tx, now) => {
    const before = await roleOf(tx, now, id)
    const after = await findRole(tx, now.workspaceId, roleId)
    if (!after) throw invalid([{ pointer: '/role', detail: 'This workspace has no such role.' }])
    refuseStronger(now, person.name, before)
    refuseGiving(now, after)
    if (before.id === after.id) return
    if (before.id === 'owner') await refuseLastOwner(tx, now, id, person.name)
    await tx
      .updateTable('members')
      .set({ role: after.id })
      .where('workspace_id', '=', now.workspaceId)
      .where('user_id', '=', id)
      .execute()
    await withdrawAll(tx, now, { to: person.email })
    await recordChange(tx, now, {
      action: 'member.role_changed',
      target: id,
      changes: { member: { from: person.name, to: person.name }, role: { from: before.name, to: after.name } },
    })
    if (before.id === 'owner') await endSessionsOfBound(tx, now, { userId: id })
  })
}

interface Left {
  api_keys: { id: string; name: string; prefix: string }[]
  withdrawn: string[]
}

/** Somebody else, or oneself. What they may do here ends at once; their sessions go on for their other workspaces. */
export async function removeMember(context: Context, actor: Actor, id: string): Promise<Left> {
  const oneself = actor.kind === 'user' && actor.id === id
  if (!oneself && !actor.permissions.has('members.manage'))
    throw new Problem(403, 'not_allowed', 'This needs the permission members.manage.', {
      more: { permission: 'members.manage' },
    })
  const person = await personHere(context, actor, id)
  return inTurn(context, actor, oneself ? null : 'members.manage', async (tx, now) => {
    const role = await roleOf(tx, now, id)
    refuseStronger(now, person.name, role)
    if (role.id === 'owner') await refuseLastOwner(tx, now, id, person.name)
    await tx.deleteFrom('members').where('workspace_id', '=', now.workspaceId).where('user_id', '=', id).execute()
    await recordChange(tx, now, {
      action: oneself ? 'member.left' : 'member.removed',
      target: id,
      changes: { member: { from: person.name, to: null }, role: { from: role.name, to: null } },
    })
    await withdrawAll(tx, now, { to: person.email })
    return { api_keys: await keysMadeBy(tx, now.workspaceId, id), withdrawn: await withdrawAll(tx, now, { by: id }) }
  })
}

async function personHere(context: Context, { workspaceId }: Actor, id: string) {
  const person = isId('usr', id) && workspaceId !== INSTALLATION ? await findMember(context, workspaceId, id) : null
  if (!person && workspaceId !== INSTALLATION) throw notFound('member')
  return person ?? { name: '', email: '' }
}

/** As it is now that it is this request's turn. */
async function roleOf(tx: Tx, { workspaceId }: Actor, id: string): Promise<Role> {
  const member = await tx
    .selectFrom('members')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', id)
    .executeTakeFirst()
  if (!member) throw notFound('member')
  return (await findRole(tx, workspaceId, member.role)) ?? noRole(member.role)
}

export function refuseGiving(actor: Actor, role: Role): void {
  const more = beyond(actor, role.permissions)
  if (more.length === 0) return
  const detail = `${role.name} holds more than you do (${more.join(', ')}), so you cannot give it.`
  throw invalid([{ pointer: '/role', detail }])
}

function refuseStronger(actor: Actor, name: string, role: Role): void {
  const more = beyond(actor, role.permissions)
  if (more.length === 0) return
  const detail = `${name} holds more than you do: ${more.join(', ')}. Somebody who holds that too can change it.`
  throw new Problem(403, 'holds_more', detail)
}

async function refuseLastOwner(tx: Tx, { workspaceId }: Actor, id: string, name: string): Promise<void> {
  const other = await tx
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'owner')
    .where('user_id', '!=', id)
    .executeTakeFirst()
  if (!other) throw new Problem(409, 'last_owner', `${name} is the only owner. Make somebody else an owner first.`)
}

async function keysMadeBy(tx: Tx, workspaceId: string, userId: string): Promise<Left['api_keys']> {
  return tx.rows(
    'member_keys',
    `select id, name, prefix from api_keys
     where workspace_id = $1 and made_by = $2 and (expires_at is null or expires_at > now())
     order by id desc limit 100`,
    [workspaceId, userId],
  )
}

/**
 * A link that somebody holds must lead them neither back in, nor to more than they were given since: what they or a key of
 * theirs sent to others, or what others sent to them.
 */
async function withdrawAll(tx: Tx, actor: Actor, { by, to }: { by?: string; to?: string }): Promise<string[]> {
  const rows = await tx.rows<{ id: string; email: string }>(
    'member_invitations',
    `delete from invitations where workspace_id = $1 and (email = $3 or vouched_by = $2) returning id, email`,
    [actor.workspaceId, by ?? null, to ?? null],
  )
  await Promise.all(
    rows.map(({ id, email }) =>
      recordChange(tx, actor, {
        action: 'invitation.withdrawn',
        target: id,
        changes: { email: { from: email, to: null } },
      }),
    ),
  )
  return rows.map(({ email }) => email).sort()
}
