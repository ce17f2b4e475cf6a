import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Hono } from 'hono'
import { createMessage } from '../messages/create.ts'
import { beginLife } from '../messages/life.ts'
import { listMessages, readDates } from '../messages/listing.ts'
import { isFinal, type SimMessage } from '../messages/message.ts'
import { presentMessage } from '../messages/present.ts'
import { refusal } from '../messages/refusals.ts'
import type { SimRequest } from '../wire.ts'
import type { World } from '../world.ts'
import { notFound, type ProviderContext, type ProviderEnv, readForm, refuse } from './answer.ts'
import { answer2010, readPageRequest } from './paging.ts'
import { withholdAnswer } from './withhold.ts'

const ONE = '/2010-04-01/Accounts/:account/Messages/:file{(SM|MM)\\w+\\.json}'

export function addMessageRoutes(app: Hono<ProviderEnv>, world: World): void {
  app.post('/2010-04-01/Accounts/:account/Messages.json', (c) => create(world, c))
  app.get('/2010-04-01/Accounts/:account/Messages.json', (c) => list(world, c))

  app.get(ONE, (c) => {
    const message = findOwn(world, c)
    return message ? c.json(presentMessage(message)) : notFound(c)
  })

  app.post(ONE, async (c) => {
    const message = findOwn(world, c)
    if (!message) return notFound(c)
    const form = await readForm(c)
    if (form.Status === 'canceled') {
      if (message.status !== 'scheduled') return refuse(c, refusal(30409))
      message.status = 'canceled'
    }
    if (form.Body === '') {
      if (!isFinal(message) && message.status !== 'sent') return refuse(c, refusal(20009))
      message.body = ''
    }
    message.updatedAt = world.clock.now()
    world.changes.tell('message', message.sid)
    return c.json(presentMessage(message))
  })

  app.delete(ONE, (c) => {
    const message = findOwn(world, c)
    if (!message) return notFound(c)
    if (!isFinal(message) && message.status !== 'sent') return refuse(c, refusal(20009))
    world.messages.remove(message)
    world.changes.tell('message', message.sid)
    return c.body(null, 204)
  })
}

async function create(world: World, c: ProviderContext): Promise<Response> {
  const { faults } = world
  const params = await readForm(c)
  if (faults.strikes('error_before')) return refuse(c, refusal(20500))
  if (faults.strikes('reset_before')) return withhold(c, 'reset')
  if (faults.strikes('hang_before')) return withhold(c, 'hang')

  const asked: SimRequest = {
    method: 'POST',
    path: c.req.path,
    params,
    signed_in_with: c.get('signedInWith'),
    answered: 201,
    fault: null,
  }
  const created = createMessage(world, c.get('account'), params, asked)
  if (created.kind === 'refused') return refuse(c, created.refusal)
  const { message, life } = created
  // Written now: by the time it leaves, an early receipt may have said more.
  const body = presentMessage(message, true)
  c.set('requestId', `RQ${message.sid.slice(2)}`)
  if (life) await beginLife(life)
  return (await loseAnswer(world, c, asked)) ?? c.json(body, 201)
}

/** The text was accepted and its log line written; only the client does not get to know. */
async function loseAnswer(world: World, c: ProviderContext, asked: SimRequest): Promise<Response | null> {
  for (const fault of ['error_after', 'reset', 'hang'] as const) {
    if (!world.faults.strikes(fault)) continue
    asked.fault = fault
    asked.answered = fault === 'error_after' ? 500 : null
    return fault === 'error_after' ? refuse(c, refusal(20500)) : withhold(c, fault)
  }
  return null
}

async function withhold(c: ProviderContext, how: 'reset' | 'hang'): Promise<Response> {
  await withholdAnswer(c.env.outgoing, how)
  return RESPONSE_ALREADY_SENT
}

function list(world: World, c: ProviderContext): Response {
  const request = readPageRequest(c)
  if ('code' in request) return refuse(c, request)
  const filter = {
    accountSid: c.get('account').sid,
    to: c.req.query('To') || null,
    from: c.req.query('From') || null,
    ...readDates((name) => c.req.query(name)),
  }
  const page = listMessages(world, filter, request)
  if (!page) return refuse(c, refusal(21481))
  return answer2010(c, request, page, {
    key: 'messages',
    sidOf: (row) => row.sid,
    present: (row) => presentMessage(row),
  })
}

function findOwn(world: World, c: ProviderContext): SimMessage | null {
  const message = world.messages.find(c.req.param('file')!.replace('.json', ''))
  return message?.accountSid === c.get('account').sid && message.direction !== 'network' ? message : null
}
