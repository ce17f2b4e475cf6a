import { createRoute } from '@hono/zod-openapi'
import { downloadHeaders } from '../../kit/download.ts'
import { allow, json, newRoutes, problems } from '../../kit/route.ts'
import { readQuality } from './figures.ts'
import { exportOfKind, listOfKind } from './list.ts'
import { qualityExportQuery, qualityOut, qualityPage, qualityQuery } from './schema.ts'

const { 401: notSignedIn, 403: notAllowed, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }
const tags = ['People']

export const qualityRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/phone-quality',
      tags,
      summary: 'How many people can be texted, and what is amiss with the numbers of the others',
      responses: { 200: json(qualityOut, 'The figures, and when they were counted'), ...denied },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.read')
      return c.json(await readQuality(c.var.context, workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/phone-quality/people',
      tags,
      summary: 'Active people with one thing amiss, each with the reason and what mends it',
      request: { query: qualityQuery },
      responses: { 200: json(qualityPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'people.read')
      return c.json(await listOfKind(c.var.context, workspaceId, c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/phone-quality/export',
      tags,
      summary: 'The same as a file, all of them, with numbers masked; that it was taken is recorded',
      request: { query: qualityExportQuery },
      responses: {
        200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } },
        ...denied,
        422: unfit,
      },
    }),
    async (c) => {
      const actor = allow(c, 'people.read')
      const { kind } = c.req.valid('query')
      const stream = await exportOfKind(c.var.context, actor, kind)
      const day = c.var.context.now().toISOString().slice(0, 10)
      return c.body(stream, 200, downloadHeaders(`phones-${kind.replaceAll('_', '-')}-${day}.csv`))
    },
  )
