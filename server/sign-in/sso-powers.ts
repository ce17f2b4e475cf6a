import { isBuiltInRole, type Permission } from '../../shared/permissions.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { beyond } from '../workspaces/look-again.ts'
import { permissionsOf } from '../workspaces/members.ts'
import { roleOf } from './join.ts'
import { PROVIDER } from './ways.ts'

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

/**
 * Whoever wants that everybody uses it, and would have to themselves, came in by it once: then it works, and they have a
 * way in. Owners and operators keep theirs.
 */
export async function refuseBindingOneself(
  context: Context,
  { kind, id, workspaceId }: Actor,
  { issuer, domains }: { issuer: string; domains: string[] },
): Promise<void> {
  if (kind !== 'user') return
  const [row] = await context.db.signIn((tx) =>
    tx.rows(
      'sso_binds_oneself',
      `select from auth_users u
       join members m on m.workspace_id = $2 and m.user_id = u.id and m.role <> 'owner'
       join sso_domains d on d.workspace_id = $2 and d.domain = split_part(u.email, '@', 2)
         and d.confirmed_at is not null and d.domain = any ($4)
       where u.id = $1 and not u.operator
         and not exists (select from auth_accounts a where a.user_id = u.id and a.provider_id = $3)`,
      [id, workspaceId, PROVIDER + issuer, domains],
    ),
  )
  if (row) throw invalid([{ pointer: '/required', detail: BINDS_YOU }])
}

const BINDS_YOU =
  'You would have to use it yourself, and never did: sign in by it once, so that you know you can, or ask an owner to save this.'

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
