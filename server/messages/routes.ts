import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import { requestHash } from '../kit/idempotency.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { pricesOf } from '../spend/prices.ts'
import { openAcceptance } from './accept.ts'
import { readDetail } from './detail.ts'
import { addOptOutLines } from './opt-out-line.ts'
import { prepare } from './prepare.ts'
import { sendAgain } from './retry.ts'
import {
  manyAccepted,
  manyInput,
  messageAccepted,
  messageDetail,
  messageInput,
  testInput,
  testOut,
  testSample,
} from './schema.ts'
import { makeSample, sendTest } from './test-send.ts'

const sendRoute = createRoute({
  method: 'post',
  path: '/v1/messages',
  summary: 'Send one text, or up to 1,000',
  request: { headers: idempotencyHeader, ...body(z.union([messageInput, manyInput])) },
  responses: {
    202: json(z.union([messageAccepted, manyAccepted]), 'Accepted, or skipped with the reason'),
    ...problems,
  },
})

const sampleRoute = createRoute({
  method: 'get',
  path: '/v1/sms/test',
  summary: 'What a test send would say, and to whom',
  responses: { 200: json(testSample, 'The sample'), ...problems },
})

const testRoute = createRoute({
  method: 'post',
  path: '/v1/sms/test',
  summary: 'Send a test text and wait for what the provider says',
  request: { headers: idempotencyHeader, ...body(testInput) },
  responses: { 200: json(testOut, 'What became of it'), ...problems },
})

const retryRoute = createRoute({
  method: 'post',
  path: '/v1/messages/{id}/retry',
  summary: 'Send a failed text once more, as a new message linked both ways',
  request: { params: z.object({ id: z.string() }), headers: idempotencyHeader },
  responses: { 202: json(messageDetail, 'The new message'), ...problems },
})

/** Sending: by the host product, for a test, and once more. */
export function sendRoutes(context: Context) {
  const accept = openAcceptance(context)
  return newRoutes()
    .openapi(sendRoute, async (c) => {
      const actor = allow(c, 'messages.send')
      allow(c, 'messages.send_to_number')
      const input = c.req.valid('json')
      const key = c.req.valid('header')['idempotency-key']
      const many = 'messages' in input
      const prices = await pricesOf(context)
      const base = many ? '/messages' : ''
      const { inputs, also } = await addOptOutLines(context, actor, many ? input.messages : [input], base)
      const texts = await prepare(context, actor.workspaceId, inputs, prices, base)
      const idempotency = key === undefined ? null : { key, hash: requestHash(context.keys, input) }
      const accepted = await accept({ actor, texts, idempotency, ...also(texts) })
      return c.json(many ? { items: accepted } : accepted[0]!, 202)
    })
    .openapi(sampleRoute, async (c) => c.json(await makeSample(context, allow(c, 'sms.test')), 200))
    .openapi(testRoute, async (c) =>
      c.json(
        await sendTest(
          context,
          accept,
          allow(c, 'sms.test'),
          c.req.valid('json'),
          c.req.valid('header')['idempotency-key'],
        ),
        200,
      ),
    )
    .openapi(retryRoute, async (c) => {
      const actor = allow(c, 'messages.send')
      const id = await sendAgain(
        context,
        accept,
        actor,
        c.req.valid('param').id,
        c.req.valid('header')['idempotency-key'],
      )
      return c.json(await readDetail(context, actor, id), 202)
    })
}
