import { createRoute, z } from '@hono/zod-openapi'
import { pageOf } from '../kit/page.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { listInbound, readInbound } from './inbound-list.ts'
import { reviewInbound } from './inbound-review.ts'
import { inboundOut, inboundQuery, reviewInput, senderOut } from './inbound-schema.ts'
import { revealSender } from './reveal.ts'

const tags = ['Inbound texts']
const params = z.object({ id: z.string().max(80) })

/** What people text to the senders, and what it was taken for. */
export const inboundTextRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/inbound',
      tags,
      summary: 'Texts that people sent, newest first',
      request: { query: inboundQuery },
      responses: { 200: json(pageOf(inboundOut), 'One page'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      return c.json(await listInbound(c.var.context, actor, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/inbound/{id}',
      tags,
      summary: 'One text that somebody sent',
      request: { params },
      responses: { 200: json(inboundOut, 'The text'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      return c.json(await readInbound(c.var.context, actor, c.req.valid('param').id), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/inbound/{id}/reveal',
      tags,
      summary: 'The number that a text came from in full; the look is recorded',
      request: { params },
      responses: { 200: json(senderOut, 'The number'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'numbers.reveal')
      const sender = await revealSender(c.var.context, actor, c.req.valid('param').id)
      return c.json(sender, 200, { 'cache-control': 'no-store' })
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/inbound/{id}/review',
      tags,
      summary: 'Decide whether a text means STOP; repeating the same changes nothing',
      request: { params, ...body(reviewInput) },
      responses: { 200: json(inboundOut, 'The text as it is now'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'consent.write')
      // The answer shows the text.
      allow(c, 'history.read')
      const { id } = c.req.valid('param')
      return c.json(await reviewInbound(c.var.context, actor, id, c.req.valid('json').decision), 200)
    },
  )
