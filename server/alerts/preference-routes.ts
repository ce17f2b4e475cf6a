import { createRoute, z } from '@hono/zod-openapi'
import { allow, body, json, newRoutes, problems, userOnly } from '../kit/route.ts'
import { meetOwn } from '../people/own-person.ts'
import { preferencesOut, preferencesPatch } from './preference-schema.ts'
import { changeOwnPreferences, readOwnPreferences, readPreferencesOf } from './preferences.ts'

const { 401: notSignedIn, 403: notAllowed, 404: missing, 409: conflict, 422: unfit } = problems

const read = createRoute({
  method: 'get',
  path: '/v1/me/preferences',
  tags: ['Profile'],
  summary: 'Of which events you are told where, and what keeps a channel from working for you',
  responses: { 200: json(preferencesOut, 'Yours'), 401: notSignedIn, 403: notAllowed },
})

const change = createRoute({
  method: 'patch',
  path: '/v1/me/preferences',
  tags: ['Profile'],
  summary: 'Choose for some events and channels; all others stay',
  request: body(preferencesPatch),
  responses: {
    200: json(preferencesOut, 'Yours'),
    401: notSignedIn,
    403: notAllowed,
    409: conflict,
    422: unfit,
  },
})

const readOthers = createRoute({
  method: 'get',
  path: '/v1/people/{id}/preferences',
  tags: ['People'],
  summary: 'What a person chose; nobody else changes it',
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: { 200: json(preferencesOut, 'Theirs'), 401: notSignedIn, 403: notAllowed, 404: missing },
})

/** Everybody their own, whatever their role; others' for those who look for the reason that nothing came. */
export const preferenceRoutes = newRoutes()
  .openapi(read, async (c) => {
    const actor = userOnly(c, 'preferences')
    await meetOwn(c.var.context, actor)
    return c.json(await readOwnPreferences(c.var.context, actor), 200)
  })
  .openapi(change, async (c) => {
    const actor = userOnly(c, 'preferences')
    const { context } = c.var
    await meetOwn(context, actor)
    await changeOwnPreferences(context, actor, c.req.valid('json'))
    return c.json(await readOwnPreferences(context, actor), 200)
  })
  .openapi(readOthers, async (c) => {
    const { workspaceId } = allow(c, 'people.read')
    return c.json(await readPreferencesOf(c.var.context, workspaceId, c.req.valid('param').id), 200)
  })
