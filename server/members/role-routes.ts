import { createRoute, z } from '@hono/zod-openapi'
import { once } from '../kit/idempotency.ts'
import { Problem } from '../kit/problem.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { changeRole, insertRole } from './change-roles.ts'
import { deleteRole } from './delete-role.ts'
import { listRoles, type Role } from './roles.ts'
import { roleDeleteQuery, roleInput, roleList, roleOut, rolePatch } from './schema.ts'
import { takeTurn } from './turn.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const params = z.object({ id: z.string().max(100) })

export const roleRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/roles',
      tags: ['Members'],
      summary: 'All roles of the workspace and what they hold, the built-in ones first',
      responses: { 200: json(roleList, 'All of them: a workspace has at most 100 of its own'), 401: notSignedIn },
    }),
    async (c) => {
      const actor = c.var.actor
      if (!actor)
        throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key as "Authorization: Bearer hs_…".')
      return c.json({ items: await listRoles(c.var.context, actor.workspaceId), next: null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/roles',
      tags: ['Members'],
      summary: 'Make a role that holds no more than you do',
      request: { headers: idempotencyHeader, ...body(roleInput) },
      responses: { 201: json(roleOut, 'The role'), 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'roles.manage')
      const input = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const answer = await once(c.var.context, actor.workspaceId, key, ['POST /v1/roles', input], async (tx) => ({
        status: 201,
        body: toOut(await insertRole(tx, await takeTurn(tx, actor, 'roles.manage'), input), 0),
      }))
      return c.json(answer.body as z.infer<typeof roleOut>, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/roles/{id}',
      tags: ['Members'],
      summary: 'Change a role of the workspace’s own, for all who have it from their next request on',
      request: { params, ...body(rolePatch) },
      responses: {
        200: json(roleOut.omit({ members: true }), 'The role'),
        401: notSignedIn,
        403: notAllowed,
        404: missing,
        409: conflict,
        422: unfit,
      },
    }),
    async (c) => {
      const actor = allow(c, 'roles.manage')
      const role = await changeRole(c.var.context, actor, c.req.valid('param').id, c.req.valid('json'))
      const { members: _, ...shown } = toOut(role, 0)
      return c.json(shown, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/roles/{id}',
      tags: ['Members'],
      summary: 'Delete a role of the workspace’s own; refused with who has it until told to make them Members',
      request: { params, query: roleDeleteQuery },
      responses: {
        204: { description: 'Deleted' },
        401: notSignedIn,
        403: notAllowed,
        404: missing,
        409: conflict,
        422: unfit,
      },
    }),
    async (c) => {
      const actor = allow(c, 'roles.manage')
      await deleteRole(c.var.context, actor, c.req.valid('param').id, c.req.valid('query').move === 'member')
      return c.body(null, 204)
    },
  )

function toOut({ id, name, permissions }: Role, members: number): z.infer<typeof roleOut> {
  return { id, name, about: null, built_in: false, permissions: [...permissions], members }
}
