import { createRoute, z } from '@hono/zod-openapi'
import { downloadHeaders } from '../../kit/download.ts'
import { allow, json, newRoutes, problems } from '../../kit/route.ts'
import { cancelImport, startRun } from './finish.ts'
import { exportProblems, listProblems } from './problems.ts'
import { importOut, problemsPage, problemsQuery, runQuery } from './schema.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }
const request = { params: z.object({ id: z.string().max(100) }) }
const tags = ['People']

export const importRunRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/imports/{id}/check',
      tags,
      summary: 'Have the file checked: who would be new, changed, the same or refused, and nobody is written',
      request,
      responses: { 202: json(importOut, 'The import'), ...denied, 404: missing, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'people.write')
      return c.json(await startRun(c.var.context, actor, c.req.valid('param').id, 'checking'), 202)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/imports/{id}/start',
      tags,
      summary: 'Import the file; it goes on whatever happens to who asked for it',
      request,
      responses: { 202: json(importOut, 'The import'), ...denied, 404: missing, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'people.write')
      return c.json(await startRun(c.var.context, actor, c.req.valid('param').id, 'importing'), 202)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/imports/{id}/problems',
      tags,
      summary: 'What was wrong with which line',
      request: { ...request, query: problemsQuery },
      responses: { 200: json(problemsPage, 'One page'), ...denied, 404: missing, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.write')
      const { id } = c.req.valid('param')
      return c.json(await listProblems(c.var.context, workspaceId, id, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/imports/{id}/problems/export',
      tags,
      summary: 'What was wrong with which line, as a CSV file',
      request: { ...request, query: runQuery },
      responses: {
        200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } },
        ...denied,
        404: missing,
        422: unfit,
      },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.write')
      const { id } = c.req.valid('param')
      const stream = await exportProblems(c.var.context, workspaceId, id, c.req.valid('query').run)
      return c.body(stream, 200, downloadHeaders('import-problems.csv'))
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/imports/{id}/cancel',
      tags,
      summary: 'End it where it is; who was imported stays',
      request,
      responses: { 200: json(importOut, 'The import'), ...denied, 404: missing },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.write')
      return c.json(await cancelImport(c.var.context, workspaceId, c.req.valid('param').id), 200)
    },
  )
