import { createRoute, z } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { body, type Env, json, newRoutes, problems } from '../kit/route.ts'
import { clientAddress, signInHeaders } from '../workspaces/client-address.ts'
import { refuseForeignPage } from '../workspaces/sign-in.ts'
import { acceptInvitation, describeInvitation, type Follower } from './accept.ts'
import { accepted, acceptInput, invitationShown, token } from './schema.ts'

const { 403: notAllowed, 404: over, 409: conflict, 422: unfit } = problems

/** For whoever follows the link of an invitation, who may be nobody here yet. */
export const acceptRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/invitation',
      tags: ['Members'],
      summary: 'What an invitation is for; its token travels in a header, since addresses stand in logs',
      request: { headers: z.object({ 'invitation-token': token }) },
      responses: { 200: json(invitationShown, 'The invitation'), 404: over, 422: unfit },
    }),
    async (c) => {
      c.header('cache-control', 'no-store')
      const { 'invitation-token': given } = c.req.valid('header')
      return c.json(await describeInvitation(c.var.context, given, followerOf(c)), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/invitation/accept',
      tags: ['Members'],
      summary: 'Accept an invitation: with a name and a password, or as who signed in with its address',
      request: body(acceptInput),
      responses: { 200: json(accepted, 'Joined'), 403: notAllowed, 404: over, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const { context } = c.var
      refuseForeignPage(c.req.raw.headers, context.publicUrl())
      const input = c.req.valid('json')
      const { workspace, newcomer } = await acceptInvitation(context, input, followerOf(c), clientAddress(c))
      if (newcomer)
        for (const cookie of await context.signIn.start(signInHeaders(c), newcomer.email, newcomer.password))
          c.header('set-cookie', cookie, { append: true })
      c.header('cache-control', 'no-store')
      return c.json({ workspace }, 200)
    },
  )

/** A key follows no link. */
function followerOf(c: HonoContext<Env>): Follower {
  const { actor, person } = c.var
  return actor?.kind === 'user' ? actor : (person ?? null)
}
