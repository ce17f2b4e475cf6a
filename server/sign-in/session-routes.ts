import { createRoute, z } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { isId } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { body, type Env, json, newRoutes, problems } from '../kit/route.ts'
import { rename, waysToSignIn } from './profile.ts'
import { profileInput, sessionsEnded, sessionsOut, waysOut } from './schema.ts'
import { type Ending, endOtherSessions, endSession, listSessions } from './sessions.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }

export const sessionRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/sessions',
      tags: ['You'],
      summary: 'Where you are signed in, the last used first',
      responses: { 200: json(sessionsOut, 'All of them'), ...denied },
    }),
    async (c) => {
      const { userId, sessionId } = await ownSession(c)
      return c.json({ items: await listSessions(c.var.context, userId, sessionId), next: null }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/sessions',
      tags: ['You'],
      summary: 'Sign out everywhere else',
      responses: { 200: json(sessionsEnded, 'How many were ended'), ...denied },
    }),
    async (c) => {
      const own = await ownSession(c)
      return c.json({ ended: await endOtherSessions(c.var.context, own, own.sessionId) }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/sessions/{id}',
      tags: ['You'],
      summary: 'End one of your sessions; its next request is refused',
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: { 204: { description: 'Ended' }, ...denied, 404: missing },
    }),
    async (c) => {
      const own = await ownSession(c)
      const { id } = c.req.valid('param')
      if (!isId('ses', id) || !(await endSession(c.var.context, own, id)))
        throw new Problem(404, 'not_found', 'You have no such session.')
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/sign-in-methods',
      tags: ['You'],
      summary: 'How you may sign in',
      responses: { 200: json(waysOut, 'Password and providers'), ...denied },
    }),
    async (c) => c.json(await waysToSignIn(c.var.context, person(c).id), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/me',
      tags: ['You'],
      summary: 'Change your name',
      request: body(profileInput),
      responses: { 200: json(profileInput, 'Your name now'), ...denied, 422: unfit },
    }),
    async (c) => {
      const { name } = c.req.valid('json')
      await rename(c.var.context, person(c), name)
      return c.json({ name }, 200)
    },
  )

/** Who signed in, in a workspace or in none yet, as opposed to a key. */
function person(c: HonoContext<Env>): { id: string; address: string | null } {
  const { actor } = c.var
  if (!actor && c.var.person) return c.var.person
  if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in first.')
  if (actor.kind !== 'user')
    throw new Problem(403, 'not_allowed', 'This is for people who signed in, not for API keys.')
  return actor
}

async function ownSession(c: HonoContext<Env>): Promise<Ending & { sessionId: string }> {
  const { address } = person(c)
  const session = await c.var.context.signIn.session(c.req.raw.headers)
  if (!session) throw new Problem(401, 'not_signed_in', 'Sign in first.')
  return { ...session, address }
}
