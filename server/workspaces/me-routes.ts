import { createRoute, type z } from '@hono/zod-openapi'
import { PERMISSIONS } from '../../shared/permissions.ts'
import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { json, newRoutes, problems } from '../kit/route.ts'
import { membershipsOf, roleName } from './members.ts'
import { meOut } from './schema.ts'

const { 401: notSignedIn, 404: missing } = problems

export const meRoutes = newRoutes().openapi(
  createRoute({
    method: 'get',
    path: '/v1/me',
    tags: ['Workspaces'],
    summary: 'Who is asking, in which workspace, and what they may do',
    responses: { 200: json(meOut, 'You'), 401: notSignedIn, 404: missing },
  }),
  async (c) => {
    const actor = c.var.actor
    if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key as "Authorization: Bearer hs_…".')
    return c.json(await describeActor(c.var.context, actor), 200)
  },
)

export async function describeActor(context: Context, actor: Actor): Promise<z.infer<typeof meOut>> {
  const { workspaceId, id, name } = actor
  const workspace = await context.db.tenant(workspaceId, (tx) =>
    tx
      .selectFrom('workspaces')
      .select(['workspace_id as id', 'name', 'slug', 'time_zone'])
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow(),
  )
  const isUser = actor.kind === 'user'
  const memberships = isUser ? await membershipsOf(context, id) : []
  const here = memberships.find((one) => one.workspaceId === workspaceId)
  return {
    user: isUser ? { id, name, email: actor.email ?? '', operator: actor.operator } : null,
    api_key: isUser ? null : { id, name },
    workspace: { ...workspace, installation: workspaceId === INSTALLATION },
    workspaces: isUser
      ? memberships.map((one) => summary(one.workspaceId, one.workspaceName))
      : [summary(workspace.id, workspace.name)],
    role: here ? { id: here.role, name: roleName(here) } : null,
    permissions: PERMISSIONS.filter((permission) => actor.permissions.has(permission)),
  }
}

function summary(id: string, name: string) {
  return { id, name, installation: id === INSTALLATION }
}
