import { createRoute } from '@hono/zod-openapi'
import { Problem } from '../kit/problem.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { emailSettingsOut, emailSettingsPatch } from './email-schema.ts'
import { changeEmailSettings, readEmailSettings } from './email-settings.ts'

const { 401: notSignedIn, 403: notAllowed, 422: unfit } = problems
const path = '/v1/email/settings'
const tags = ['Email settings']

export const emailRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'How mails of the workspace go out, and whether they are redirected; for every member',
      responses: { 200: json(emailSettingsOut, 'The settings'), 401: notSignedIn },
    }),
    async (c) => {
      const { actor, context } = c.var
      if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key.')
      return c.json(await readEmailSettings(context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path,
      tags,
      summary: 'Redirect the mails of alerts to a test address, or end that',
      request: body(emailSettingsPatch),
      responses: { 200: json(emailSettingsOut, 'Saved'), 401: notSignedIn, 403: notAllowed, 422: unfit },
    }),
    async (c) => {
      const actor = allow(c, 'workspace.manage')
      await changeEmailSettings(c.var.context, actor, c.req.valid('json'))
      return c.json(await readEmailSettings(c.var.context, actor.workspaceId), 200)
    },
  )
