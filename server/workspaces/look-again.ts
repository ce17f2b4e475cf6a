import { PERMISSIONS, type Permission } from '../../shared/permissions.ts'
import type { Actor } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { lapsedOf, makersIn } from './key-makers.ts'

/** Who asks, as they are now that nobody else changes who may what. */
export interface Asking extends Actor {
  permissions: ReadonlySet<Permission>
  /** The person who answers for what is done: themselves, or whoever is behind the key. Null behind a command's key. */
  behind: string | null
}

/**
 * From here to the end of the transaction nobody else changes who may what in the workspace, and who asks is looked at
 * once more: a key is believed for a moment after it was deleted, and a member may be removed while they ask.
 */
export async function lookAgain(tx: Tx, actor: Actor, permission: Permission | null): Promise<Asking> {
  await lockMembers(tx, actor.workspaceId)
  const now = actor.kind === 'api_key' ? await keyNow(tx, actor) : await personNow(tx, actor)
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

/** What these allow that somebody may not do: nobody gives, changes or takes away more than they hold themselves. */
export function beyond({ permissions }: Pick<Actor, 'permissions'>, wanted: readonly string[]): Permission[] {
  return PERMISSIONS.filter((permission) => wanted.includes(permission) && !permissions.has(permission))
}

async function personNow(tx: Tx, actor: Actor): Promise<Asking> {
  const { workspaceId, id } = actor
  // A workspace's transaction sees no operators, who are looked up for each request and whom nothing here removes.
  if (workspaceId === INSTALLATION) return { ...actor, permissions: known(actor.permissions), behind: id }
  const permissions = (await makersIn(tx, workspaceId, [id])).get(id)
  if (!permissions) throw new Problem(403, 'not_allowed', 'You do not belong to this workspace any more.')
  return { ...actor, permissions, behind: id }
}

async function keyNow(tx: Tx, actor: Actor): Promise<Asking> {
  const { workspaceId, id } = actor
  const [key] = await tx.rows<{ permissions: string[]; made_by: string | null }>(
    'key_now',
    `select permissions, made_by from api_keys
     where workspace_id = $1 and id = $2 and (expires_at is null or expires_at > now())`,
    [workspaceId, id],
  )
  if (!key) throw new Problem(401, 'not_signed_in', 'This API key works no more.')
  const counting = await countingIn(tx, workspaceId, key)
  // No more than the request was let in with, since of the installation's keys nothing else is seen from here.
  return { ...actor, permissions: known(counting, actor.permissions), behind: key.made_by }
}

/** What of a key's permissions counts at this moment. Operators are not seen from here, and may always do all. */
export async function countingIn(
  tx: Tx,
  workspaceId: string,
  key: { permissions: string[]; made_by: string | null },
): Promise<Set<string>> {
  if (workspaceId === INSTALLATION || key.made_by === null) return new Set(key.permissions)
  const lapsed = new Set<string>(lapsedOf(key, await makersIn(tx, workspaceId, [key.made_by])))
  return new Set(key.permissions.filter((permission) => !lapsed.has(permission)))
}

function known(...sets: ReadonlySet<string>[]): ReadonlySet<Permission> {
  return new Set(PERMISSIONS.filter((permission) => sets.every((permissions) => permissions.has(permission))))
}
