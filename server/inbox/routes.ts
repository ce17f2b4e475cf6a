import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import { isId } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { json, newRoutes, problems, userOnly } from '../kit/route.ts'
import { changeItem, readAll } from './change-inbox.ts'
import { listInbox } from './list-inbox.ts'
import { openLive } from './live.ts'
import { ownerOf, standingOf } from './own-inbox.ts'
import {
  inboxChange,
  inboxChanged,
  inboxPage,
  inboxQuery,
  inboxUnread,
  liveQuery,
  readAllDone,
  readAllQuery,
} from './schema.ts'

const tags = ['Inbox']
const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit, 503: away } = problems

const list = createRoute({
  method: 'get',
  path: '/v1/me/inbox',
  tags,
  summary: 'What came for you, newest first',
  request: { query: inboxQuery },
  responses: { 200: json(inboxPage, 'One page'), 401: notSignedIn, 403: notAllowed, 422: unfit },
})

const unread = createRoute({
  method: 'get',
  path: '/v1/me/inbox/unread',
  tags,
  summary: 'How much of it you have not read',
  responses: { 200: json(inboxUnread, 'Counted up to 99'), 401: notSignedIn, 403: notAllowed },
})

const change = createRoute({
  method: 'post',
  path: '/v1/me/inbox/{id}/{change}',
  tags,
  summary: 'Mark an entry as read or unread, archive it or take it back',
  request: { params: z.object({ id: z.string().max(100), change: inboxChange }) },
  responses: { 200: json(inboxChanged, 'As it is now'), 401: notSignedIn, 403: notAllowed, 404: missing, 422: unfit },
})

const all = createRoute({
  method: 'post',
  path: '/v1/me/inbox/read-all',
  tags,
  summary: 'Mark everything as read',
  request: { query: readAllQuery },
  responses: { 200: json(readAllDone, 'How many were'), 401: notSignedIn, 403: notAllowed, 422: unfit },
})

const live = createRoute({
  method: 'get',
  path: '/v1/me/inbox/live',
  tags,
  summary: 'Server-sent events: that something came, or was read elsewhere',
  description:
    'First `standing`, or `new` when something came since `Last-Event-ID`; then `new` and `changed`. The data is `{"newest", "unread", "more"}`: ask for the list to see more. A comment keeps a silent connection open. It ends after five minutes and when Handset stops: connect again.',
  request: {
    query: liveQuery,
    headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
  },
  responses: {
    200: { description: 'Events as they happen', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    401: notSignedIn,
    403: notAllowed,
    409: { ...conflict, description: 'Nobody of the directory is you' },
    422: unfit,
    429: { ...conflict, description: 'You listen on too many connections already' },
    503: away,
  },
})

/** The in-app channel: one's own, whatever one's role. Keys have none. */
export function inboxRoutes(context: Context) {
  const listen = openLive(context)
  return newRoutes()
    .openapi(list, async (c) => c.json(await listInbox(context, userOnly(c, 'an inbox'), c.req.valid('query')), 200))
    .openapi(unread, async (c) => {
      const { workspaceId, ...actor } = userOnly(c, 'an inbox')
      const personId = await ownerOf(context, { ...actor, workspaceId })
      if (personId === null) return c.json({ unread: 0, more: false, person_id: null }, 200)
      const who = [{ personId, userId: actor.id }]
      const [standing] = await context.db.tenant(workspaceId, (tx) => standingOf(tx, workspaceId, who))
      return c.json({ unread: standing?.unread ?? 0, more: standing?.more ?? false, person_id: personId }, 200)
    })
    .openapi(all, async (c) => {
      const read = await readAll(context, userOnly(c, 'an inbox'), c.req.valid('query').through)
      return c.json({ read }, 200)
    })
    .openapi(change, async (c) => {
      const { id, change: wanted } = c.req.valid('param')
      return c.json(await changeItem(context, userOnly(c, 'an inbox'), id, wanted), 200)
    })
    .openapi(live, async (c) => {
      const actor = userOnly(c, 'an inbox')
      if (context.stopping.aborted) throw new Problem(503, 'not_available', 'Handset is stopping. Try again shortly.')
      const personId = await ownerOf(context, actor)
      if (personId === null)
        throw new Problem(409, 'nobody', 'Nobody in People is you, so nothing arrives here. Ask an administrator.')
      const last = c.req.valid('header')['last-event-id']
      const stream = listen({
        workspaceId: actor.workspaceId,
        personId,
        userId: actor.id,
        lastHeard: last !== undefined && isId('msg', last) ? last : undefined,
        forSeconds: c.req.valid('query').seconds,
      })
      if (!stream)
        throw new Problem(429, 'too_many', 'You listen on ten connections already. Close one of them.', {
          more: { retry_after_seconds: 60 },
        })
      return c.body(stream, 200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        // Kept for another request, it would be waited for when the process stops.
        connection: 'close',
        // nginx keeps what it passes on until there is more of it, unless told.
        'x-accel-buffering': 'no',
      })
    })
}
