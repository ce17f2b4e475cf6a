import { isBuiltInRole, type Permission } from '../../shared/permissions.ts'
import type { Actor } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { beyond } from '../workspaces/look-again.ts'
import { permissionsOf } from '../workspaces/members.ts'
import { roleOf } from './join.ts'

interface Settings {
  role: string
  required: boolean
}

/** Nobody gives what they do not hold themselves, changes what gives it, or binds those who hold more. */
export async function refuseSaving(tx: Tx, actor: Actor, before: Settings | null, input: Settings): Promise<void> {
  const given = await roleOf(tx, { workspaceId: actor.workspaceId, role: input.role })
  if (given.role !== input.role && !isBuiltInRole(input.role))
    throw invalid([{ pointer: '/role', detail: 'This workspace has no such role.' }])
  const more = beyond(actor, [...permissionsOf(given)])
  if (more.length > 0)
    throw invalid([{ pointer: '/role', detail: `This role may do what you may not: ${more.join(', ')}.` }])
  if (before) await refuseGiven(tx, actor, before)
  const bound = before?.required || input.required ? await beyondAmongBound(tx, actor) : []
  if (bound.length > 0)
    throw invalid([
      { pointer: '/required', detail: `This binds members who may do what you may not: ${bound.join(', ')}.` },
    ])
}

export async function refuseRemoving(tx: Tx, actor: Actor, before: Settings): Promise<void> {
  await refuseGiven(tx, actor, before)
  const bound = before.required ? await beyondAmongBound(tx, actor) : []
  if (bound.length > 0)
    throw new Problem(403, 'holds_more', `This binds members who may do what you may not: ${bound.join(', ')}.`)
}

async function refuseGiven(tx: Tx, actor: Actor, { role }: Settings): Promise<void> {
  const more = beyond(actor, [...permissionsOf(await roleOf(tx, { workspaceId: actor.workspaceId, role }))])
  if (more.length === 0) return
  const detail = `Single sign-on gives a role that may do what you may not: ${more.join(', ')}. Somebody who may that too can change it.`
  throw new Problem(403, 'holds_more', detail)
}

/** What those may do who must use it: all members but the owners. */
async function beyondAmongBound(tx: Tx, actor: Actor): Promise<Permission[]> {
  const roles = await tx.rows<{ role: string; permissions: string[] | null }>(
    'sso_bound_roles',
    `select m.role, r.permissions from (
       select distinct role from members where workspace_id = $1 and role <> 'owner') m
     left join roles r on r.workspace_id = $1 and r.id = m.role`,
    [actor.workspaceId],
  )
  const held = roles.flatMap(({ role, permissions }) => [
    ...permissionsOf({ role, ownRole: permissions && { name: '', permissions } }),
  ])
  return beyond(actor, held)
}
