import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Begun } from './begin.ts'
import { openConnections } from './channel.ts'
import { deliver, moment } from './deliver.ts'
import { openSteps, type Steps } from './testing.ts'

let steps: Steps
before(async () => {
  steps = await openSteps()
})
after(() => steps.close())

async function begunWith(validFor: number): Promise<Begun> {
  await steps.post(await steps.carrier.connected(), {})
  const [begun] = await steps.beginAll()
  return { ...begun!, text: { ...begun!.text, valid_for: validFor } }
}

const ago = (seconds: number) => {
  const now = moment()
  return { monotonicMs: now.monotonicMs - seconds * 1000, wallMs: now.wallMs - seconds * 1000 }
}

const handOver = (begun: Begun, begunAt = moment(), isStopping = () => false) =>
  deliver(steps.context, steps.context.egress.http, openConnections(steps.context), begun, begunAt, isStopping)

const taken = () => steps.carrier.simulator.state.acceptedCount

test('the provider is told what is left of a text, not what was left when it was begun', async () => {
  const begun = await begunWith(600)
  const outcome = await handOver(begun, ago(10))
  assert.equal(outcome.kind, 'accepted')
  const message = steps.carrier.simulator.state.messages.find((outcome as { reference: string }).reference)!
  assert.ok(message.validitySeconds >= 585 && message.validitySeconds <= 590, `${message.validitySeconds}`)
})

const LATE: [string, number, number][] = [
  ['whose time passed since it was begun', 5, 6],
  ['that its worker began and then slept over', 600, 20],
]
for (const [what, validFor, begunSecondsAgo] of LATE) {
  test(`a text ${what} is not handed over`, async () => {
    const before = taken()
    const outcome = await handOver(await begunWith(validFor), ago(begunSecondsAgo))
    assert.partialDeepStrictEqual(outcome, { kind: 'not_sent', why: 'not_tried' })
    assert.equal(taken(), before)
  })
}

test('a worker whose machine was suspended knows it by the time of day', async () => {
  const begunAt = { ...moment(), wallMs: Date.now() - 3600_000 }
  assert.partialDeepStrictEqual(await handOver(await begunWith(600), begunAt), { kind: 'not_sent', why: 'not_tried' })
})

test('a worker that is told to stop gives up what it has not begun to write', async () => {
  const before = taken()
  const outcome = await handOver(await begunWith(600), moment(), () => true)
  assert.partialDeepStrictEqual(outcome, { kind: 'not_sent', why: 'not_tried' })
  assert.equal(taken(), before)
})
