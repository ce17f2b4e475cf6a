import { createRoute } from '@hono/zod-openapi'
import { ACTIONS } from '../../shared/audit/actions.ts'
import { downloadHeaders } from '../kit/download.ts'
import { pageOf } from '../kit/page.ts'
import { allow, json, newRoutes, problems } from '../kit/route.ts'
import { exportEntries } from './export.ts'
import { readFilter } from './filter.ts'
import { headsRoutes } from './heads-routes.ts'
import { listEntries } from './list.ts'
import { actionsOut, actorsOut, auditEntryOut, chainOut, exportQuery, listQuery } from './schema.ts'
import { listActors, readChainState } from './state.ts'

const { 401: notSignedIn, 403: notAllowed, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }
const tags = ['Audit']

export const auditRoutes = newRoutes()
  .route('/', headsRoutes)
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/audit',
      tags,
      summary: 'Who changed what, newest first',
      description: 'Joined filters may give a page that is short, or empty, and still has a `next`.',
      request: { query: listQuery },
      responses: { 200: json(pageOf(auditEntryOut), 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'audit.read')
      const { limit, ...query } = c.req.valid('query')
      return c.json(await listEntries(c.var.context, readFilter(actor.workspaceId, query), limit), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/audit/actions',
      tags,
      summary: 'All that is ever recorded, in words',
      responses: { 200: json(actionsOut, 'The actions'), ...denied },
    }),
    (c) => {
      allow(c, 'audit.read')
      return c.json({ items: Object.entries(ACTIONS).map(([action, { title }]) => ({ action, title })) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/audit/actors',
      tags,
      summary: 'Who stands in the log, up to 200',
      responses: { 200: json(actorsOut, 'Members, API keys and Handset itself'), ...denied },
    }),
    async (c) => {
      const actor = allow(c, 'audit.read')
      return c.json(await listActors(c.var.context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/audit/chain',
      tags,
      summary: 'How far the log is chained, and how far that is known outside',
      responses: { 200: json(chainOut, 'The state of the chain'), ...denied },
    }),
    async (c) => {
      const actor = allow(c, 'audit.read')
      return c.json(await readChainState(c.var.context, actor), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/audit/export',
      tags,
      summary: 'All entries that fit, newest first, as a file; that it was taken is recorded',
      request: { query: exportQuery },
      responses: {
        200: {
          description: 'The file',
          content: {
            'text/csv': { schema: { type: 'string' } },
            'application/json': { schema: { type: 'array', items: {} } },
          },
        },
        ...denied,
        422: unfit,
      },
    }),
    async (c) => {
      const actor = allow(c, 'audit.read')
      const query = c.req.valid('query')
      const stream = await exportEntries(c.var.context, actor, readFilter(actor.workspaceId, query), query)
      const name = `audit-${c.var.context.now().toISOString().slice(0, 10)}.${query.format}`
      return c.body(stream, 200, downloadHeaders(name, query.format === 'json' ? 'application/json' : undefined))
    },
  )
