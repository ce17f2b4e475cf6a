import { createRoute, z } from '@hono/zod-openapi'
import { isId } from '../kit/id.ts'
import { pageQuery } from '../kit/page.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { giveRole, removeMember } from './change-member.ts'
import { listMembers } from './members.ts'
import { memberPage, memberPatch, memberRemoved } from './schema.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict }
const params = z.object({ id: z.string().max(100) })

export const memberRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/members',
      tags: ['Members'],
      summary: 'Who belongs to the workspace, with which role; of the installation, its operators',
      request: { query: pageQuery },
      responses: { 200: json(memberPage, 'One page'), 401: notSignedIn, 422: unfit },
    }),
    async (c) => {
      const { limit, after } = c.req.valid('query')
      if (after && !isId('usr', after)) throw invalid([{ pointer: '/after', detail: 'Not the `next` of a page.' }])
      return c.json(await listMembers(c.var.context, signedIn(c.var.actor), { limit, after }), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/members/{id}',
      tags: ['Members'],
      summary: 'Give a member another role, one that holds no more than you do',
      request: { params, ...body(memberPatch) },
      responses: { 204: { description: 'Given' }, ...denied, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'members.manage')
      await giveRole(c.var.context, actor, c.req.valid('param').id, c.req.valid('json').role)
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/members/{id}',
      tags: ['Members'],
      summary: 'Remove a member, or leave yourself; the last owner stays',
      request: { params },
      responses: { 200: json(memberRemoved, 'What of theirs remains'), ...denied },
    }),
    async (c) => c.json(await removeMember(c.var.context, signedIn(c.var.actor), c.req.valid('param').id), 200),
  )

function signedIn<A>(actor: A | undefined): A {
  if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key as "Authorization: Bearer hs_…".')
  return actor
}
