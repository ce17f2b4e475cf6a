import { createRoute } from '@hono/zod-openapi'
import { Problem } from '../kit/problem.ts'
import { allow, json, newRoutes, problemSchema, problems } from '../kit/route.ts'
import { recheckNow } from '../settings/recheck.ts'
import { lookAtReplies } from '../settings/replies-look.ts'
import { readChecklist } from './checklist.ts'
import { readinessOut } from './schema.ts'

const tags = ['SMS readiness']

export const readinessRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/sms/readiness',
      tags,
      summary: 'Whether texts can be sent, and what is in the way',
      responses: { 200: json(readinessOut, 'State, reason and the checklist'), ...problems },
    }),
    async (c) => {
      const { actor, context } = c.var
      if (!actor)
        throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key as "Authorization: Bearer hs_…".')
      return c.json(await readChecklist(context, actor), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/sms/readiness/check',
      tags,
      summary: 'Ask the provider again now, at most once in ten seconds',
      responses: {
        200: json(readinessOut, 'As it is now'),
        429: { description: 'Asked a moment ago', content: { 'application/problem+json': { schema: problemSchema } } },
        ...problems,
      },
    }),
    async (c) => {
      const actor = allow(c, 'sms.read')
      await recheckNow(c.var.context, actor.workspaceId)
      await lookAtReplies(c.var.context, actor.workspaceId)
      return c.json(await readChecklist(c.var.context, actor), 200)
    },
  )
