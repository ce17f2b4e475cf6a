import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { run } from '../../test/plan.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { firstIdAt, newId } from '../kit/id.ts'
import type { Filter } from './filter.ts'
import { countStatement, idsStatement } from './history.ts'
import { historyRoutes } from './history-routes.ts'
import { CLASSES, STATUSES } from './schema.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(historyRoutes)
})
after(() => slice.close())

const counts = async (workspaceId: string) =>
  (await slice.call(actorIn(workspaceId), 'GET', '/v1/messages/counts')).body

/** In the order of their making: mostly delivered alerts; few campaigns, and none of those failed; one number rare. */
async function fill(workspaceId: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, i) => newId('msg', 1_700_000_000_000 + i * 1000))
  await slice.db.tenant(workspaceId, (tx) =>
    tx.rows(
      'test_fill',
      `insert into messages (workspace_id, id, class, status, lane, to_hash, to_sealed, encoding, segments, event_type,
         occurred_at, vouched_by, made_by_kind, made_by_id, made_by_name, cost_micros, currency, not_after)
       select $1, t.id, t.class, case when t.i % 500 = 0 and t.class <> 'campaign' then 'failed'
           when t.i % 50 = 1 then 'skipped' when t.i % 10 = 2 then 'assumed_delivered' else 'delivered' end,
         'alert', case when t.i % 5000 = 3 then '\\x01'::bytea else sha256((t.i % 3000)::text::bytea) end, '', 'GSM-7', 1,
         'direct', now(), 'caller', 'api_key', 'key', 'key', 1, 'USD', now()
       from (select u.id, u.i, case when u.i % 20 = 0 then 'otp' when u.i % 200 = 7 then 'campaign' else 'alert' end as class
         from unnest($2::text[]) with ordinality as u(id, i)) t`,
      [workspaceId, ids],
    ),
  )
}

const middle = firstIdAt('msg', new Date(1_700_000_000_000 + 20_000 * 1000))
const anything: Omit<Filter, 'workspaceId'> = {
  statuses: null,
  class: null,
  numberHash: null,
  fromId: '',
  beforeId: '~',
}
const rare = Buffer.from([1])
const questions: [string, Partial<Filter>][] = [
  ['nothing', {}],
  ['a page in the middle', { beforeId: middle }],
  [
    'a time long past',
    { fromId: firstIdAt('msg', new Date(1.7e12)), beforeId: firstIdAt('msg', new Date(1.7e12 + 6e5)) },
  ],
  ['a common status', { statuses: ['delivered'] }],
  ['a rare status', { statuses: ['failed'] }],
  ['a status that none has', { statuses: ['unknown'] }],
  [
    'common and rare statuses together, in the middle',
    { statuses: ['delivered', 'failed', 'unknown'], beforeId: middle },
  ],
  ['a class', { class: 'campaign' }],
  ['a class that none has', { class: 'nudge' }],
  ['a class and a status of which there are many, and none together', { class: 'campaign', statuses: ['failed'] }],
  ['a class, statuses and a time', { class: 'otp', statuses: ['failed', 'skipped'], fromId: middle }],
  ['a number', { numberHash: rare }],
  ['a number, a status, a class and a time', { numberHash: rare, statuses: ['failed'], class: 'otp', fromId: middle }],
]
test('among 50,000 messages no list reads more than its pages, and none sorts more than it reads', async (t) => {
  const workspaceId = await slice.workspace()
  await fill(workspaceId, 50_000)
  // A neighbour, so that the workspace alone is no condition that fits all.
  await fill(await slice.workspace(), 10_000)
  await slice.db.pool.query('analyze messages')
  for (const [about, part] of questions) {
    const filter = { workspaceId, ...anything, ...part }
    // One place in the index for each class with each status.
    const statuses = filter.statuses?.length ?? (filter.class ? STATUSES.length : 1)
    const places = statuses * (filter.statuses && !filter.class ? CLASSES.length : 1)
    for (const planned of ['custom', 'generic'] as const) {
      await t.test(`${about} (${planned} plan)`, async () => {
        const list = await slice.db.tenant(workspaceId, (tx) => run(tx, 'messages', idsStatement(filter), planned))
        assert.ok(list.looked <= 201 * places, `looked at ${list.looked}`)
        assert.ok(list.sorted <= 201 * places, `sorted ${list.sorted}`)
        assert.ok(!list.scans.includes('Seq Scan'))
      })
    }
    const count = await slice.db.tenant(workspaceId, (tx) => run(tx, 'messages', countStatement(filter), 'generic'))
    assert.ok(count.looked <= 10_001 * places, `${about}: counting looked at ${count.looked}`)
  }
  assert.equal((await counts(workspaceId)).sent.more, true)
})

test('counting stops at 10,000 and says that there are more', async () => {
  const workspaceId = await slice.workspace()
  await fill(workspaceId, 12_000)
  const body = await counts(workspaceId)
  assert.deepEqual(body.all, { count: 10_000, more: true })
  assert.deepEqual(body.sent, { count: 10_000, more: true })
  assert.deepEqual(body.pending, { count: 0, more: false })
  assert.equal(body.failed.more, false)
})
