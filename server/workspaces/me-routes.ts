import { createRoute, type z } from '@hono/zod-openapi'
import { PERMISSIONS } from '../../shared/permissions.ts'
import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { json, newRoutes, type Person, problems } from '../kit/route.ts'
import { mayMakeWorkspaces } from './make-workspace.ts'
import { membershipsOf, roleName } from './members.ts'
import { meOut } from './schema.ts'
import { stateOf } from './standing.ts'

const { 401: notSignedIn, 403: inNone, 404: missing } = problems

export const meRoutes = newRoutes().openapi(
  createRoute({
    method: 'get',
    path: '/v1/me',
    tags: ['Workspaces'],
    summary: 'Who is asking, in which workspace, and what they may do',
    responses: { 200: json(meOut, 'You'), 401: notSignedIn, 403: inNone, 404: missing },
  }),
  async (c) => {
    const { actor, person } = c.var
    if (!actor && person) throw inNoWorkspace(c.var.context, person)
    if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key as "Authorization: Bearer hs_…".')
    return c.json(await describeActor(c.var.context, actor), 200)
  },
)

export async function describeActor(context: Context, actor: Actor): Promise<z.infer<typeof meOut>> {
  const { workspaceId, id, name } = actor
  const isUser = actor.kind === 'user'
  const memberships = isUser ? await membershipsOf(context, id) : []
  const ids = isUser ? memberships.map((one) => one.workspaceId) : [workspaceId]
  const workspaces = await readWorkspaces(context, ids)
  const here = memberships.find((one) => one.workspaceId === workspaceId)
  const workspace = workspaces.find((one) => one.workspace_id === workspaceId)
  // Taken away between the two questions.
  if (!workspace) throw new Problem(404, 'workspace_not_found', 'You belong to no such workspace.')
  return {
    user: isUser ? { id, name, email: actor.email ?? '', operator: actor.operator } : null,
    api_key: isUser ? null : { id, name },
    workspace: { ...summary(workspace), time_zone: workspace.time_zone, language: workspace.language },
    workspaces: workspaces.map((one) => ({ ...summary(one), state: stateOf(one) })),
    may_make_workspaces: isUser && mayMakeWorkspaces(context, actor.operator),
    role: here ? { id: here.role, name: roleName(here) } : null,
    permissions: PERMISSIONS.filter((permission) => actor.permissions.has(permission)),
  }
}

/** Removed from the last one, or never in any. */
function inNoWorkspace(context: Context, { email, operator }: Person): Problem {
  const { access_contact } = context.installation.shown()
  const ask = access_contact ? ` Ask ${access_contact}.` : ''
  return new Problem(
    403,
    'no_workspace',
    `You are signed in as ${email} and belong to no workspace. Somebody who runs one can invite you.${ask}`,
    {
      more: { may_make_workspaces: mayMakeWorkspaces(context, operator) },
    },
  )
}

/** In the order of the ids. */
async function readWorkspaces(context: Context, ids: string[]) {
  const rows = await context.db.signIn((tx) =>
    tx
      .selectFrom('workspaces')
      .select(['workspace_id', 'name', 'slug', 'time_zone', 'language', 'suspended_at', 'sms_entitled', 'delete_after'])
      .where('workspace_id', 'in', ids)
      .execute(),
  )
  return ids.flatMap((id) => rows.find((row) => row.workspace_id === id) ?? [])
}

function summary({ workspace_id, name, slug }: { workspace_id: string; name: string; slug: string }) {
  return { id: workspace_id, name, slug, installation: workspace_id === INSTALLATION }
}
