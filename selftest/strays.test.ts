import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { openSteps, type Steps } from '../server/messages/testing.ts'
import { findStrays } from './strays.ts'

let steps: Steps
before(async () => {
  steps = await openSteps()
})
afterEach(() => steps.emptyQueue())
after(() => steps.close())

async function queuedText(): Promise<string> {
  const [id] = await steps.post(await steps.carrier.connected(), {})
  return id!
}

/** What is said of this text alone: `emptyQueue` of other tests leaves texts that wait nowhere. */
async function saidOf(id: string): Promise<string[]> {
  return (await findStrays(steps.context.db)).filter((text) => text.startsWith(id))
}

test('a text that waits, or that somebody hands over, is where it belongs', async () => {
  const id = await queuedText()
  assert.deepEqual(await saidOf(id), [])
  await steps.beginAll()
  assert.deepEqual(await saidOf(id), [])
})

test('a text that is queued and waits nowhere is found', async () => {
  const id = await queuedText()
  await steps.change('delete from queue where id = $1', [id])
  assert.deepEqual(await saidOf(id), [
    `${id} is queued, and stands neither in the queue nor with anybody who hands it over`,
  ])
})

test('a text that was delivered and stands in the queue again is found', async () => {
  const id = await queuedText()
  await steps.change("update messages set status = 'delivered' where id = $1", [id])
  assert.deepEqual(await saidOf(id), [`${id} is delivered, and stands in the queue to be sent again`])
})

test('a text that waits while an attempt at it is open is found', async () => {
  const id = await queuedText()
  await steps.beginAll()
  await steps.change(
    `insert into queue (workspace_id, id, lane, segments, due_at, not_after)
     select workspace_id, id, lane, segments, due_at, not_after from messages where id = $1`,
    [id],
  )
  assert.deepEqual(await saidOf(id), [`${id} stands in the queue while an attempt at it is open (started)`])
})
