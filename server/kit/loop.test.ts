import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { pino } from 'pino'
import { type Loop, startLoop } from './loop.ts'

const EVERY_MS = 1_000
const log = pino({ level: 'silent' })

let loop: Loop | undefined
let turns: number
let wake: () => void
/** What the next turns do; after them there is nothing to do. */
let plan: ('busy' | 'idle' | 'throws')[]
beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] })
  turns = 0
  plan = []
})
afterEach(async () => {
  mock.timers.reset()
  await loop?.stop()
})

function run(): void {
  loop = startLoop({
    name: 'test',
    everyMs: EVERY_MS,
    log,
    onWake: (listener) => {
      wake = listener
      return () => {
        wake = () => assert.fail('still listening')
      }
    },
    async turn() {
      turns += 1
      const what = plan.shift() ?? 'idle'
      if (what === 'throws') throw new Error('the database is away')
      return what === 'busy'
    },
  })
}

/** Lets everything run that does not wait for the clock. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

async function pass(ms: number): Promise<number> {
  mock.timers.tick(ms)
  await settled()
  return turns
}

test('turns follow each other at once while there is work, and then rest', async () => {
  plan = ['busy', 'busy', 'busy']
  run()
  await settled()
  assert.equal(turns, 4)
  assert.equal(await pass(EVERY_MS - 1), 4)
  assert.equal(await pass(1), 5)
})

test('a rest ends when the loop is woken', async () => {
  run()
  await settled()
  wake()
  await settled()
  assert.equal(turns, 2)
})

test('who wakes it while a turn is under way is not forgotten', async () => {
  const underWay = Promise.withResolvers<boolean>()
  let first = true
  loop = startLoop({
    name: 'test',
    everyMs: EVERY_MS,
    log,
    onWake: (listener) => {
      wake = listener
      return () => {}
    },
    turn: () => {
      turns += 1
      if (!first) return Promise.resolve(false)
      first = false
      return underWay.promise
    },
  })
  wake()
  underWay.resolve(false)
  await settled()
  assert.equal(turns, 2)
})

test('turns that fail are tried again with waits that double up to five seconds, and a good one ends that', async () => {
  plan = Array(8).fill('throws')
  run()
  await settled()
  for (const [i, ms] of [200, 400, 800, 1600, 3200, 5000, 5000, 5000].entries()) {
    assert.equal(await pass(ms - 1), i + 1, `not before ${ms} ms`)
    assert.equal(await pass(1), i + 2, `after ${ms} ms`)
  }
  plan = ['throws']
  assert.equal(await pass(EVERY_MS), 10)
  assert.equal(await pass(200), 11)
})

test('a stop waits for the turn under way, begins no other, and listens no more', async () => {
  const underWay = Promise.withResolvers<boolean>()
  loop = startLoop({
    name: 'test',
    everyMs: EVERY_MS,
    log,
    turn: () => {
      turns += 1
      return underWay.promise
    },
  })
  let stopped = false
  const stopping = loop.stop().then(() => (stopped = true))
  await settled()
  assert.equal(stopped, false)
  underWay.resolve(true)
  await stopping
  assert.equal(turns, 1)
})

test('a stop ends a rest', async () => {
  run()
  await settled()
  await loop!.stop()
  assert.equal(turns, 1)
  assert.throws(() => wake(), /still listening/)
})
