import { createRoute, z } from '@hono/zod-openapi'
import { pageQuery } from '../kit/page.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { addEndpoint, changeEndpoint, deleteEndpoint, endOldSecret, replaceSecret } from './change-endpoints.ts'
import { listEndpoints, showEndpoint } from './endpoints.ts'
import { endpointInput, endpointMade, endpointOut, endpointPage, endpointPatch } from './schema.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }
const params = z.object({ id: z.string().max(100) })
const tags = ['Webhooks']
const NO_STORE = { 'cache-control': 'no-store' }

/** Where a workspace wants to be told what became of its messages. */
export const webhookRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/webhooks',
      tags,
      summary: 'Webhooks, oldest first',
      request: { query: pageQuery },
      responses: { 200: json(endpointPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'webhooks.manage')
      const query = c.req.valid('query')
      return c.json(await c.var.context.db.tenant(workspaceId, (tx) => listEndpoints(tx, workspaceId, query)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks',
      tags,
      summary: 'Make a webhook; its secret is shown this once',
      request: body(endpointInput),
      responses: { 201: json(endpointMade, 'The webhook and its secret'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'webhooks.manage')
      return c.json(await addEndpoint(c.var.context, actor, c.req.valid('json')), 201, NO_STORE)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/webhooks/{id}',
      tags,
      summary: 'One webhook',
      request: { params },
      responses: { 200: json(endpointOut, 'The webhook'), ...denied, 404: missing },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'webhooks.manage')
      const { id } = c.req.valid('param')
      return c.json(await c.var.context.db.tenant(workspaceId, (tx) => showEndpoint(tx, workspaceId, id)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/webhooks/{id}',
      tags,
      summary: 'Change a webhook, or switch it off or on',
      request: { params, ...body(endpointPatch) },
      responses: { 200: json(endpointOut, 'The webhook'), ...denied, 404: missing, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'webhooks.manage')
      return c.json(await changeEndpoint(c.var.context, actor, c.req.valid('param').id, c.req.valid('json')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/webhooks/{id}',
      tags,
      summary: 'Delete a webhook, with what is known of its deliveries',
      request: { params },
      responses: { 204: { description: 'It is gone' }, ...denied, 404: missing },
    }),
    async (c) => {
      await deleteEndpoint(c.var.context, allow(c, 'webhooks.manage'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks/{id}/secret',
      tags,
      summary: 'Replace the secret; the old one signs too for 24 hours',
      request: { params },
      responses: { 200: json(endpointMade, 'The webhook and its new secret'), ...denied, 404: missing },
    }),
    async (c) => {
      const actor = allow(c, 'webhooks.manage')
      return c.json(await replaceSecret(c.var.context, actor, c.req.valid('param').id), 200, NO_STORE)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/webhooks/{id}/old-secret',
      tags,
      summary: 'End the old secret now',
      request: { params },
      responses: { 200: json(endpointOut, 'The webhook'), ...denied, 404: missing, 409: conflict },
    }),
    async (c) => {
      const actor = allow(c, 'webhooks.manage')
      return c.json(await endOldSecret(c.var.context, actor, c.req.valid('param').id), 200)
    },
  )
