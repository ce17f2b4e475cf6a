import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { until } from '../../test/app.ts'
import { beginBatch } from './begin.ts'
import { type Shift, startShift } from './shift.ts'
import { sweep } from './sweep.ts'
import { openSteps, type Steps, signedOn } from './testing.ts'

let steps: Steps
before(async () => {
  steps = await openSteps()
})
afterEach(() => steps.emptyQueue())
after(() => steps.close())

let shifts = 0
const newShift = () => signedOn(steps.context, `wrk_shift${shifts++}`)
const begin = (shift: Pick<Shift, 'worker' | 'beginning'>) =>
  beginBatch(steps.context, shift, { limit: 64, rooms: new Map(), roomForNew: 1024, urgentOnly: false })
const passSilently = (shift: Shift, seconds: number) =>
  steps.change('update workers set seen_at = seen_at - make_interval(secs => $2) where id = $1', [
    shift.worker(),
    seconds,
  ])

test('what a worker had begun is in doubt once it was not seen for half a minute, and not before', async () => {
  const shift = await newShift()
  const [id] = await steps.post(await steps.carrier.connected(), {})
  await begin(shift)
  await passSilently(shift, 28)
  await sweep(steps.context)
  assert.deepEqual((await steps.message(id!)).attempts, ['started'])
  await passSilently(shift, 3)
  await sweep(steps.context)
  const { status, attempts } = await steps.message(id!)
  assert.deepEqual([status, attempts], ['unknown', ['unknown']])
})

test('a worker that was taken for dead begins nothing more, and another takes what it would have had', async () => {
  const [dead, alive] = [await newShift(), await newShift()]
  await passSilently(dead, 31)
  await sweep(steps.context)
  const [id] = await steps.post(await steps.carrier.connected(), {})
  assert.equal((await begin(dead)).claimed, 0)
  const { begun } = await begin(alive)
  assert.deepEqual(
    begun.map(({ text }) => text.id),
    [id],
  )
})

test('a worker that comes back after it was taken for dead goes on under a new name', async () => {
  const shift = await startShift(steps.context, { beatMs: 50 })
  const first = shift.worker()
  await steps.change('update workers set ended_at = now() where id = $1', [first])
  await until('a new name', async () => shift.worker() !== first)
  const [id] = await steps.post(await steps.carrier.connected(), {})
  const { begun } = await begin(shift)
  assert.deepEqual(
    begun.map(({ text }) => text.id),
    [id],
  )
  await shift.stop()
  assert.equal((await begin(shift)).claimed, 0)
})
