import { createRoute, z } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import type { Actor } from '../kit/context.ts'
import { isId } from '../kit/id.ts'
import { pageQuery } from '../kit/page.ts'
import { notFound } from '../kit/problem.ts'
import { allow, body, type Env, json, newRoutes, problems } from '../kit/route.ts'
import { addressOf } from './list.ts'
import { listMalformed } from './malformed.ts'
import { malformedPage, scimOut, scimTokenInput, scimTokenMade } from './schema.ts'
import { endToken, listTokens, makeToken } from './tokens.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }

/** A directory decides who is here and whose numbers are theirs. */
function allowScim(c: HonoContext<Env>): Actor {
  allow(c, 'people.write')
  return allow(c, 'members.manage')
}

export const scimTokenRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/scim',
      tags: ['People'],
      summary: 'How a directory reaches this workspace by SCIM, and what it keeps here',
      responses: { 200: json(scimOut, 'SCIM'), ...denied },
    }),
    async (c) => {
      const { workspaceId } = allowScim(c)
      const found = await c.var.context.db.tenant(workspaceId, async (tx) => {
        const [counts] = await tx.rows<Counts>('scim_counts', COUNTS, [workspaceId])
        return { tokens: await listTokens(tx), ...counts!, changed_at: counts!.changed_at?.toISOString() ?? null }
      })
      return c.json({ address: addressOf(c), ...found }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/scim/malformed',
      tags: ['People'],
      summary: 'Whose number the directory gave in a way that is no number',
      request: { query: pageQuery },
      responses: { 200: json(malformedPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      allow(c, 'people.read')
      return c.json(await listMalformed(c.var.context, allowScim(c), c.req.valid('query')), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/scim/tokens',
      tags: ['People'],
      summary: 'Make a token for a directory; it is shown this once',
      request: body(scimTokenInput),
      responses: { 201: json(scimTokenMade, 'The token'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const made = await makeToken(c.var.context, allowScim(c), c.req.valid('json'))
      c.header('cache-control', 'no-store')
      return c.json(made, 201)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/scim/tokens/{id}',
      tags: ['People'],
      summary: 'End a token; within a second it no longer works',
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: { 204: { description: 'Ended' }, ...denied, 404: missing },
    }),
    async (c) => {
      const actor = allowScim(c)
      const { id } = c.req.valid('param')
      if (!isId('sct', id)) throw notFound('SCIM token')
      await endToken(c.var.context, actor, id)
      return c.body(null, 204)
    },
  )

interface Counts {
  users: number
  malformed: number
  changed_at: Date | null
}

/** The second condition is word for word that of its index. */
const COUNTS = `
select count(*)::int as users, max(u.updated_at) as changed_at, (
  select count(*)::int from phones f where f.workspace_id = $1 and f.source = 'scim' and f.problem is not null
) as malformed
from scim_users u where u.workspace_id = $1`
