import { createRoute, z } from '@hono/zod-openapi'
import { isId } from '../kit/id.ts'
import { once } from '../kit/idempotency.ts'
import { pageQuery, toPage } from '../kit/page.ts'
import { invalid, notFound } from '../kit/problem.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { deleteApiKey, insertApiKey, listApiKeys } from './api-keys.ts'
import { apiKeyInput, apiKeyMade, apiKeyPage } from './schema.ts'
import { veilFor } from './veil.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: atWork, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }

export const apiKeyRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/api-keys',
      tags: ['Workspaces'],
      summary: 'The API keys of the workspace, newest first, without the keys themselves',
      request: { query: pageQuery },
      responses: { 200: json(apiKeyPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'api_keys.manage')
      const { limit, after } = c.req.valid('query')
      if (after && !isId('key', after)) throw invalid([{ pointer: '/after', detail: 'Not the `next` of a page.' }])
      const { rows, next } = toPage(await listApiKeys(c.var.context, workspaceId, { limit, after }), limit)
      return c.json({ items: rows, next }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/api-keys',
      tags: ['Workspaces'],
      summary: 'Make an API key that may do no more than you; it is shown this once',
      request: { headers: idempotencyHeader, ...body(apiKeyInput) },
      responses: { 201: json(apiKeyMade, 'The key'), ...denied, 409: atWork, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'api_keys.manage')
      const { context } = c.var
      const input = c.req.valid('json')
      const veil = await veilFor(context, actor.workspaceId, 'key')
      // Of this very caller: what was shown to one is shown to no other, who may hold less.
      const request = ['POST /v1/api-keys', actor.id, input]
      const answer = await once(
        context,
        actor.workspaceId,
        c.req.valid('header')['idempotency-key'],
        request,
        async (tx) => ({
          status: 201,
          body: veil.hide(await insertApiKey(context, tx, actor, input)),
        }),
      )
      c.header('cache-control', 'no-store')
      return c.json(veil.reveal<z.infer<typeof apiKeyMade>>(answer.body), 201)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/api-keys/{id}',
      tags: ['Workspaces'],
      summary: 'Delete an API key; within a second it no longer works',
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: { 204: { description: 'Deleted' }, ...denied, 404: missing },
    }),
    async (c) => {
      const actor = allow(c, 'api_keys.manage')
      const { id } = c.req.valid('param')
      if (!isId('key', id)) throw notFound('API key')
      await deleteApiKey(c.var.context, actor, id)
      return c.body(null, 204)
    },
  )
