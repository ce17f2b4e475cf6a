import { createRoute } from '@hono/zod-openapi'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { body, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { changeHeads, chosenDestination, showHeads } from './heads-settings.ts'
import { headsOut, headsPatch, headsSaved, headsTested } from './schema.ts'
import { testHeads } from './send-heads.ts'

const { 401: notSignedIn, 403: notOperator, 409: nowhere, 422: unfit, 503: unreachable } = problems
const denied = { 401: notSignedIn, 403: notOperator }
const tags = ['Installation']
const path = '/v1/installation/audit-heads'

export const headsRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'Where the heads of the audit logs go (operator)',
      responses: { 200: json(headsOut, 'As it is'), ...denied },
    }),
    async (c) => {
      operatorOnly(c)
      return c.json(await showHeads(c.var.context), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path,
      tags,
      summary: 'Choose where the heads of the audit logs go, and how often (operator)',
      request: body(headsPatch),
      responses: { 200: json(headsSaved, 'As it is now'), ...denied, 422: unfit },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const signing_secret = await changeHeads(c.var.context, actor, c.req.valid('json'))
      return c.json({ ...(await showHeads(c.var.context)), signing_secret }, 200, { 'cache-control': 'no-store' })
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: `${path}/test`,
      tags,
      summary: 'Send the head of the installation’s own log there, and say what became of it (operator)',
      responses: { 200: json(headsTested, 'It arrived'), ...denied, 409: nowhere, 503: unreachable },
    }),
    async (c) => {
      operatorOnly(c)
      const to = await chosenDestination(c.var.context)
      const outcome = await testHeads(c.var.context, to, INSTALLATION)
      if (!outcome.ok) throw new Problem(503, 'heads_not_delivered', outcome.trouble)
      return c.json({ destination: to.destination, answer: outcome.answer }, 200)
    },
  )
