import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { HandsetChange } from '../carrier/handsets.ts'
import { readLenient } from '../carrier/phone.ts'
import { handsetOf } from '../messages/message.ts'
import { receiveText } from '../webhooks/inbound.ts'
import type { World } from '../world.ts'
import { handsetChange, handsetReply, newHandset, readBody } from './schema.ts'
import { viewHandset, viewMessage } from './views.ts'

const SHOWN_AT_MOST = 500

export function addHandsetRoutes(app: Hono<{ Bindings: HttpBindings }>, world: World): void {
  app.get('/handsets', (c) => {
    const handsets = world.handsets.newestFirst()
    const items = handsets.slice(0, SHOWN_AT_MOST).map((handset) => viewHandset(world, handset))
    return c.json({ items, total: handsets.length })
  })

  app.post('/handsets', async (c) => {
    const body = await readBody(c, newHandset)
    if ('detail' in body) return c.json(body, 422)
    const { number, ...change } = body.value
    const known = readLenient(number)
    if (!known) return c.json({ detail: `${number} is not a phone number. Write it as in +14155550142.` }, 422)
    return c.json(changeHandset(world, known.number, change), 201)
  })

  app.get('/handsets/:number', (c) => {
    const handset = world.handsets.find(c.req.param('number'))
    return handset ? c.json(viewHandset(world, handset)) : c.json({ detail: 'No such handset.' }, 404)
  })

  app.patch('/handsets/:number', async (c) => {
    const body = await readBody(c, handsetChange)
    if ('detail' in body) return c.json(body, 422)
    const number = c.req.param('number')
    if (!world.handsets.find(number)) return c.json({ detail: 'No such handset.' }, 404)
    return c.json(changeHandset(world, number, body.value))
  })

  app.delete('/handsets/:number', (c) => {
    if (!world.handsets.remove(c.req.param('number'))) return c.json({ detail: 'No such handset.' }, 404)
    world.changes.tell('handset', c.req.param('number'))
    return c.body(null, 204)
  })

  app.post('/handsets/:number/replies', async (c) => {
    const body = await readBody(c, handsetReply)
    if ('detail' in body) return c.json(body, 422)
    const handset = readLenient(c.req.param('number'))?.number
    if (!handset) return c.json({ detail: 'No such handset.' }, 404)
    const to = body.value.to ?? lastSender(world, handset)
    if (!to) return c.json({ detail: 'Nothing to answer: this phone got no text from a number yet.' }, 422)
    const message = await receiveText(world, { handset, to, body: body.value.body })
    if (!message) return c.json({ detail: `${to} cannot be answered: no account here owns it as a number.` }, 422)
    return c.json(viewMessage(world, message), 201)
  })
}

function changeHandset(world: World, number: string, change: HandsetChange) {
  const handset = world.handsets.change(number, change, world.clock.now())
  world.changes.tell('handset', number)
  return viewHandset(world, handset)
}

/** A person answers the text that came last. */
function lastSender(world: World, handset: string): string | null {
  for (const message of world.messages.newestFirst()) {
    if (handsetOf(message) !== handset) continue
    const sender = message.direction === 'inbound' ? message.to : message.from
    if (sender) return sender
  }
  return null
}
