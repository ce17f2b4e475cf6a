import type { z } from '@hono/zod-openapi'
import { PERMISSIONS, type Permission, ROLES } from '../../shared/permissions.ts'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { isId, newId } from '../kit/id.ts'
import { invalid, notFound, Problem } from '../kit/problem.ts'
import { beyond } from '../workspaces/look-again.ts'
import { findRole, type Role } from './roles.ts'
import type { roleInput, rolePatch } from './schema.ts'
import { inTurn } from './turn.ts'

const MOST_ROLES = 100

/** In a transaction of the caller's whose turn it is. A role holds no more than its maker. */
export async function insertRole(tx: Tx, actor: Actor, input: z.infer<typeof roleInput>): Promise<Role> {
  refuseBeyond(actor, input.permissions)
  await refuseName(tx, actor.workspaceId, input.name, null)
  const { made } = await tx
    .selectFrom('roles')
    .select(({ fn }) => fn.countAll<number>().as('made'))
    .where('workspace_id', '=', actor.workspaceId)
    .executeTakeFirstOrThrow()
  if (made >= MOST_ROLES)
    throw new Problem(
      409,
      'too_many_roles',
      `A workspace has at most ${MOST_ROLES} roles of its own. Delete one first.`,
    )
  const role = { id: newId('rol'), name: input.name, permissions: inOrder(input.permissions) }
  await tx
    .insertInto('roles')
    .values({ workspace_id: actor.workspaceId, ...role })
    .execute()
  await recordChange(tx, actor, {
    action: 'role.created',
    target: role.id,
    changes: { name: { from: null, to: role.name }, permissions: { from: null, to: role.permissions } },
  })
  return role
}

/** What it allows changes for all who have it, from their next request on. */
export function changeRole(context: Context, actor: Actor, id: string, patch: z.infer<typeof rolePatch>) {
  return inTurn(context, actor, 'roles.manage', async (tx, now) => {
    const before = await ownRole(tx, now, id)
    const after = {
      ...before,
      ...(patch.name !== undefined && { name: patch.name }),
      ...(patch.permissions && { permissions: inOrder(patch.permissions) }),
    }
    refuseBeyond(now, after.permissions)
    if (after.name !== before.name) await refuseName(tx, now.workspaceId, after.name, id)
    const changes = {
      ...(after.name !== before.name && { name: { from: before.name, to: after.name } }),
      ...(String(after.permissions) !== String(before.permissions) && {
        permissions: { from: before.permissions, to: after.permissions },
      }),
    }
    if (Object.keys(changes).length === 0) return after
    await tx
      .updateTable('roles')
      .set({ name: after.name, permissions: [...after.permissions], changed_at: context.now() })
      .where('workspace_id', '=', now.workspaceId)
      .where('id', '=', id)
      .execute()
    await recordChange(tx, now, { action: 'role.changed', target: id, changes })
    return after
  })
}

/** One of the workspace's own that holds no more than the actor; a built-in one stays as it is. */
export async function ownRole(tx: Tx, actor: Actor, id: string): Promise<Role> {
  if (Object.hasOwn(ROLES, id)) throw new Problem(409, 'built_in_role', 'The built-in roles stay as they are.')
  const role = isId('rol', id) ? await findRole(tx, actor.workspaceId, id) : null
  if (!role) throw notFound('role')
  const more = beyond(actor, role.permissions)
  if (more.length > 0) throw new Problem(403, 'holds_more', `${role.name} holds more than you do: ${more.join(', ')}.`)
  return role
}

function refuseBeyond(actor: Actor, permissions: readonly Permission[]): void {
  const more = beyond(actor, permissions)
  const errors = permissions.flatMap((permission, at) =>
    more.includes(permission)
      ? [{ pointer: `/permissions/${at}`, detail: `You may not do ${permission} yourself, so no role of yours may.` }]
      : [],
  )
  if (errors.length > 0) throw invalid(errors)
}

async function refuseName(tx: Tx, workspaceId: string, name: string, id: string | null): Promise<void> {
  const isBuiltIn = Object.values(ROLES).some((role) => role.name.toLowerCase() === name.toLowerCase())
  const [other] = await tx.rows(
    'roles_name',
    'select 1 from roles where workspace_id = $1 and lower(name) = lower($2) and id is distinct from $3',
    [workspaceId, name, id],
  )
  if (isBuiltIn || other) throw invalid([{ pointer: '/name', detail: 'There is a role with this name already.' }])
}

function inOrder(permissions: readonly Permission[]): Permission[] {
  return PERMISSIONS.filter((permission) => permissions.includes(permission))
}
