import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { openEvents } from './accept-events.ts'
import { listEvents } from './events.ts'
import {
  eventAccepted,
  eventDetail,
  eventInput,
  eventPage,
  eventQuery,
  eventsAccepted,
  eventsInput,
  eventsTried,
  eventTried,
} from './schema.ts'
import { readEvent } from './show-event.ts'
import { tryEvents } from './try-events.ts'

const tags = ['Events']
const { 401: notSignedIn, 403: notAllowed, 404: missing, 422: unfit, 503: away } = problems

const postRoute = createRoute({
  method: 'post',
  path: '/v1/events',
  tags,
  summary: 'Say what happened: one event, or up to 1,000',
  request: {
    query: z.object({
      dry_run: z.enum(['true', 'false']).optional().openapi({
        description: 'true: answers who would be told, and stores nothing.',
      }),
    }),
    headers: idempotencyHeader,
    ...body(z.union([eventInput, eventsInput])),
  },
  responses: {
    200: json(z.union([eventTried, eventsTried]), 'Of a dry run'),
    202: json(z.union([eventAccepted, eventsAccepted]), 'Kept, to be looked at in a moment'),
    401: notSignedIn,
    403: notAllowed,
    422: unfit,
    503: away,
  },
})

/** What happened in the product: posted by it, and shown with what came of it. */
export function eventRoutes(context: Context) {
  const accept = openEvents(context)
  return newRoutes()
    .openapi(postRoute, async (c) => {
      const actor = allow(c, 'events.write')
      const input = c.req.valid('json')
      const many = 'events' in input
      const events = many ? input.events : [input]
      if (c.req.valid('query').dry_run === 'true') {
        const tried = await tryEvents(context, actor, events)
        return c.json(many ? { items: tried } : tried[0]!, 200)
      }
      const accepted = await accept(actor, events, c.req.valid('header')['idempotency-key'])
      return c.json(many ? { items: accepted } : accepted[0]!, 202)
    })
    .openapi(
      createRoute({
        method: 'get',
        path: '/v1/events',
        tags,
        summary: 'Events, newest first',
        request: { query: eventQuery },
        responses: { 200: json(eventPage, 'One page'), 401: notSignedIn, 403: notAllowed, 422: unfit },
      }),
      async (c) => c.json(await listEvents(context, allow(c, 'history.read'), c.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/v1/events/{id}',
        tags,
        summary: 'An event with what came of it',
        request: { params: z.object({ id: z.string().max(80) }) },
        responses: { 200: json(eventDetail, 'The event'), 401: notSignedIn, 403: notAllowed, 404: missing },
      }),
      async (c) => c.json(await readEvent(context, allow(c, 'history.read'), c.req.valid('param').id), 200),
    )
}
