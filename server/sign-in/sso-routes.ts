import { createRoute, z } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { pageQuery } from '../kit/page.ts'
import { allow, body, type Env, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { baseOf } from '../workspaces/address.ts'
import { decideClaim, listClaims } from './claims.ts'
import { removeSso, saveSso, showSso } from './sso.ts'
import { claimDecision, claimsOut, ssoInput, ssoOut } from './sso-schema.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }

export const ssoRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/sso',
      tags: ['Workspaces'],
      summary: 'Single sign-on of the workspace, without its secret',
      responses: { 200: json(ssoOut, 'As it is'), ...denied },
    }),
    async (c) => c.json(await showSso(c.var.context, allow(c, 'members.manage'), publicBase(c)), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/v1/sso',
      tags: ['Workspaces'],
      summary: 'Save single sign-on, once the provider was asked; a domain counts when the operator confirmed it',
      request: body(ssoInput),
      responses: { 200: json(ssoOut, 'As it is now'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'members.manage')
      await saveSso(c.var.context, actor, c.req.valid('json'))
      return c.json(await showSso(c.var.context, actor, publicBase(c)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/sso',
      tags: ['Workspaces'],
      summary: 'Do without single sign-on; the claimed domains go as well',
      responses: { 204: { description: 'Gone' }, ...denied, 409: conflict },
    }),
    async (c) => {
      await removeSso(c.var.context, allow(c, 'members.manage'))
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/installation/domains',
      tags: ['Installation'],
      summary: 'Which workspace claims which domain of email addresses for its single sign-on; those that wait first',
      request: { query: pageQuery.extend({ after: z.string().max(300).optional() }) },
      responses: { 200: json(claimsOut, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      operatorOnly(c)
      const { limit, after } = c.req.valid('query')
      return c.json(await listClaims(c.var.context, after, limit), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/v1/installation/domains/{workspace}/{domain}',
      tags: ['Installation'],
      summary: 'Confirm that a domain belongs to a workspace, or withdraw that',
      request: {
        params: z.object({ workspace: z.string().max(100), domain: z.string().max(253) }),
        ...body(claimDecision),
      },
      responses: { 204: { description: 'Decided' }, ...denied, 404: missing, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { workspace, domain } = c.req.valid('param')
      await decideClaim(c.var.context, actor, { workspaceId: workspace, domain }, c.req.valid('json').confirmed)
      return c.body(null, 204)
    },
  )

function publicBase(c: HonoContext<Env>): string {
  return c.var.context.publicUrl() ?? baseOf(c.req.raw.headers, null)
}
