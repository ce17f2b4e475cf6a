import type { z } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { isId, newId } from '../kit/id.ts'
import { invalid, notFound, Problem } from '../kit/problem.ts'
import type { Asking } from '../workspaces/look-again.ts'
import { refuseGiving } from './change-member.ts'
import { findRole, noRole, type Role } from './roles.ts'
import type { invitationInput, invitationMade } from './schema.ts'
import { sendLink } from './send-link.ts'
import { inTurn } from './turn.ts'

type Made = z.infer<typeof invitationMade>

/** Expired ones are shown this long, for whoever wonders. */
const KEPT_DAYS = 30

/** Asked before the turn, since people are seen by the sign-in role alone. Who joins meanwhile accepts for nothing. */
export async function memberWithAddress(context: Context, { workspaceId }: Actor, email: string) {
  const [member] = await context.db.signIn((tx) =>
    tx.rows<{ name: string }>(
      'member_by_email',
      `select u.name from auth_users u join members m on m.user_id = u.id where m.workspace_id = $1 and u.email = $2`,
      [workspaceId, email],
    ),
  )
  return member
}

/** In a transaction of the caller's whose turn it is. `origin` is where a link leads that is not mailed. */
export async function invite(
  context: Context,
  tx: Tx,
  actor: Asking,
  { email, role: roleId }: z.infer<typeof invitationInput>,
  { origin, member }: { origin: string; member: { name: string } | undefined },
): Promise<Made> {
  const { workspaceId } = actor
  if (member) throw new Problem(409, 'already_member', `${email} belongs to this workspace already, as ${member.name}.`)
  const role = await findRole(tx, workspaceId, roleId)
  if (!role) throw invalid([{ pointer: '/role', detail: 'This workspace has no such role.' }])
  refuseGiving(actor, role)
  await tx.rows(
    'invitations_forget',
    `delete from invitations where workspace_id = $1
       and (expires_at < now() - interval '${KEPT_DAYS} days' or (email = $2 and expires_at <= now()))`,
    [workspaceId, email],
  )
  await refuseInvited(tx, workspaceId, email)
  const id = newId('inv')
  const made = await sendLink(context, tx, { actor, id, email, role, origin, isNew: true })
  await recordChange(tx, actor, {
    action: 'member.invited',
    target: id,
    changes: { email: { from: null, to: email }, role: { from: null, to: role.name } },
  })
  return made
}

/** A new link for the same invitation; the old one leads nowhere from then on. Whoever sends it vouches for it now. */
export function sendAgain(context: Context, actor: Actor, id: string, origin: string): Promise<Made> {
  return inTurn(context, actor, 'members.manage', async (tx, now) => {
    const { email, role } = await ownInvitation(tx, now, id)
    const made = await sendLink(context, tx, { actor: now, id, email, role, origin, isNew: false })
    await recordChange(tx, now, {
      action: 'invitation.sent_again',
      target: id,
      changes: { email: { from: email, to: email } },
    })
    return made
  })
}

export function withdraw(context: Context, actor: Actor, id: string): Promise<void> {
  return inTurn(context, actor, 'members.manage', async (tx, now) => {
    const { email } = await ownInvitation(tx, now, id)
    await tx.deleteFrom('invitations').where('workspace_id', '=', now.workspaceId).where('id', '=', id).execute()
    await recordChange(tx, now, {
      action: 'invitation.withdrawn',
      target: id,
      changes: { email: { from: email, to: null } },
    })
  })
}

async function refuseInvited(tx: Tx, workspaceId: string, email: string): Promise<void> {
  const open = await tx
    .selectFrom('invitations')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('email', '=', email)
    .executeTakeFirst()
  if (!open) return
  const detail = `${email} is invited already. Send that invitation again, or withdraw it.`
  throw new Problem(409, 'already_invited', detail, { more: { id: open.id } })
}

/** One to a role that the actor could give. */
async function ownInvitation(tx: Tx, actor: Actor, id: string): Promise<{ email: string; role: Role }> {
  const row = isId('inv', id)
    ? await tx
        .selectFrom('invitations')
        .select(['email', 'role'])
        .where('workspace_id', '=', actor.workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined
  if (!row) throw notFound('invitation')
  const role = (await findRole(tx, actor.workspaceId, row.role)) ?? noRole(row.role)
  refuseGiving(actor, role)
  return { email: row.email, role }
}
