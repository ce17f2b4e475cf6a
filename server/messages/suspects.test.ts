import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { until } from '../../test/app.ts'
import { beginBatch, beginSuspect } from './begin.ts'
import type { Shift } from './shift.ts'
import { sweep } from './sweep.ts'
import { signedOn, startSending } from './testing.ts'
import { type DoubtSteps, lookTwice, openDoubtSteps } from './testing-doubt.ts'

let steps: DoubtSteps
before(async () => {
  steps = await openDoubtSteps()
})
afterEach(() => steps.emptyQueue())
after(() => steps.close())

let shifts = 0
const newShift = () => signedOn(steps.context, `wrk_suspects${shifts++}`)
const begin = (shift: Pick<Shift, 'worker' | 'beginning'>) =>
  beginBatch(steps.context, shift, { limit: 64, rooms: new Map(), roomForNew: 1024, urgentOnly: false })
const die = async (shift: Shift) => {
  await steps.change(`update workers set seen_at = seen_at - interval '31 seconds' where id = $1`, [shift.worker()])
  await sweep(steps.context)
}

test('a text that three workers died of is set aside with its reason, and the others go on', async () => {
  const workspace = await steps.carrier.connected()
  const [poison, other] = await steps.post(workspace, {}, {})
  for (let crash = 0; crash < 3; crash++) {
    const shift = await newShift()
    await steps.change('update workers set beginning = $2 where id = $1', [
      shift.worker(),
      [`${workspace.id}|${poison}`],
    ])
    await die(shift)
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
  const batch = await beginSuspect(steps.context, steps.shift, null)
  assert.deepEqual(
    batch?.begun.map(({ text }) => text.id),
    [id],
  )
  assert.equal(await beginSuspect(steps.context, steps.shift, null), null)
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

test('a text that workers die of while it is on its way is begun alone from the second on, and set aside after the fifth', async () => {
  const workspace = await steps.carrier.connected()
  const [poison, other] = await steps.post(workspace, {}, {})
  for (let death = 1; death <= 5; death++) {
    const shift = await newShift()
    const { begun } = await begin(shift)
    assert.equal(begun.length, death <= 2 ? 2 : 0, `before death ${death}`)
    if (death > 2) assert.equal((await beginSuspect(steps.context, shift, null))?.begun[0]?.text.id, poison)
    await die(shift)
    await steps.change(`update attempts set deadline_at = least(deadline_at, now()) where state = 'unknown'`)
    await lookTwice(steps, [poison!, other!])
    await sweep(steps.context)
    if (death === 2) await steps.change('delete from queue where id = $1', [other])
  }
  const { status, error_class, attempts, finished } = await steps.message(poison!)
  assert.deepEqual(
    { status, error_class, attempts, finished },
    { status: 'failed', error_class: 'config', attempts: Array(5).fill('not_accepted'), finished: true },
  )
  const shown = await workspace.call<{ error: { cause: string } }>('GET', `/v1/messages/${poison}`)
  assert.match(shown.body.error.cause, /stopped 5 times while it handed this text over/)
})

test('of two texts that workers died of, the second is begun only once the first has ended', async () => {
  const ids = await steps.post(await steps.carrier.connected(), {}, {})
  await steps.change('update queue set crashes = 2 where id = any($1::text[])', [ids])
  const one = (await beginSuspect(steps.context, steps.shift, null))!.begun[0]!.text
  assert.equal(await beginSuspect(steps.context, steps.shift, one), null)
  await steps.change(`update attempts set state = 'not_sent' where message_id = $1`, [one.id])
  const other = (await beginSuspect(steps.context, steps.shift, one))!.begun[0]!.text
  assert.deepEqual([one.id, other.id].sort(), [...ids].sort())
})
