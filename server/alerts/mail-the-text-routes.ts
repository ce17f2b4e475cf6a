import { createRoute, z } from '@hono/zod-openapi'
import { allow, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { readDetail } from '../messages/detail.ts'
import { messageDetail } from '../messages/schema.ts'
import { sendByEmail } from './mail-the-text.ts'

const byEmailRoute = createRoute({
  method: 'post',
  path: '/v1/messages/{id}/email',
  summary: 'Mail what a text that did not arrive said, to the person it was for, linked both ways',
  request: { params: z.object({ id: z.string() }), headers: idempotencyHeader },
  responses: { 202: json(messageDetail, 'The mail'), ...problems },
})

export const mailTheTextRoutes = newRoutes().openapi(byEmailRoute, async (c) => {
  const actor = allow(c, 'messages.send')
  const { context } = c.var
  const key = c.req.valid('header')['idempotency-key']
  const id = await sendByEmail(context, actor, c.req.valid('param').id, key)
  return c.json(await readDetail(context, actor, id), 202)
})
