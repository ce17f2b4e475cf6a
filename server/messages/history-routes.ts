import { createRoute, z } from '@hono/zod-openapi'
import { downloadHeaders } from '../kit/download.ts'
import { Problem } from '../kit/problem.ts'
import { allow, body, json, newRoutes, problems } from '../kit/route.ts'
import { readDetail } from './detail.ts'
import { readFilter } from './filter.ts'
import { listMessages } from './history.ts'
import { readChoices } from './history-choices.ts'
import { countMessages } from './history-counts.ts'
import { exportMessages } from './history-export.ts'
import { choicesOut, countsOut, exportQuery, historyFilter, listQuery, messagePage } from './history-schema.ts'
import { lookUpNumber } from './lookup.ts'
import { previewText } from './preview.ts'
import { revealNumbers } from './reveal.ts'
import { messageDetail, previewInput, previewOut } from './schema.ts'

const idParam = z.object({ id: z.string().max(80) })
const numberInput = z.strictObject({ number: z.string().max(40) }).openapi('NumberInput')
const numberHandle = z.object({ handle: z.string(), masked: z.string() }).openapi('NumberHandle')
const revealed = z.object({ to: z.string(), redirected_to: z.string().nullable() }).openapi('RevealedNumbers')

export const historyRoutes = newRoutes()
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages',
      summary: 'Messages, newest first',
      request: { query: listQuery },
      responses: { 200: json(messagePage, 'One page'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      const { limit, ...query } = c.req.valid('query')
      const filter = readFilter(c.var.context, actor.workspaceId, query)
      return c.json(await listMessages(c.var.context, actor, filter, limit), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/counts',
      summary: 'How many messages fit a filter, by group of status, up to 10,000 each',
      request: { query: historyFilter },
      responses: { 200: json(countsOut, 'The counts'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      const filter = readFilter(c.var.context, actor.workspaceId, c.req.valid('query'))
      return c.json(await countMessages(c.var.context, filter), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/export',
      summary: 'All that fit as a file, with numbers masked or in full; that it was taken is recorded',
      request: { query: exportQuery },
      responses: {
        200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } },
        ...problems,
      },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      const asked = c.req.valid('query')
      const full = asked.numbers === 'full'
      if (full) allow(c, 'numbers.reveal')
      const filter = readFilter(c.var.context, actor.workspaceId, asked)
      const stream = await exportMessages(c.var.context, actor, filter, { full, asked })
      return c.body(stream, 200, downloadHeaders(`history-${c.var.context.now().toISOString().slice(0, 10)}.csv`))
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/choices',
      summary: 'What there is to filter messages by: kinds of events, triggers, templates, errors, senders',
      responses: { 200: json(choicesOut, 'The choices'), ...problems },
    }),
    async (c) => {
      const { workspaceId } = allow(c, 'history.read')
      return c.json(await readChoices(c.var.context, workspaceId), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/{id}',
      summary: 'One message with all that happened to it',
      request: { params: idParam },
      responses: { 200: json(messageDetail, 'The message'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'history.read')
      return c.json(await readDetail(c.var.context, actor, c.req.valid('param').id), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages/{id}/reveal',
      summary: 'The numbers of a message in full; the look is recorded',
      request: { params: idParam },
      responses: { 200: json(revealed, 'The numbers'), ...problems },
    }),
    async (c) => {
      const actor = allow(c, 'numbers.reveal')
      const numbers = await revealNumbers(c.var.context, actor, c.req.valid('param').id)
      return c.json(numbers, 200, { 'cache-control': 'no-store' })
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/numbers/lookup',
      summary: 'What stands for a number in addresses and filters',
      request: body(numberInput),
      responses: { 200: json(numberHandle, 'Its handle, whether or not it was ever texted'), ...problems },
    }),
    (c) => {
      const actor = allow(c, 'history.read')
      return c.json(lookUpNumber(c.var.context, actor, c.req.valid('json').number), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/v1/sms/preview',
      summary: 'Encoding, segments and cost of a text',
      request: body(previewInput),
      responses: { 200: json(previewOut, 'What sending it would take'), ...problems },
    }),
    async (c) => {
      const { actor } = c.var
      if (!actor) throw new Problem(401, 'not_signed_in', 'Sign in, or send an API key.')
      return c.json(await previewText(c.var.context, actor, c.req.valid('json')), 200)
    },
  )
