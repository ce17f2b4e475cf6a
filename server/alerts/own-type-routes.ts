import { createRoute, z } from '@hono/zod-openapi'
import { once } from '../kit/idempotency.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { type EventTypeOut, eventTypeInput, eventTypeList, eventTypeOut, eventTypePatch } from './own-type-schema.ts'
import { addEventType, changeEventType, deleteEventType, listEventTypes } from './own-types.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const params = z.object({ type: z.string().max(64) })
const tags = ['Events']

/** Which kinds of events there are: the sixteen, the reminder, and a workspace's own. */
export const ownTypeRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/event-types',
      tags,
      summary: 'Kinds of events: those that every workspace has, then its own',
      responses: { 200: json(eventTypeList, 'All of them'), 401: notSignedIn, 403: notAllowed },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'history.read')
      return c.json({ items: await listEventTypes(c.var.context, workspaceId), next: null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/event-types',
      tags,
      summary: 'Add a kind of event of your own',
      request: { headers: idempotencyHeader, ...body(eventTypeInput) },
      responses: { 201: json(eventTypeOut, 'The type'), 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'triggers.write')
      const input = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const answer = await once(c.var.context, actor.workspaceId, key, ['POST /v1/event-types', input], async (tx) => ({
        status: 201,
        body: await addEventType(tx, actor, input),
      }))
      return c.json(answer.body as EventTypeOut, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/event-types/{type}',
      tags,
      summary: 'Change what a type of your own is called and looks like',
      request: { params, ...body(eventTypePatch) },
      responses: { 200: json(eventTypeOut, 'The type'), 401: notSignedIn, 403: notAllowed, 404: missing, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'triggers.write')
      return c.json(await changeEventType(c.var.context, actor, c.req.valid('param').type, c.req.valid('json')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/event-types/{type}',
      tags,
      summary: 'Delete a type of your own that no trigger waits for; its events stay',
      request: { params },
      responses: {
        204: { description: 'It is gone' },
        401: notSignedIn,
        403: notAllowed,
        404: missing,
        409: conflict,
      },
    }),
    async (c) => {
      await deleteEventType(c.var.context, allow(c, 'triggers.write'), c.req.valid('param').type)
      return c.body(null, 204)
    },
  )
