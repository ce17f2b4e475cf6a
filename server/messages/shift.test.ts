import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { until } from '../../test/app.ts'
import { beginBatch, beginSuspect } from './begin.ts'
import { type Shift, startShift } from './shift.ts'
import { sweep } from './sweep.ts'
import { openSteps, type Steps, signedOn, startSending } from './testing.ts'

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

test('a text that three workers died of is set aside with its reason, and the others go on', async () => {
  const workspace = await steps.carrier.connected()
  const [poison, other] = await steps.post(workspace, {}, {})
  for (let crash = 0; crash < 3; crash++) {
    const shift = await newShift()
    await steps.change('update workers set beginning = $2 where id = $1', [
      shift.worker(),
      [`${workspace.id}|${poison}`],
    ])
    await passSilently(shift, 31)
    await sweep(steps.context)
    if (crash === 1) {
      const { begun } = await begin(steps.shift)
      assert.deepEqual(
        begun.map(({ text }) => text.id),
        [other],
        'from the second time on it is left to be begun alone',
      )
    }
  }
  const { status, error_class, attempts, finished } = await steps.message(poison!)
  assert.deepEqual(
    { status, error_class, attempts, finished },
    { status: 'failed', error_class: 'config', attempts: [], finished: true },
  )
  const shown = await workspace.call<{ error: { cause: string } }>('GET', `/v1/messages/${poison}`)
  assert.match(shown.body.error.cause, /stopped 3 times while it began this text/)
})

test('a text that two workers died of is begun alone, and goes if it was not the one', async () => {
  const [id] = await steps.post(await steps.carrier.connected(), {})
  await steps.change('update queue set crashes = 2 where id = $1', [id])
  const batch = await beginSuspect(steps.context, steps.shift)
  assert.deepEqual(
    batch?.begun.map(({ text }) => text.id),
    [id],
  )
  assert.equal(await beginSuspect(steps.context, steps.shift), null)
})

test('a text that cannot be begun keeps no other from being sent', async () => {
  const workspace = await steps.carrier.connected()
  const ids = await steps.post(workspace, ...Array.from({ length: 40 }, () => ({})))
  const poison = ids[17]!
  // An attempt of this number is on record already, as no sound state has it: beginning it violates a key.
  await steps.change(
    `insert into attempts (workspace_id, message_id, n, state, token, worker, connection_id, provider, reserved_micros, spend_day, deadline_at)
     values ($1, $2, 1, 'not_sent', '', '', '', 'simulator', 0, now(), now())`,
    [workspace.id, poison],
  )
  const loop = startSending(steps.context, steps.shift)
  const others = ids.filter((id) => id !== poison)
  const crashesOf = async () =>
    (
      await steps.context.db.system((tx) =>
        tx.rows<{ crashes: number }>('', 'select crashes from queue where id = $1', [poison]),
      )
    )[0]?.crashes
  try {
    await until('all others being sent', async () => {
      const states = await Promise.all(others.map(async (id) => (await steps.message(id)).status))
      return states.every((status) => status === 'sent')
    })
    await until('the one being found out', async () => (await crashesOf()) === 3)
  } finally {
    await loop.stop()
  }
  await sweep(steps.context)
  assert.equal((await steps.message(poison)).status, 'failed')
})
