import { createRoute, z } from '@hono/zod-openapi'
import { once } from '../kit/idempotency.ts'
import { pageQuery } from '../kit/page.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { addTrigger, changeTrigger, deleteTrigger, listTriggers, showTrigger } from './change-triggers.ts'
import {
  type TriggerOut,
  triggerInput,
  triggerOut,
  triggerPage,
  triggerPatch,
  triggerTried,
  triggerTry,
} from './trigger-schema.ts'
import { tryTrigger } from './try-trigger.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const params = z.object({ id: z.string().max(100) })
const tags = ['Triggers']

/** Which events are told to whom. */
export const triggerRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/triggers',
      tags,
      summary: 'Triggers, oldest first',
      request: { query: pageQuery },
      responses: { 200: json(triggerPage, 'One page'), 401: notSignedIn, 403: notAllowed, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'history.read')
      return c.json(await listTriggers(c.var.context, workspaceId, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/triggers',
      tags,
      summary: 'Make a trigger',
      request: { headers: idempotencyHeader, ...body(triggerInput) },
      responses: { 201: json(triggerOut, 'The trigger'), 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'triggers.write')
      const input = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const answer = await once(c.var.context, actor.workspaceId, key, ['POST /v1/triggers', input], async (tx) => ({
        status: 201,
        body: await addTrigger(tx, actor, input),
      }))
      return c.json(answer.body as TriggerOut, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/triggers/try',
      tags,
      summary: 'What a trigger would have done with the events of the last 24 hours; nothing is sent',
      request: body(triggerTry),
      responses: { 200: json(triggerTried, 'What it would have done'), 401: notSignedIn, 403: notAllowed, 422: unfit },
    }),
    async (c) => c.json(await tryTrigger(c.var.context, allow(c, 'triggers.write'), c.req.valid('json')), 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/triggers/{id}',
      tags,
      summary: 'One trigger',
      request: { params },
      responses: { 200: json(triggerOut, 'The trigger'), 401: notSignedIn, 403: notAllowed, 404: missing },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'history.read')
      const { id } = c.req.valid('param')
      return c.json(await c.var.context.db.tenant(workspaceId, (tx) => showTrigger(tx, workspaceId, id)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/triggers/{id}',
      tags,
      summary: 'Change a trigger',
      request: { params, ...body(triggerPatch) },
      responses: {
        200: json(triggerOut, 'The trigger'),
        401: notSignedIn,
        403: notAllowed,
        404: missing,
        409: conflict,
        422: unfit,
      },
    }),
    async (c) => {
      const actor = allow(c, 'triggers.write')
      return c.json(await changeTrigger(c.var.context, actor, c.req.valid('param').id, c.req.valid('json')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/triggers/{id}',
      tags,
      summary: 'Delete a trigger; what it caused stays',
      request: { params },
      responses: { 204: { description: 'It is gone' }, 401: notSignedIn, 403: notAllowed, 404: missing },
    }),
    async (c) => {
      await deleteTrigger(c.var.context, allow(c, 'triggers.write'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
