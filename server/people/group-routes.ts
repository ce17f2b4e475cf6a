import { createRoute, z } from '@hono/zod-openapi'
import { once } from '../kit/idempotency.ts'
import { pageQuery } from '../kit/page.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { addGroup, changeGroup, deleteGroup, listGroups } from './groups.ts'
import { type GroupOut, groupInput, groupOut, groupPage, groupPatch } from './schema.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const params = z.object({ id: z.string().max(100) })

export const groupRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/groups',
      tags: ['People'],
      summary: 'Groups of people, oldest first',
      request: { query: pageQuery },
      responses: { 200: json(groupPage, 'One page'), 401: notSignedIn, 403: notAllowed, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.read')
      return c.json(await listGroups(c.var.context, workspaceId, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/groups',
      tags: ['People'],
      summary: 'Make a group',
      request: { headers: idempotencyHeader, ...body(groupInput) },
      responses: { 201: json(groupOut, 'The group'), 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'people.write')
      const input = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const answer = await once(c.var.context, actor.workspaceId, key, ['POST /v1/groups', input], async (tx) => ({
        status: 201,
        body: await addGroup(tx, actor, input),
      }))
      return c.json(answer.body as GroupOut, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/groups/{id}',
      tags: ['People'],
      summary: 'Change a group',
      request: { params, ...body(groupPatch) },
      responses: {
        200: json(groupOut, 'The group'),
        401: notSignedIn,
        403: notAllowed,
        404: missing,
        409: conflict,
        422: unfit,
      },
    }),
    async (c) => {
      const actor = allow(c, 'people.write')
      return c.json(await changeGroup(c.var.context, actor, c.req.valid('param').id, c.req.valid('json')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/groups/{id}',
      tags: ['People'],
      summary: 'Delete a group; its people stay',
      request: { params },
      responses: { 204: { description: 'Deleted' }, 401: notSignedIn, 403: notAllowed, 404: missing },
    }),
    async (c) => {
      await deleteGroup(c.var.context, allow(c, 'people.write'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
