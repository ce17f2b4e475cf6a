import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { beginBatch } from './begin.ts'
import { usualPace } from './pace.ts'
import { sweep } from './sweep.ts'
import { openSteps, type Steps } from './testing.ts'

let steps: Steps
before(async () => {
  steps = await openSteps()
})
afterEach(async () => {
  await steps.emptyQueue()
  await steps.change("update paces set segments_per_second = null, next_at = '-infinity'")
})
after(() => steps.close())

const begin = (rooms = new Map<string, number>()) =>
  beginBatch(steps.context, steps.shift, { limit: 64, rooms, roomForNew: 1024, urgentOnly: false })

/** A workspace with so many texts; all of them share one account and one sender. */
async function withTexts(count: number, text: object = {}): Promise<TestWorkspace> {
  const workspace = await steps.carrier.connected()
  if (count > 0) await steps.post(workspace, ...Array.from({ length: count }, () => text))
  await sweep(steps.context)
  return workspace
}

const setPace = (workspace: TestWorkspace, segments_per_second: number | null) =>
  workspace.call<{ segments_per_second: number; usual: number }>('PUT', '/v1/sms/pace', { segments_per_second })

test('a sender gives no more at once than its pace allows, then nothing until it has caught up', async () => {
  const workspace = await withTexts(50)
  await setPace(workspace, 40)
  assert.equal((await begin()).begun.length, 10 + 1, 'a quarter of a second, and the text that goes over it')
  // So that the test need not be quicker than the sender.
  await steps.change("update paces set next_at = next_at + interval '10 seconds'")
  const next = await begin()
  assert.equal(next.claimed, 0)
  assert.ok(next.opensInMs! > 1000 && next.opensInMs! < 10_300, `${next.opensInMs} ms`)
  await steps.change("update paces set next_at = next_at - interval '30 seconds'")
  assert.equal((await begin()).begun.length, 11, 'time that went unused does not add up')
})

test('long texts count by their segments', async () => {
  const workspace = await withTexts(10, { body: 'x'.repeat(400) })
  await setPace(workspace, 12)
  assert.equal((await begin()).begun.length, 2, 'three segments of four, and one text that goes over')
})

test('workspaces that send from one number share its pace', async () => {
  const workspaces = [await withTexts(20), await withTexts(20)]
  await setPace(workspaces[0]!, 40)
  const read = await workspaces[1]!.call<{ segments_per_second: number }>('GET', '/v1/sms/pace')
  assert.equal(read.body.segments_per_second, 40)
  assert.equal((await begin()).begun.length, 11)
  await steps.change("update paces set next_at = next_at + interval '10 seconds'")
  assert.equal((await begin()).claimed, 0)
})

test('where only one text may go, the most urgent goes', async () => {
  const workspace = await withTexts(20, { class: 'campaign' })
  const [code] = await steps.post(workspace, { class: 'otp' })
  await sweep(steps.context)
  await setPace(workspace, 1)
  const { begun } = await begin()
  assert.deepEqual(
    begun.map(({ text }) => text.id),
    [code],
  )
})

test('an account that has no room left gives nothing, and one with room for three gives three', async () => {
  await withTexts(20)
  const account = steps.carrier.simulator.state.accounts.find((one) => one.kind === 'Full')!.sid
  assert.equal((await begin(new Map([[account, 0]]))).claimed, 0)
  assert.equal((await begin(new Map([[account, 3]]))).begun.length, 3)
})

test('nothing is held up behind a sender that has used up its pace', async () => {
  const slow = await withTexts(30)
  await setPace(slow, 1)
  await begin()
  const other = await steps.carrier.connected({ sender: { kind: 'phone_number', phone_number: '+14155550102' } })
  await steps.post(other, {})
  const { begun } = await begin()
  assert.deepEqual(
    begun.map(({ text }) => text.workspace_id),
    [other.id],
  )
})

test('a pace that is ahead by more than can be is that of a clock that was set back', async () => {
  const workspace = await withTexts(5)
  await setPace(workspace, 1000)
  await steps.change("update paces set next_at = now() + interval '1 hour'")
  assert.equal((await begin()).claimed, 0)
  await sweep(steps.context)
  assert.equal((await begin()).claimed, 5)
})

test("lanes that only seem to hold something take nobody's place where little may go", async () => {
  const workspace = await withTexts(5, { class: 'campaign' })
  // Begun and gone, but their lanes are awake until the next sweep.
  await steps.post(workspace, { class: 'otp' }, { class: 'alert' }, { class: 'nudge' })
  await steps.change("delete from queue where lane <> 'campaign'")
  await setPace(workspace, 1)
  assert.equal((await begin()).begun.length, 1)
})

test('a change of pace is on record once however often it is saved, and it takes the permission to configure', async () => {
  const workspace = await withTexts(0)
  const { status, body } = await setPace(workspace, 7.5)
  assert.deepEqual([status, body.segments_per_second, body.usual], [200, 7.5, null])
  assert.equal((await setPace(workspace, 7.5)).status, 200)
  for (const wrong of [0, -1, 'fast', 1e9]) assert.equal((await setPace(workspace, wrong as number)).status, 422)
  const entries = await steps.context.db.tenant(workspace.id, (tx) =>
    tx.selectFrom('audit_entries').select('changes').where('action', '=', 'sms_pace.changed').execute(),
  )
  assert.deepEqual(entries, [{ changes: { segments_per_second: { from: null, to: 7.5 } } }])
})

const USUAL: Parameters<typeof usualPace>[] = [
  ['twilio', 'phone_number', 'US'],
  ['twilio', 'phone_number', 'CA'],
  ['twilio', 'short_code', 'US'],
  ['twilio', 'alphanumeric', null],
  ['twilio', 'messaging_service', null],
  ['simulator', 'phone_number', 'US'],
]
test('the usual pace is by the kind of sender', () => {
  assert.deepEqual(
    USUAL.map((one) => usualPace(...one)),
    [10, 1, 100, 10, null, null],
  )
})
