import { createRoute, z } from '@hono/zod-openapi'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { listDeliveries, showDelivery } from './deliveries.ts'
import { resendFailed, resendOne, sendTest } from './resend.ts'
import { deliveriesQuery, deliveryDetail, deliveryOut, deliveryPage, resendInput, resent } from './schema.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed, 404: missing }
const params = z.object({ id: z.string().max(100) })
const deliveryParams = params.extend({ delivery: z.string().max(100) })
const tags = ['Webhooks']

/** What a webhook was told, and how that went. */
export const deliveryRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/webhooks/{id}/deliveries',
      tags,
      summary: 'What a webhook was told in the last 30 days, newest first',
      request: { params, query: deliveriesQuery },
      responses: { 200: json(deliveryPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'webhooks.manage')
      const { id } = c.req.valid('param')
      return c.json(await listDeliveries(c.var.context, workspaceId, id, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/webhooks/{id}/deliveries/{delivery}',
      tags,
      summary: 'One delivery: what is sent, what was answered, and every try',
      request: { params: deliveryParams },
      responses: { 200: json(deliveryDetail, 'The delivery'), ...denied },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'webhooks.manage')
      const { id, delivery } = c.req.valid('param')
      return c.json(await showDelivery(c.var.context, workspaceId, id, delivery), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks/{id}/deliveries/{delivery}/resend',
      tags,
      summary: 'Send it once more, with the same webhook-id',
      request: { params: deliveryParams },
      responses: { 202: json(deliveryOut, 'It waits to be sent'), ...denied, 409: conflict },
    }),
    async (c) => {
      const actor = allow(c, 'webhooks.manage')
      const { id, delivery } = c.req.valid('param')
      return c.json(await resendOne(c.var.context, actor, id, delivery), 202)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks/{id}/resend',
      tags,
      summary: 'Send once more what failed since a time',
      request: { params, ...body(resendInput) },
      responses: { 202: json(resent, 'They wait to be sent'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'webhooks.manage')
      const { since } = c.req.valid('json')
      return c.json(await resendFailed(c.var.context, actor, c.req.valid('param').id, new Date(since)), 202)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/webhooks/{id}/test',
      tags,
      summary: 'Send a test event',
      request: { params },
      responses: { 202: json(deliveryOut, 'It waits to be sent'), ...denied, 409: conflict },
    }),
    async (c) => {
      const actor = allow(c, 'webhooks.manage')
      return c.json(await sendTest(c.var.context, actor, c.req.valid('param').id), 202)
    },
  )
