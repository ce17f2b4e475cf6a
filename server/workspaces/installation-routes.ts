import { createRoute } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { body, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { sendMail } from '../mail/send.ts'
import { changeInstallation } from './change-installation.ts'
import { releaseSending, showSending } from './release-sending.ts'
import {
  installationPatch,
  installationWithSending,
  mailTestInput,
  mailTestOut,
  releaseInput,
  sendingOut,
} from './schema.ts'

const { 401: notSignedIn, 403: notOperator, 409: conflict, 422: unfit, 503: unreachable } = problems
const denied = { 401: notSignedIn, 403: notOperator }

export const installationRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/installation',
      tags: ['Installation'],
      summary: 'Public address, mail server, where the key lies, and whether sending is paused (operator)',
      responses: { 200: json(installationWithSending, 'The installation'), ...denied },
    }),
    async (c) => {
      operatorOnly(c)
      return c.json(await show(c.var.context), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/installation',
      tags: ['Installation'],
      summary: 'Change what the environment does not set; the mail server is asked before it is saved (operator)',
      request: body(installationPatch),
      responses: { 200: json(installationWithSending, 'As it is now'), ...denied, 422: unfit },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { context } = c.var
      await changeInstallation(context, actor, c.req.valid('json'))
      return c.json(await show(context), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/installation/sending/release',
      tags: ['Installation'],
      summary: 'Let texts go again after a restore, or in a copy (operator)',
      request: body(releaseInput),
      responses: { 200: json(sendingOut, 'As it is now'), ...denied, 409: conflict, 422: unfit },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { context } = c.var
      await releaseSending(context, actor, c.req.valid('json'))
      await context.installation.refresh()
      return c.json(await showSending(context), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/installation/mail/test',
      tags: ['Installation'],
      summary: 'Send a test mail and say what the server answered (operator)',
      request: body(mailTestInput),
      responses: {
        200: json(mailTestOut, 'Taken by the mail server'),
        ...denied,
        409: conflict,
        422: unfit,
        503: unreachable,
      },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { context } = c.var
      const settings = context.installation.mail()
      if (!settings) throw new Problem(409, 'mail_not_set', 'No mail server is set. Set one first.')
      const to = c.req.valid('json').to ?? actor.email
      if (!to) throw invalid([{ pointer: '/to', detail: 'Say whom to send to.' }])
      const outcome = await sendMail(context, { settings, to, ...TEST_MAIL })
      if (outcome.kind === 'accepted') return c.json({ to, answer: outcome.answer }, 200)
      const errors = outcome.field === 'to' ? [{ pointer: '/to', detail: outcome.detail }] : []
      throw new Problem(outcome.kind === 'refused' ? 422 : 503, `mail_${outcome.kind}`, outcome.detail, { errors })
    },
  )

async function show(context: Context) {
  return { ...context.installation.shown(), sending: await showSending(context) }
}

const TEST_MAIL = {
  subject: 'Test mail from Handset',
  text: 'Mail from this installation of Handset arrives. Nobody needs to answer.\n',
}
