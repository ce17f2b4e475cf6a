import { createRoute } from '@hono/zod-openapi'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { pointReplies } from './replies-point.ts'
import { putRepliesBack } from './replies-put-back.ts'
import { pointInput, putBackInput, repliesOut } from './replies-schema.ts'
import { showReplies } from './replies-show.ts'

const path = '/v1/sms/replies'
const tags = ['SMS settings']

/** Where people's texts to the senders go at the provider. */
export const repliesRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'Where replies go at the provider, and the address where they have to go',
      responses: { 200: json(repliesOut, 'As the provider said when it was last asked'), ...problems },
    }),
    async (c) => c.json(await showReplies(c.var.context, allow(c, 'sms.read')), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: `${path}/point`,
      tags,
      summary:
        'Point senders to Handset at the provider; only what was shown is changed, and only the address for texts',
      request: body(pointInput),
      responses: { 200: json(repliesOut, 'As it is now'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'sms.configure')
      await pointReplies(c.var.context, actor, c.req.valid('json').senders)
      return c.json(await showReplies(c.var.context, actor), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: `${path}/put-back`,
      tags,
      summary: 'Put back what stood there before; repeating it changes nothing',
      request: body(putBackInput),
      responses: { 200: json(repliesOut, 'As it is now'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'sms.configure')
      const ids = c.req.valid('json').senders.map(({ id }) => id)
      await putRepliesBack(c.var.context, actor, ids)
      return c.json(await showReplies(c.var.context, actor), 200)
    },
  )
