import { createRoute, z } from '@hono/zod-openapi'
import { isId } from '../kit/id.ts'
import { once } from '../kit/idempotency.ts'
import { pageQuery } from '../kit/page.ts'
import { invalid } from '../kit/problem.ts'
import { allow, body, idempotencyHeader, json, newRoutes, problems } from '../kit/route.ts'
import { isOnLoopback } from '../workspaces/address.ts'
import { veilFor } from '../workspaces/veil.ts'
import { listInvitations } from './invitations.ts'
import { invite, memberWithAddress, sendAgain, withdraw } from './invite.ts'
import { invitationInput, invitationMade, invitationPage } from './schema.ts'
import { takeTurn } from './turn.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems
const denied = { 401: notSignedIn, 403: notAllowed }
const params = z.object({ id: z.string().max(100) })

export const invitationRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/invitations',
      tags: ['Members'],
      summary: 'Invitations that nobody has accepted yet, newest first',
      request: { query: pageQuery },
      responses: { 200: json(invitationPage, 'One page'), ...denied, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'members.manage')
      const { limit, after } = c.req.valid('query')
      if (after && !isId('inv', after)) throw invalid([{ pointer: '/after', detail: 'Not the `next` of a page.' }])
      return c.json(await listInvitations(c.var.context, actor, { limit, after }), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/invitations',
      tags: ['Members'],
      summary: 'Invite somebody by a link that is mailed to them, or shown this once where Handset sends no mail',
      request: { headers: idempotencyHeader, ...body(invitationInput) },
      responses: { 201: json(invitationMade, 'The invitation'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'members.manage')
      const { context } = c.var
      const input = c.req.valid('json')
      const veil = await veilFor(context, actor.workspaceId, 'link')
      const about = {
        origin: originOf(c.req.raw.headers),
        member: await memberWithAddress(context, actor, input.email),
      }
      const key = c.req.valid('header')['idempotency-key']
      // Of this very caller: what was shown to one is shown to no other, who may hold less.
      const request = ['POST /v1/invitations', actor.id, input]
      const answer = await once(context, actor.workspaceId, key, request, async (tx) => ({
        status: 201,
        body: veil.hide(await invite(context, tx, await takeTurn(tx, actor, 'members.manage'), input, about)),
      }))
      c.header('cache-control', 'no-store')
      return c.json(veil.reveal<z.infer<typeof invitationMade>>(answer.body), 201)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/v1/invitations/{id}',
      tags: ['Members'],
      summary: 'Withdraw an invitation; its link leads nowhere from then on',
      request: { params },
      responses: { 204: { description: 'Withdrawn' }, ...denied, 404: missing, 409: conflict, 422: unfit },
    }),
    async (c) => {
      await withdraw(c.var.context, allow(c, 'members.manage'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/invitations/{id}/resend',
      tags: ['Members'],
      summary: 'Send an invitation again, for 7 more days; the link of before leads nowhere from then on',
      request: { params },
      responses: { 200: json(invitationMade, 'The invitation'), ...denied, 404: missing, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'members.manage')
      const made = await sendAgain(c.var.context, actor, c.req.valid('param').id, originOf(c.req.raw.headers))
      c.header('cache-control', 'no-store')
      return c.json(made, 200)
    },
  )

/** Without a public address Handset is opened on its own machine alone: where this request came to. */
function originOf(headers: Headers): string {
  return headers.get('origin') ?? (isOnLoopback(headers) ? `http://${headers.get('host')}` : '')
}
