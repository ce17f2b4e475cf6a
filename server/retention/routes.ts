import { createRoute } from '@hono/zod-openapi'
import { Problem } from '../kit/problem.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { previewOut, previewQuery, retentionInput, retentionOut } from './schema.ts'
import { changeRetention, previewRetention, readRetention } from './setting.ts'

const { 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit } = problems
const path = '/v1/retention'
const tags = ['Retention']

export const retentionRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'How long the history is kept, and what was deleted; for every member',
      responses: { 200: json(retentionOut, 'The setting and the proof'), 401: notSignedIn },
    }),
    async (c) => {
      const { actor, context } = c.var
      if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key.')
      return c.json(await readRetention(context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path,
      tags,
      summary: 'Say how long history, replies and events are kept; what is older is deleted for good',
      request: body(retentionInput),
      responses: {
        200: json(retentionOut, 'As it is now'),
        ...{ 401: notSignedIn, 403: notAllowed, 409: conflict, 422: unfit },
      },
    }),
    async (c) => {
      const actor = allow(c, 'workspace.manage')
      await changeRetention(c.var.context, actor, c.req.valid('json').days)
      return c.json(await readRetention(c.var.context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: `${path}/preview`,
      tags,
      summary: 'How much is older than so many days, before it is decided',
      request: { query: previewQuery },
      responses: { 200: json(previewOut, 'About so much would go'), 401: notSignedIn, 403: notAllowed, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'workspace.manage')
      return c.json(await previewRetention(c.var.context, workspaceId, c.req.valid('query').days), 200)
    },
  )
