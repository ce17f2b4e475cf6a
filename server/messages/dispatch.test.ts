import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { type Logger, pino } from 'pino'
import { until } from '../../test/app.ts'
import { type Database, openDatabase } from '../kit/db.ts'
import type { Loop } from '../kit/loop.ts'
import type { Shift } from './shift.ts'
import { openSteps, type Steps, signedOn, startSending } from './testing.ts'

const PRICE_MICROS = 8300

let steps: Steps
/** Of the second worker, as on another machine. */
let otherDb: Database
let log: Logger
let shifts: Shift[]
const errors: string[] = []
before(async () => {
  steps = await openSteps()
  otherDb = openDatabase(steps.context.db.connection, { max: 10 })
  shifts = [await signedOn(steps.context, 'wrk_one'), await signedOn(steps.context, 'wrk_two')]
  log = pino({ level: 'error' }, { write: (line) => errors.push(line) })
})
beforeEach(() => {
  steps.carrier.simulator.state.faults.clear()
  errors.length = 0
})
// Two that took the same texts would undo each other's work and try again: nothing is sent twice, but nothing is won.
afterEach(() => assert.deepEqual(errors, []))
after(async () => {
  await otherDb.close()
  await steps.close()
})

function startTwo(): Loop {
  const loops = [
    startSending({ ...steps.context, log }, shifts[0]!),
    startSending({ ...steps.context, log, db: otherDb }, shifts[1]!),
  ]
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

async function counts(workspaceId: string): Promise<Record<string, number>> {
  const rows = await steps.context.db.system((tx) =>
    tx.rows<{ status: string; texts: number }>(
      'test_counts',
      'select status, count(*) as texts from messages where workspace_id = $1 group by status',
      [workspaceId],
    ),
  )
  return Object.fromEntries(rows.map(({ status, texts }) => [status, texts]))
}

async function workersOf(workspaceId: string): Promise<{ worker: string; attempts: number }[]> {
  return steps.context.db.system((tx) =>
    tx.rows(
      'test_workers',
      'select worker, count(*) as attempts from attempts where workspace_id = $1 group by worker order by worker',
      [workspaceId],
    ),
  )
}

test('two workers send each of 4,000 texts, and none of them twice', async () => {
  const workspace = await steps.carrier.connected()
  for (let thousand = 0; thousand < 4; thousand++)
    await steps.post(workspace, ...Array.from({ length: 1000 }, (_, i) => ({ body: `${thousand}-${i}` })))
  const takenBefore = steps.carrier.simulator.state.acceptedCount
  const two = startTwo()
  try {
    await until('all being sent', async () => (await counts(workspace.id)).sent === 4000)
  } finally {
    await two.stop()
  }
  assert.deepEqual(await counts(workspace.id), { sent: 4000 })
  assert.equal(steps.carrier.simulator.state.acceptedCount - takenBefore, 4000)
  assert.equal(steps.carrier.simulator.state.doubles, 0)
  const workers = await workersOf(workspace.id)
  assert.equal(workers.length, 2, 'only one worker had a share')
  assert.equal(workers[0]!.attempts + workers[1]!.attempts, 4000)
})

test('two workers at once spend exactly the cap', async () => {
  const workspace = await steps.carrier.connected()
  // The first batch of either would use up most of it, and making the day's row does not put them in line.
  await steps.change(`insert into spend_days (workspace_id, day) values ($1, (now() at time zone 'UTC')::date)`, [
    workspace.id,
  ])
  await workspace.call('PUT', '/v1/spend', { daily_cap_micros: 100 * PRICE_MICROS })
  const ids = await steps.post(workspace, ...Array.from({ length: 400 }, () => ({})))
  const takenBefore = steps.carrier.simulator.state.acceptedCount
  const two = startTwo()
  try {
    await until('all being judged', async () => {
      return !('queued' in (await counts(workspace.id)))
    })
  } finally {
    await two.stop()
  }
  assert.deepEqual(await counts(workspace.id), { sent: 100, skipped: 300 })
  assert.equal(steps.carrier.simulator.state.acceptedCount - takenBefore, 100)
  const { committed } = await steps.message(ids[0]!)
  assert.deepEqual(committed, { micros: 100 * PRICE_MICROS, segments: 100 })
})

test('at stop nothing more is begun, and what is on the way ends as it ends', async () => {
  const workspace = await steps.carrier.connected()
  steps.carrier.simulator.state.faults.change({ latency_ms: 500 })
  const [first] = await steps.post(workspace, {})
  const loop = startSending(steps.context, shifts[0]!)
  await until('the first being on its way', async () => (await steps.message(first!)).status === 'sending')
  const stopping = loop.stop()
  const [second] = await steps.post(workspace, {})
  await stopping
  assert.deepEqual((await steps.message(first!)).attempts, ['accepted'])
  assert.equal((await steps.message(second!)).status, 'queued')
  await steps.emptyQueue()
})

test('a worker that slept past the deadline of its attempts sends none of them', async (t) => {
  const workspace = await steps.carrier.connected()
  const [id] = await steps.post(workspace, {})
  const takenBefore = steps.carrier.simulator.state.acceptedCount
  // Each look at the clock is half a minute after the one before.
  let nowMs = performance.now()
  t.mock.method(performance, 'now', () => (nowMs += 30_000))
  const loop = startSending(steps.context, shifts[0]!)
  let attempts: string[] = []
  while (attempts[0] !== 'not_sent' && attempts[0] !== 'accepted') attempts = (await steps.message(id!)).attempts
  await loop.stop()
  t.mock.restoreAll()
  assert.equal(steps.carrier.simulator.state.acceptedCount, takenBefore)
  assert.equal((await steps.message(id!)).committed.micros, 0)
  await steps.emptyQueue()
})
