import { createRoute, z } from '@hono/zod-openapi'
import { pageOf, pageQuery } from '../kit/page.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { decide } from './decide.ts'
import { listDecisions } from './decisions.ts'
import { readDetail } from './detail.ts'
import { decisionInput, decisionItem, messageDetail } from './schema.ts'

const tags = ['Decisions']

/** What only a person can decide: whether a text went out, where neither a receipt nor the provider's list says so. */
export const decisionRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/decisions',
      tags,
      summary: 'Texts of which nobody can tell whether they were sent, newest first',
      request: { query: pageQuery },
      responses: { 200: json(pageOf(decisionItem), 'One page'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      return c.json(await listDecisions(c.var.context, actor, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages/{id}/decision',
      tags,
      summary: 'Decide that a text in doubt was sent, or send it again; repeating the same changes nothing',
      request: { params: z.object({ id: z.string().max(80) }), ...body(decisionInput) },
      responses: { 200: json(messageDetail, 'The message as it is now'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'messages.send')
      // The answer shows the text.
      allow(c, 'history.read')
      const { id } = c.req.valid('param')
      await decide(c.var.context, actor, id, c.req.valid('json').decision)
      return c.json(await readDetail(c.var.context, actor, id), 200)
    },
  )
