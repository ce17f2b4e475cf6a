import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../server/kit/id.ts'
import { receiveInbound } from '../server/messages/inbound.ts'
import type { TestWorkspace } from './app.ts'
import { type Carrier, startCarrier, waitForStatus } from './carrier.ts'

let carrier: Carrier
let ours: TestWorkspace
before(async () => {
  carrier = await startCarrier()
  ours = await carrier.connected({ name_in_texts: 'Acme' })
})
after(() => carrier.stop())

let count = 0
const newPhone = () => `+1415555${5000 + count++}`

async function texted(from: string, body: string): Promise<string> {
  const arrival = { workspaceId: ours.id, connectionId: newId('con'), provider: 'webhook', account: null }
  const text = { reference: `in-${count++}`, from, to: '+14155550100', service: null, body, answered: true }
  return (await receiveInbound(carrier.server.context, arrival, { ...text, proof: 'signature' }))!.id
}

async function send(to: string, messageClass: string): Promise<string> {
  const { status, body } = await ours.call<{ id: string }>('POST', '/v1/messages', {
    to,
    body: 'Spring sale',
    class: messageClass,
  })
  assert.equal(status, 202)
  return body.id
}

interface Waiting {
  status: string
  waiting_for: string | null
}

/** It waits, and what came after it has gone. */
async function assertHeld(id: string): Promise<void> {
  await waitForStatus(ours, await send(newPhone(), 'campaign'), 'delivered')
  const { body } = await ours.call<Waiting>('GET', `/v1/messages/${id}`)
  assert.deepEqual(
    [body.status, body.waiting_for],
    ['queued', 'A text from this number may mean STOP: what campaigns send to it waits until somebody says so.'],
  )
}

const review = (id: string, decision: string) => ours.call('POST', `/v1/inbound/${id}/review`, { decision })

test('a campaign waits while a text of the number may mean STOP, alerts go on, and it goes once it meant something else', async () => {
  const phone = newPhone()
  const doubtful = await texted(phone, 'please stop texting me')
  const held = await send(phone, 'campaign')
  await waitForStatus(ours, await send(phone, 'alert'), 'delivered')
  await assertHeld(held)
  assert.equal((await review(doubtful, 'not_stop')).status, 200)
  await waitForStatus(ours, held, 'delivered')
  await waitForStatus(ours, await send(phone, 'campaign'), 'delivered')
})

test('what was held is skipped once it meant STOP', async () => {
  const phone = newPhone()
  const doubtful = await texted(phone, 'please stop texting me')
  const held = await send(phone, 'campaign')
  await assertHeld(held)
  await review(doubtful, 'stop')
  assert.equal((await waitForStatus(ours, held, 'skipped')).skip_reason, 'opted_out')
})

test('START, said since, ends the doubt', async () => {
  const phone = newPhone()
  await texted(phone, 'please stop texting me')
  await texted(phone, 'START')
  await waitForStatus(ours, await send(phone, 'campaign'), 'delivered')
})
