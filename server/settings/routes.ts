import { createRoute, z } from '@hono/zod-openapi'
import type { Actor, Context } from '../kit/context.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { recentChanges } from './change-words.ts'
import { disconnect } from './disconnect.ts'
import { saveSettings } from './save.ts'
import {
  accountSender,
  type SettingsPatch,
  type SettingsPut,
  settingsChange,
  settingsOut,
  settingsPatch,
  settingsPut,
  settingsSaved,
  signingSecretMade,
} from './schema.ts'
import { endPreviousToken, replaceSigningSecret } from './secret-actions.ts'
import { listSenders } from './senders.ts'
import { showSettings } from './show.ts'

const path = '/v1/sms/settings'
const tags = ['SMS settings']

export const settingsRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'The SMS settings, without their secrets',
      responses: { 200: json(settingsOut, 'The settings'), ...problems },
    }),
    async (c) => c.json(await showSettings(c.var.context, allow(c, 'sms.read').workspaceId), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path,
      tags,
      summary: 'Save the settings of a provider, once that provider has accepted them',
      request: body(settingsPut),
      responses: { 200: json(settingsSaved, 'Saved; new texts use it from now on'), ...problems },
    }),
    async (c) => c.json(await save(c.var.context, allow(c, 'sms.configure'), c.req.valid('json')), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path,
      tags,
      summary: 'Save a part of the settings; the rest, secrets included, stays as it is',
      request: body(settingsPatch),
      responses: { 200: json(settingsSaved, 'Saved; new texts use it from now on'), ...problems },
    }),
    async (c) => c.json(await save(c.var.context, allow(c, 'sms.configure'), c.req.valid('json')), 200),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path,
      tags,
      summary: 'Disconnect: the credentials are erased',
      request: {
        query: z.object({
          put_back: z
            .enum(['true', 'false'])
            .optional()
            .openapi({ description: 'First has replies sent where they went before they were pointed here.' }),
        }),
      },
      responses: { 200: json(settingsOut, 'What is left'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'sms.configure')
      await disconnect(c.var.context, actor, { putBack: c.req.valid('query').put_back === 'true' })
      return c.json(await showSettings(c.var.context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: `${path}/previous-token`,
      tags,
      summary: 'Stop believing receipts signed with the Auth Token that was replaced',
      responses: { 200: json(settingsOut, 'The settings'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'sms.configure')
      await endPreviousToken(c.var.context, actor)
      return c.json(await showSettings(c.var.context, actor.workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: `${path}/signing-secret`,
      tags,
      summary: "Replace the webhook's signing secret and show the new one once",
      responses: { 200: json(signingSecretMade, 'The new secret'), ...problems },
    }),
    async (c) => {
      const secret = await replaceSigningSecret(c.var.context, allow(c, 'sms.configure'))
      return c.json({ signing_secret: secret }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: `${path}/changes`,
      tags,
      summary: 'The last five changes: what, who, when',
      responses: { 200: json(z.object({ items: z.array(settingsChange) }), 'Newest first'), ...problems },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'sms.read')
      const items = await c.var.context.db.tenant(workspaceId, (tx) =>
        recentChanges(tx, workspaceId, c.var.context.now()),
      )
      return c.json({ items }, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/sms/senders',
      tags,
      summary: 'The senders of the connected account, to choose from',
      responses: {
        200: json(z.object({ items: z.array(accountSender), next: z.null() }), 'As the provider lists them now'),
        ...problems,
      },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'sms.read')
      return c.json({ items: await listSenders(c.var.context, workspaceId), next: null }, 200)
    },
  )

async function save(context: Context, actor: Actor, input: SettingsPut | SettingsPatch) {
  const { checks, newSigningSecret } = await saveSettings(context, actor, input)
  return { ...(await showSettings(context, actor.workspaceId)), checks, new_signing_secret: newSigningSecret }
}
