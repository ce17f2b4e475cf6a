import { createRoute } from '@hono/zod-openapi'
import { invalid, Problem } from '../kit/problem.ts'
import { body, json, newRoutes, operatorOnly, problems } from '../kit/route.ts'
import { sendMail } from '../mail/send.ts'
import { changeInstallation } from './change-installation.ts'
import { installationOut, installationPatch, mailTestInput, mailTestOut } from './schema.ts'

const { 401: notSignedIn, 403: notOperator, 409: notSet, 422: unfit, 503: unreachable } = problems
const denied = { 401: notSignedIn, 403: notOperator }

export const installationRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/installation',
      tags: ['Installation'],
      summary: 'Public address, mail server, and where the key lies (operator)',
      responses: { 200: json(installationOut, 'The installation'), ...denied },
    }),
    (c) => {
      operatorOnly(c)
      return c.json(c.var.context.installation.shown(), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/v1/installation',
      tags: ['Installation'],
      summary: 'Change what the environment does not set; the mail server is asked before it is saved (operator)',
      request: body(installationPatch),
      responses: { 200: json(installationOut, 'As it is now'), ...denied, 422: unfit },
    }),
    async (c) => {
      const actor = operatorOnly(c)
      const { context } = c.var
      await changeInstallation(context, actor, c.req.valid('json'))
      return c.json(context.installation.shown(), 200)
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
        409: notSet,
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
      throw new Problem(outcome.kind === 'refused' ? 422 : 503, `mail_${outcome.kind}`, outcome.detail)
    },
  )

const TEST_MAIL = {
  subject: 'Test mail from Handset',
  text: 'Mail from this installation of Handset arrives. Nobody needs to answer.\n',
}
