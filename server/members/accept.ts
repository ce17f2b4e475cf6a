import type { z } from '@hono/zod-openapi'
import { hashPassword } from 'better-auth/crypto'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { hashToken } from '../kit/token.ts'
import { endSessionsOfBound } from '../workspaces/by-provider.ts'
import { lockMembers } from '../workspaces/look-again.ts'
import { permissionsOf, roleName } from '../workspaces/members.ts'
import { insertPerson } from '../workspaces/person.ts'
import { type InvitationRow, invitationByToken } from './invitations.ts'
import { findRole, noRole } from './roles.ts'
import type { acceptInput, invitationShown } from './schema.ts'

/** Who follows the link, as far as they signed in before. */
export type Follower = Pick<Actor, 'id' | 'name' | 'email'> | null

/** The same for whoever holds the link, with an account here or without one. */
export async function describeInvitation(
  context: Context,
  token: string,
  follower: Follower,
): Promise<z.infer<typeof invitationShown>> {
  const invitation = await context.db.signIn((tx) => invitationByToken(tx, hashToken(token)))
  if (!invitation) throw over()
  return {
    workspace: { name: invitation.workspace_name },
    role: { name: nameOf(invitation), permissions: [...permissionsOf(invitation)] },
    email: invitation.email,
    invited_by: invitation.invited_by_name,
    expires_at: invitation.expires_at.toISOString(),
    single_sign_on: invitation.by_provider,
    signed_in_as: follower?.email ?? null,
  }
}

interface Accepted {
  workspace: { id: string; name: string }
  /** Of somebody new, who is to be signed in. */
  newcomer: { email: string; password: string } | null
}

/** Once. Somebody new gets an account with the name and password they chose; everybody else signed in before. */
export async function acceptInvitation(
  context: Context,
  { token, name, password }: z.infer<typeof acceptInput>,
  follower: Follower,
  address: string | null,
): Promise<Accepted> {
  const hash = hashToken(token)
  const found = await context.db.signIn((tx) => invitationByToken(tx, hash))
  if (!found) throw over()
  if (follower && follower.email !== found.email) throw otherAddress(found.email)
  if (!follower && found.by_provider) throw byProvider(found.email)
  const newcomer = follower ? null : chosen(name, password)
  const passwordHash = newcomer && (await hashPassword(newcomer.password))
  const joined = await context.db.signIn(async (tx) => {
    const invitation = await takeInvitation(tx, found.workspace_id, hash)
    const { email, mailed } = invitation
    const id = newcomer
      ? await insertPerson(tx, { name: newcomer.name, email, passwordHash: passwordHash!, verified: mailed })
      : follower!.id
    if (!id) throw signInFirst(email)
    await join(tx, invitation, { id, name: newcomer?.name ?? follower!.name }, address)
    return invitation
  })
  return {
    workspace: { id: joined.workspace_id, name: joined.workspace_name },
    newcomer: newcomer && { email: joined.email, password: newcomer.password },
  }
}

/** Of two who follow the same link, the second waits and then finds nothing. */
async function takeInvitation(tx: Tx, workspaceId: string, hash: Buffer): Promise<InvitationRow> {
  await lockMembers(tx, workspaceId)
  const invitation = await invitationByToken(tx, hash)
  if (!invitation) throw over()
  await tx.deleteFrom('invitations').where('workspace_id', '=', workspaceId).where('id', '=', invitation.id).execute()
  return invitation
}

/** Whoever came in by another door meanwhile is raised to what they were invited to, and never lowered. */
async function join(
  tx: Tx,
  invitation: InvitationRow,
  person: { id: string; name: string },
  address: string | null,
): Promise<void> {
  const { workspace_id: workspaceId } = invitation
  const joined = await tx
    .insertInto('members')
    .values({ workspace_id: workspaceId, user_id: person.id, role: invitation.role })
    .onConflict((at) => at.columns(['workspace_id', 'user_id']).doNothing())
    .returning('user_id')
    .executeTakeFirst()
  const actor = { workspaceId, kind: 'user', id: person.id, name: person.name, address } as const
  if (!joined) return raise(tx, invitation, actor)
  await recordChange(tx, actor, {
    action: 'member.joined',
    target: person.id,
    changes: {
      member: { from: null, to: person.name },
      email: { from: null, to: invitation.email },
      role: { from: null, to: nameOf(invitation) },
      invited_by: { from: null, to: invitation.invited_by_name },
    },
  })
  await endSessionsOfBound(tx, actor, { userId: person.id })
}

async function raise(tx: Tx, invitation: InvitationRow, actor: Parameters<typeof recordChange>[1]): Promise<void> {
  const { role: present } = await tx
    .selectFrom('members')
    .select('role')
    .where('workspace_id', '=', actor.workspaceId)
    .where('user_id', '=', actor.id)
    .executeTakeFirstOrThrow()
  const before = (await findRole(tx, actor.workspaceId, present)) ?? noRole(present)
  const given = permissionsOf(invitation)
  if (before.id === invitation.role || before.permissions.some((permission) => !given.has(permission))) return
  await tx
    .updateTable('members')
    .set({ role: invitation.role })
    .where('workspace_id', '=', actor.workspaceId)
    .where('user_id', '=', actor.id)
    .execute()
  await recordChange(tx, actor, {
    action: 'member.role_changed',
    target: actor.id,
    changes: {
      member: { from: actor.name, to: actor.name },
      role: { from: before.name, to: nameOf(invitation) },
      invited_by: { from: null, to: invitation.invited_by_name },
    },
  })
}

/** Wanted before it is looked at whether there is an account, so that what is missing tells nothing. */
function chosen(name: string | undefined, password: string | undefined): { name: string; password: string } {
  if (name !== undefined && password !== undefined) return { name, password }
  throw invalid([
    ...(name === undefined ? [{ pointer: '/name', detail: 'Your name is missing.' }] : []),
    ...(password === undefined ? [{ pointer: '/password', detail: 'A password of your choice is missing.' }] : []),
  ])
}

function nameOf(invitation: InvitationRow): string {
  return roleName({ ...invitation, workspaceId: invitation.workspace_id })
}

/** The same for one that never was. */
function over(): Problem {
  return new Problem(
    404,
    'invitation_over',
    'This invitation leads nowhere any more: it was used, withdrawn, replaced by a newer one, is older than 7 days, or whoever sent it may not give that role any more. Ask for a new invitation.',
  )
}

function otherAddress(email: string): Problem {
  return new Problem(403, 'other_address', `This invitation is for ${email}. Sign in with that address to accept it.`)
}

/** With a password they would come in once by a door that is closed to them. */
function byProvider(email: string): Problem {
  const detail = `People at ${email.split('@')[1]} sign in by their organisation here. Sign in first, then accept.`
  return new Problem(409, 'sign_in_first', detail)
}

/** Only whoever holds the link of this very address learns it, and only by trying to become them. */
function signInFirst(email: string): Problem {
  return new Problem(409, 'sign_in_first', `Sign in as ${email} first, then accept.`)
}
