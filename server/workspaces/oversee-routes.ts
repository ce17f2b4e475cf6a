import { createRoute, z } from '@hono/zod-openapi'
import { body, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { listWorkspaces, overseenWorkspace } from './list-workspaces.ts'
import { noSuchWorkspace, overseeWorkspace } from './oversee.ts'
import { overseenOut, overseenPage, overseePatch, overviewQuery } from './workspace-schema.ts'

const { 401: notSignedIn, 403: notOperator, 404: missing, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notOperator }

export const overseeRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/installation/workspaces',
      tags: ['Installation'],
      summary: 'All workspaces, newest first, with how they stand and how much they send (operator)',
      request: { query: overviewQuery },
      responses: { 200: json(overseenPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      operatorOnly(c)
      return c.json(await listWorkspaces(c.var.context, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/installation/workspaces/{id}',
      tags: ['Installation'],
      summary: 'Suspend a workspace, let it send again, or say whether it may use SMS (operator)',
      request: { params: z.object({ id: z.string().max(100) }), ...body(overseePatch) },
      responses: { 200: json(overseenOut, 'As it is now'), ...denied, 404: missing, 422: unfit },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { context } = c.var
      const { id } = c.req.valid('param')
      await overseeWorkspace(context, actor, id, c.req.valid('json'))
      const overseen = await overseenWorkspace(context, id)
      if (!overseen) throw noSuchWorkspace()
      return c.json(overseen, 200)
    },
  )
