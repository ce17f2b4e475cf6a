import { createRoute, z } from '@hono/zod-openapi'
import { isId } from '../kit/id.ts'
import { pageQuery } from '../kit/page.ts'
import { invalid } from '../kit/problem.ts'
import { body, idempotencyHeader, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { onceForPerson } from './once-for-person.ts'
import { addOperator, listOperators, removeOperator } from './operators.ts'
import { operatorInput, operatorOut, operatorPage } from './schema.ts'

const { 401: notSignedIn, 403: notOperator, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notOperator }

export const operatorRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/installation/operators',
      tags: ['Installation'],
      summary: 'Who runs the installation (operator)',
      request: { query: pageQuery },
      responses: { 200: json(operatorPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { limit, after } = c.req.valid('query')
      if (after && !isId('usr', after)) throw invalid([{ pointer: '/after', detail: 'Not the `next` of a page.' }])
      const { items, next } = await listOperators(c.var.context, { limit, after })
      return c.json({ items: items.map((one) => ({ ...one, you: one.id === actor.id })), next }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/installation/operators',
      tags: ['Installation'],
      summary: 'Make somebody who has an account an operator (operator)',
      request: { headers: idempotencyHeader, ...body(operatorInput) },
      responses: { 201: json(operatorOut, 'The operator'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { email } = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const request = ['POST /v1/installation/operators', email]
      const answer = await onceForPerson(c.var.context, actor.id, key, request, async (tx) => ({
        status: 201,
        // Whoever may ask is one already, so there are two at least, and this is the other.
        body: { ...(await addOperator(tx, actor, email)), last_operator: false, you: false },
      }))
      return c.json(answer.body as z.infer<typeof operatorOut>, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/installation/operators/{id}',
      tags: ['Installation'],
      summary: 'Make somebody an operator no more, or stop being one; the last one stays (operator)',
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: { 204: { description: 'No operator any more' }, ...denied, 404: missing, 409: conflict },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { id } = c.req.valid('param')
      await c.var.context.db.signIn((tx) => removeOperator(tx, actor, 'id', id))
      return c.body(null, 204)
    },
  )
