import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { handsetOf, type SimMessage } from '../messages/message.ts'
import { repeatReceipt } from '../webhooks/receipts.ts'
import type { World } from '../world.ts'
import { streamChanges } from './events.ts'
import { addHandsetRoutes } from './handset-routes.ts'
import { faultChange, readBody, receiptRepeat } from './schema.ts'
import { viewMessage, viewState } from './views.ts'

const DEFAULT_LIMIT = 50
const LARGEST_LIMIT = 1000

/** The simulator's own small API: what the page shows and what tests ask and steer. */
export function simRoutes(world: World): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.get('/state', (c) => c.json(viewState(world)))
  app.get('/messages', (c) => c.json(findMessages(world, (name) => c.req.query(name))))
  app.get('/events', (c) => streamChanges(world, c))

  app.get('/faults', (c) => c.json(world.faults.view()))
  app.post('/faults', async (c) => {
    const change = await readBody(c, faultChange)
    if ('detail' in change) return c.json(change, 422)
    world.faults.change(change.value)
    return c.json(world.faults.view())
  })
  app.delete('/faults', (c) => {
    world.faults.clear()
    return c.json(world.faults.view())
  })

  app.post('/messages/:sid/receipts', async (c) => {
    const body = await readBody(c, receiptRepeat)
    if ('detail' in body) return c.json(body, 422)
    const message = world.messages.find(c.req.param('sid'))
    const receipt = message?.receipts.at(body.value.receipt)
    const account = world.accounts.find((candidate) => candidate.sid === message?.accountSid)
    if (!message || !receipt || !account) return c.json({ detail: 'No such message, or it has no receipt yet.' }, 404)
    const times = Array.from({ length: body.value.times }, () => repeatReceipt(world, account, message, receipt))
    await Promise.all(times)
    return c.json(viewMessage(world, message))
  })

  addHandsetRoutes(app, world)
  return app
}

/** Newest first. `to` is the number a text went to; `handset` finds both sides of a conversation. */
function findMessages(world: World, query: (name: string) => string | undefined) {
  const limit = Math.min(LARGEST_LIMIT, Math.max(1, Number(query('limit')) || DEFAULT_LIMIT))
  const after = readMoment(query('after'))
  const wanted = (message: SimMessage) =>
    (!query('to') || message.to === query('to')) &&
    (!query('from') || message.from === query('from')) &&
    (!query('account') || message.accountSid === query('account')) &&
    (!query('handset') || handsetOf(message) === query('handset')) &&
    (!query('direction') || message.direction === query('direction'))
  const items = []
  for (const message of world.messages.newestFirst(query('before'))) {
    if (after !== null && message.createdAt <= after) break
    if (!wanted(message)) continue
    items.push(viewMessage(world, message))
    if (items.length === limit) break
  }
  return { items, next: items.length === limit ? items.at(-1)!.sid : null }
}

/** A time as ISO 8601 or in milliseconds. */
function readMoment(text: string | undefined): number | null {
  if (!text) return null
  const moment = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  return Number.isNaN(moment) ? null : moment
}
