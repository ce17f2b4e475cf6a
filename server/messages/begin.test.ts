import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { writeOptOuts } from '../consent/opt-outs.ts'
import type { Tx } from '../kit/db.ts'
import { beginBatch } from './begin.ts'
import { sweep } from './sweep.ts'
import { openSteps, type Steps } from './testing.ts'

/** What the sample prices say of one segment to +1. */
const PRICE_MICROS = 8300

let steps: Steps
before(async () => {
  steps = await openSteps()
})
// Texts are claimed wherever they stand, so none may be left for the next test.
afterEach(() => steps.emptyQueue())
after(() => steps.close())

const begin = (limit: number) =>
  beginBatch(steps.context, steps.shift, { limit, rooms: new Map(), roomForNew: 1024, urgentOnly: false })

/** Resolves once a transaction waits for an advisory lock that another holds; fails when none does for five seconds. */
async function somebodyWaits(): Promise<void> {
  for (const until = performance.now() + 5_000; performance.now() < until; ) {
    const { rows } = await steps.context.db.pool.query(
      `select 1 from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
    )
    if (rows.length > 0) return
  }
  throw new Error('nobody waited for the lock')
}

function optOut(workspace: TestWorkspace, to: string) {
  return { workspaceId: workspace.id, numberHash: steps.context.keys.hashNumber(to), note: null }
}

test('a batch waits for an opt-out that is being written, then finds it, and the others of the batch go', async () => {
  const workspace = await steps.carrier.connected()
  const [stopped, other] = [steps.newPhone(), steps.newPhone()]
  const [stoppedId, otherId] = await steps.post(workspace, { to: stopped }, { to: other })
  const began = Promise.withResolvers<Awaited<ReturnType<typeof begin>>>()
  await steps.context.db.system(async (tx) => {
    await writeOptOuts(tx, [optOut(workspace, stopped)])
    begin(10).then(began.resolve, began.reject)
    await somebodyWaits()
  })
  const { begun } = await began.promise
  assert.deepEqual(
    begun.map(({ text }) => text.id),
    [otherId],
  )
  const { status, skip_reason, attempts } = await steps.message(stoppedId!)
  assert.deepEqual({ status, skip_reason, attempts }, { status: 'skipped', skip_reason: 'opted_out', attempts: [] })
})

test('law: over 300 races between opt-outs and three workers, no attempt stands that was not there before', async () => {
  const workspace = await steps.carrier.connected()
  const phones = Array.from({ length: 300 }, steps.newPhone)
  const ids = await steps.post(workspace, ...phones.map((to) => ({ to })))
  const stoodBefore = new Set<string>()
  const stopping = phones.map((to, i) => async () => {
    await steps.context.db.system(async (tx) => {
      await writeOptOuts(tx, [optOut(workspace, to)])
      const stands = await tx.rows('test_stands', 'select from attempts where message_id = $1', [ids[i]])
      if (stands.length > 0) stoodBefore.add(ids[i]!)
    })
  })
  // From the far end of the queue, so that the two meet in the middle.
  const stopper = async () => {
    for (let stop = stopping.pop(); stop; stop = stopping.pop()) await stop()
  }
  const begun = new Set<string>()
  const worker = async () => {
    for (;;) {
      const batch = await begin(4)
      if (batch.claimed === 0) return
      for (const { text } of batch.begun) begun.add(text.id)
    }
  }
  await Promise.all([stopper(), stopper(), stopper(), worker(), worker(), worker()])
  for (const { text } of await steps.beginAll()) begun.add(text.id)
  assert.deepEqual([...begun].sort(), [...stoodBefore].sort())
  assert.ok(begun.size > 20 && begun.size < 280, `${begun.size} of 300 began: the two did not meet`)
})

/** What may change after a text was accepted, and what becomes of the text. */
const CHANGES: [what: string, make: string, status: string, reason: string | null][] = [
  [
    'the switch is turned off',
    'update sms_settings set enabled = false where workspace_id = $1',
    'skipped',
    'channel_off',
  ],
  [
    'the connection is taken away',
    'update sms_settings set connection_id = null where workspace_id = $1',
    'skipped',
    'not_ready',
  ],
  [
    'the workspace is suspended',
    'update workspaces set suspended_at = now() where workspace_id = $1',
    'skipped',
    'suspended',
  ],
  ['its sender is removed', 'delete from senders where workspace_id = $1', 'skipped', 'no_sender'],
  ['its time passes', 'update queue set not_after = now() where workspace_id = $1', 'expired', null],
  [
    'a cap is set below its price',
    `insert into spend_caps (workspace_id, daily_micros) values ($1, ${PRICE_MICROS - 1})`,
    'skipped',
    'over_cap',
  ],
]
for (const [what, make, becomes, reason] of CHANGES) {
  test(`a queued text does not begin when ${what}: it is ${reason ?? becomes}`, async () => {
    const workspace = await steps.carrier.connected()
    const [id] = await steps.post(workspace, {})
    const change = (tx: Tx) => tx.rows('', make, [workspace.id])
    const { db } = steps.context
    await (reason === 'suspended' ? db.signIn(change) : db.tenant(workspace.id, change))
    assert.deepEqual(await begin(10), { begun: [], claimed: 1, opensInMs: null })
    const { status, skip_reason, attempts, finished, committed } = await steps.message(id!)
    assert.deepEqual(
      { status, skip_reason, attempts, finished, committed: committed.micros },
      { status: becomes, skip_reason: reason, attempts: [], finished: true, committed: 0 },
    )
  })
}

test('a code that may no longer be sent leaves no text behind', async () => {
  const workspace = await steps.carrier.connected()
  const [code, alert] = await steps.post(workspace, { class: 'otp' }, { class: 'alert' })
  await workspace.call('PATCH', '/v1/sms/settings', { enabled: false })
  await begin(10)
  assert.equal((await steps.message(code!)).has_body, false)
  assert.equal((await steps.message(alert!)).has_body, true)
})

test('texts of a workspace whose account is refused are left alone, others go, and they go once it is mended', async () => {
  const [waiting, other] = [await steps.carrier.connected(), await steps.carrier.connected()]
  const [waitingId] = await steps.post(waiting, {})
  const [otherId] = await steps.post(other, {})
  const wait = (why: string | null) =>
    steps.change('update sms_settings set waiting = $2 where workspace_id = $1', [waiting.id, why])
  await wait('bad_credentials')
  const first = await steps.beginAll()
  assert.deepEqual(
    first.map(({ text }) => text.id),
    [otherId],
  )
  assert.equal((await steps.message(waitingId!)).status, 'queued')
  await wait(null)
  const second = await steps.beginAll()
  assert.deepEqual(
    second.map(({ text }) => text.id),
    [waitingId],
  )
})

test('the more urgent class goes first, however long the others have waited', async () => {
  const workspace = await steps.carrier.connected()
  for (const name of ['campaign', 'nudge', 'alert', 'otp']) await steps.post(workspace, { class: name })
  const begun = await steps.beginAll(1)
  assert.deepEqual(
    begun.map(({ text }) => text.class),
    ['otp', 'alert', 'nudge', 'campaign'],
  )
})

test('workspaces with more texts than a batch holds share it', async () => {
  const workspaces = [await steps.carrier.connected(), await steps.carrier.connected()]
  // Empty lanes of other tests would have their share too.
  await sweep(steps.context)
  for (const workspace of workspaces) await steps.post(workspace, ...Array.from({ length: 130 }, () => ({})))
  const { begun } = await begin(128)
  for (const { id } of workspaces) assert.equal(begun.filter(({ text }) => text.workspace_id === id).length, 64)
})

test('law: of 400 texts that eight workers begin at once under a cap of 100, exactly 100 begin', async () => {
  const workspace = await steps.carrier.connected()
  await workspace.call('PUT', '/v1/spend', { daily_cap_micros: 100 * PRICE_MICROS })
  const ids = await steps.post(workspace, ...Array.from({ length: 400 }, () => ({})))
  const batches = await Promise.all(Array.from({ length: 8 }, () => begin(50)))
  const begun = batches.flatMap((batch) => batch.begun)
  const more = await steps.beginAll()
  assert.deepEqual([begun.length, more.length], [100, 0])
  assert.deepEqual((await steps.message(ids[0]!)).committed, { micros: 100 * PRICE_MICROS, segments: 100 })
})

test('an attempt on record carries what the hand-over needs to be found again, and the money it may cost', async () => {
  const workspace = await steps.carrier.connected()
  const [id] = await steps.post(workspace, {})
  const [begun] = await steps.beginAll()
  assert.match(begun!.token, /^[\w-]{22}$/)
  assert.equal(begun!.reservedMicros, PRICE_MICROS)
  const { status, attempts, committed } = await steps.message(id!)
  assert.deepEqual([status, attempts, committed], ['sending', ['started'], { micros: PRICE_MICROS, segments: 1 }])
})
