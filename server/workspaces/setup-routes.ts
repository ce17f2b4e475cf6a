import { createRoute, z } from '@hono/zod-openapi'
import { ROLES } from '../../shared/permissions.ts'
import type { Actor } from '../kit/context.ts'
import { body, json, newRoutes, problems } from '../kit/route.ts'
import { clientAddress, signInHeaders } from './client-address.ts'
import { describeActor } from './me-routes.ts'
import { meOut, setupInput, setupOut } from './schema.ts'
import { setUp, setupState } from './setup.ts'

const { 403: wrongToken, 409: done, 422: unfit } = problems

export const setupRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/setup',
      tags: ['Installation'],
      summary:
        'Whether the first owner is still to be made, and what must be settled; the token travels in a header, since addresses stand in logs',
      request: { headers: z.object({ 'setup-token': z.string().max(200).optional() }) },
      responses: { 200: json(setupOut, 'What is left to do'), 422: unfit },
    }),
    async (c) => {
      const { context } = c.var
      const { needed, allowed } = await setupState(context, c.req.valid('header')['setup-token'])
      c.header('cache-control', 'no-store')
      if (!allowed) return c.json({ needed, key: null, public_url: null, mail: null }, 200)
      const { key, public_url, mail } = context.installation.shown()
      return c.json({ needed, key, public_url, mail: { value: mail.value, from: mail.from } }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/setup',
      tags: ['Installation'],
      summary: 'Make the first owner and workspace, once, with the token that the terminal printed',
      request: body(setupInput),
      responses: { 201: json(meOut, 'The owner, signed in'), 403: wrongToken, 409: done, 422: unfit },
    }),
    async (c) => {
      const { context } = c.var
      const input = c.req.valid('json')
      const owner = await setUp(context, c.req.header('origin') ?? null, input, clientAddress(c))
      for (const cookie of await context.signIn.start(signInHeaders(c), input.email, input.password))
        c.header('set-cookie', cookie, { append: true })
      const actor: Actor = {
        workspaceId: owner.workspaceId,
        kind: 'user',
        id: owner.userId,
        name: input.name,
        email: input.email.toLowerCase(),
        address: null,
        operator: true,
        permissions: new Set(ROLES.owner.permissions),
      }
      return c.json(await describeActor(context, actor), 201)
    },
  )
