import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { sweep } from './sweep.ts'
import { openSteps, type Steps } from './testing.ts'

let steps: Steps
before(async () => {
  steps = await openSteps()
})
afterEach(() => steps.emptyQueue())
after(() => steps.close())

const sweepNow = () => sweep(steps.context)
const dueIn = (id: string, interval: string) =>
  steps.change('update queue set due_at = now() + $2::interval where id = $1', [id, interval])

async function awake(workspace: TestWorkspace): Promise<boolean> {
  const lanes = await steps.context.db.tenant(workspace.id, (tx) => tx.selectFrom('lanes').select('awake').execute())
  assert.equal(lanes.length, 1)
  return lanes[0]!.awake
}

async function asleep(): Promise<TestWorkspace> {
  const workspace = await steps.carrier.connected()
  await steps.post(workspace, {})
  await steps.beginAll()
  await sweepNow()
  assert.equal(await awake(workspace), false)
  return workspace
}

test('a lane that holds nothing falls asleep, and a text that is accepted wakes it', async () => {
  const workspace = await asleep()
  const [id] = await steps.post(workspace, {})
  assert.equal(await awake(workspace), true)
  const begun = await steps.beginAll()
  assert.deepEqual(
    begun.map(({ text }) => text.id),
    [id],
  )
})

test('a lane sleeps while its text waits for its time, and is woken when that has come', async () => {
  const workspace = await asleep()
  const [id] = await steps.post(workspace, {})
  await dueIn(id!, '1 hour')
  await sweepNow()
  assert.equal(await awake(workspace), false)
  await dueIn(id!, '2 seconds')
  await sweepNow()
  assert.equal(await awake(workspace), true)
})

test('a text in a lane that fell asleep in the same instant is found by the next sweep', async () => {
  const workspace = await asleep()
  const [id] = await steps.post(workspace, {})
  await steps.change('update lanes set awake = false where workspace_id = $1', [workspace.id])
  assert.deepEqual(await steps.beginAll(), [])
  await sweepNow()
  const begun = await steps.beginAll()
  assert.deepEqual(
    begun.map(({ text }) => text.id),
    [id],
  )
})

test('an attempt is in doubt when its deadline has passed, and not before; its money stays committed', async () => {
  const workspace = await steps.carrier.connected()
  const [late, inTime] = await steps.post(workspace, {}, {})
  await steps.beginAll()
  await steps.change(`update attempts set deadline_at = now() - interval '1 second' where message_id = $1`, [late])
  await sweepNow()
  for (const [id, status, attempt] of [
    [late, 'unknown', 'unknown'],
    [inTime, 'sending', 'started'],
  ] as const) {
    const message = await steps.message(id!)
    assert.deepEqual([message.status, message.attempts], [status, [attempt]])
    assert.equal(message.committed.segments, 2)
  }
  assert.deepEqual(await steps.beginAll(), [], 'what is in doubt is not begun again')
})

test('a text whose time has passed expires where it waits, and a code is then forgotten', async () => {
  const workspace = await steps.carrier.connected()
  const [alert, code, inTime] = await steps.post(workspace, {}, { class: 'otp' }, {})
  await steps.change('update queue set not_after = now() where id = any($1)', [[alert, code]])
  await sweepNow()
  for (const [id, status, has_body] of [
    [alert, 'expired', true],
    [code, 'expired', false],
    [inTime, 'queued', true],
  ] as const) {
    const message = await steps.message(id!)
    assert.deepEqual([message.status, message.has_body, message.attempts], [status, has_body, []])
    assert.equal(message.finished, status === 'expired')
  }
})

test('an idempotency key is forgotten after a day, and a repeat is then a new text', async () => {
  const workspace = await steps.carrier.connected()
  const send = async () => {
    const text = { to: '+14155550142', body: 'Once' }
    const answer = await workspace.call<{ id: string }>('POST', '/v1/messages', text, { 'idempotency-key': 'order-17' })
    return answer.body.id
  }
  const first = await send()
  const age = (interval: string) =>
    steps.context.db.tenant(workspace.id, (tx) =>
      tx.rows('', 'update idempotency_keys set created_at = now() - $1::interval', [interval]),
    )
  await age('23 hours 59 minutes')
  await sweepNow()
  assert.equal(await send(), first)
  await age('24 hours 1 minute')
  await sweepNow()
  assert.notEqual(await send(), first)
})
