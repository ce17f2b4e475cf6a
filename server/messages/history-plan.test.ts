import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { run } from '../../test/plan.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { firstIdAt } from '../kit/id.ts'
import type { Filter } from './filter.ts'
import { countStatement } from './history-counts.ts'
import { historyRoutes } from './history-routes.ts'
import { CLASSES, STATUSES } from './schema.ts'
import { idsStatement, stepStatement } from './search.ts'
import { ANYTHING, isWhole, sourcesOf } from './sources.ts'
import { anything, FILLED_FROM_MS, fillHistory } from './testing-history.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(historyRoutes)
})
after(() => slice.close())

const middle = firstIdAt('msg', new Date(FILLED_FROM_MS + 20_000 * 1000))
const longPast = {
  fromId: firstIdAt('msg', new Date(FILLED_FROM_MS)),
  beforeId: firstIdAt('msg', new Date(FILLED_FROM_MS + 6e5)),
}
const rare = Buffer.from([1])

/** Each alone, and in how many places of an index it stands at most. */
const singles: [string, Partial<Filter>, number][] = [
  ['nothing', {}, 1],
  ['a common status', { statuses: ['delivered'] }, 3 * CLASSES.length],
  ['a rare status', { statuses: ['failed'] }, 3 * CLASSES.length],
  ['a status that none has', { statuses: ['unknown'] }, 3 * CLASSES.length],
  ['a class', { class: 'campaign' }, 3 * STATUSES.length],
  ['a class that none has', { class: 'nudge' }, 3 * STATUSES.length],
  ['texts', { channel: 'sms' }, CLASSES.length * STATUSES.length],
  ['mails', { channel: 'email' }, CLASSES.length * STATUSES.length],
  ['entries of inboxes', { channel: 'in_app' }, CLASSES.length * STATUSES.length],
  ['a number', { numberHash: rare }, 1],
  ['a person', { personId: 'per_4' }, 1],
  ['an event', { eventId: 'evt_17' }, 1],
  ['a kind of event', { eventType: 'mentioned' }, 8],
  ['a kind of event that texts were posted with', { eventType: 'posted' }, 8],
  ['a trigger', { triggerId: 'trg_4' }, 1],
  ['a rare trigger', { triggerId: 'trg_7' }, 1],
  ['a template', { template: 'overdue' }, 8],
  ['one version of a template', { template: 'overdue@1' }, 8],
  ['a skip reason', { skipReason: 'opted_out' }, 1],
  ['a rare skip reason', { skipReason: 'no_phone' }, 1],
  ['a skip reason that none has', { skipReason: 'suspended' }, 1],
  ['an error', { errorCode: 30006 }, 1],
  ['an error that none has', { errorCode: 21211 }, 1],
  ['what went to the test phone', { redirected: true }, 1],
  ['class, status and channel together', { class: 'campaign', statuses: ['failed'], channel: 'sms' }, 1],
  ['kind, trigger and template together', { eventType: 'overdue', triggerId: 'trg_1', template: 'overdue' }, 1],
]
const times: [string, Partial<Filter>][] = [
  ['', {}],
  [', in the middle', { beforeId: middle }],
  [', of a time long past', longPast],
  [', since a time', { fromId: middle }],
]

test('among 50,000 messages each filter reads no more than its page off one index, and sorts no more than it reads', async (t) => {
  const workspaceId = await slice.workspace()
  await fillHistory(slice, workspaceId, 50_000)
  // A neighbour, so that the workspace alone is no condition that fits all.
  await fillHistory(slice, await slice.workspace(), 10_000)
  await slice.db.pool.query('vacuum analyze messages, queue, attempts')
  for (const [about, part, places] of singles) {
    await t.test(about, async () => {
      for (const [when, range] of times) {
        const filter = { workspaceId, ...anything, ...part, ...range }
        await slice.db.tenant(workspaceId, async (tx) => {
          const sources = await sourcesOf(tx, filter)
          assert.ok(isWhole(filter, sources), `${about} has no index of its own`)
          for (const planned of ['custom', 'generic'] as const) {
            const list = await run(tx, 'messages', idsStatement(filter, sources[0] ?? ANYTHING, 51), planned)
            assert.ok(list.looked <= 51 * places, `${planned}${when}: looked at ${list.looked}`)
            assert.ok(list.sorted <= 51 * places, `${planned}${when}: sorted ${list.sorted}`)
            assert.ok(!list.scans.includes('Seq Scan'), `${planned}${when}`)
          }
        })
      }
    })
  }
  await t.test('what waits is read off the queue and the open attempts', async () => {
    const filter: Filter = { workspaceId, ...anything, statuses: ['queued', 'sending', 'unknown'] }
    await slice.db.tenant(workspaceId, async (tx) => {
      const [source] = await sourcesOf(tx, filter)
      const step = await run(tx, 'messages', stepStatement(filter, source!, 201, 51), 'generic')
      assert.ok(step.looked <= 300, `looked at ${step.looked}`)
    })
  })
  await t.test('a step of joined filters looks at as many rows as it was told', async () => {
    const filter: Filter = {
      workspaceId,
      ...anything,
      personId: 'per_4',
      sender: '12345',
      statuses: ['failed'],
      class: 'otp',
    }
    await slice.db.tenant(workspaceId, async (tx) => {
      const sources = await sourcesOf(tx, filter)
      assert.deepEqual(
        sources.map(({ name }) => name),
        ['person', 'files'],
      )
      for (const source of [...sources, ANYTHING]) {
        const step = await run(tx, 'messages', stepStatement(filter, source, 1000, 51), 'generic')
        assert.ok(step.looked <= 2001, `${source.name} looked at ${step.looked}`)
        assert.ok(!step.scans.includes('Seq Scan'))
      }
    })
  })
  await t.test('counting a group looks at 10,001 rows at most', async () => {
    for (const part of [{}, { class: 'alert' as const }, { channel: 'sms' as const }]) {
      const filter: Filter = { workspaceId, ...anything, ...part, statuses: ['sent', 'delivered', 'assumed_delivered'] }
      const count = await slice.db.tenant(workspaceId, (tx) => run(tx, 'messages', countStatement(filter), 'generic'))
      assert.ok(count.looked <= 10_001 * 2, `looked at ${count.looked}`)
    }
  })
})

test('counting stops at 10,000 and says that there are more', async () => {
  const workspaceId = await slice.workspace()
  await fillHistory(slice, workspaceId, 12_000)
  const { body } = await slice.call(actorIn(workspaceId), 'GET', '/v1/messages/counts')
  assert.deepEqual(body.all, { count: 10_000, more: true })
  assert.deepEqual(body.sent, { count: 10_000, more: true })
  assert.equal(body.pending.more, false)
  assert.equal(body.failed.more, false)
})
