import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSlice, type Slice } from '../../test/slice.ts'
import { firstIdAt } from '../kit/id.ts'
import type { Filter } from './filter.ts'
import { FITS, RANGE, valuesOf } from './fits.ts'
import { countMessages } from './history-counts.ts'
import { historyRoutes } from './history-routes.ts'
import { CLASSES, STATUSES } from './schema.ts'
import { findIds } from './search.ts'
import { anything, FILLED_FROM_MS, fillHistory } from './testing-history.ts'

const ROWS = 6000

let slice: Slice
let workspaceId: string
before(async () => {
  slice = await openSlice(historyRoutes)
  workspaceId = await slice.workspace()
  await fillHistory(slice, workspaceId, ROWS)
  await fillHistory(slice, await slice.workspace(), 500)
  await slice.db.pool.query('vacuum analyze messages, queue, attempts')
})
after(() => slice.close())

const moment = fc
  .integer({ min: -10, max: ROWS + 10 })
  .map((s) => firstIdAt('msg', new Date(FILLED_FROM_MS + s * 1000)))
const perhaps = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 3, nil: null })
const filters: fc.Arbitrary<Omit<Filter, 'workspaceId'>> = fc.record({
  channel: perhaps(fc.constantFrom('sms' as const, 'email' as const, 'in_app' as const)),
  statuses: perhaps(fc.subarray([...STATUSES], { minLength: 1 })),
  class: perhaps(fc.constantFrom(...CLASSES)),
  numberHash: fc.option(fc.constant(Buffer.from([1])), { freq: 12, nil: null }),
  personId: perhaps(fc.integer({ min: 0, max: 60 }).map((n) => `per_${n}`)),
  eventId: fc.option(
    fc.integer({ min: 0, max: 60 }).map((n) => `evt_${n}`),
    { freq: 12, nil: null },
  ),
  eventType: perhaps(fc.constantFrom('mentioned', 'overdue', 'posted', 'direct', 'never')),
  triggerId: perhaps(fc.constantFrom('trg_1', 'trg_4', 'trg_7', 'trg_none')),
  template: perhaps(fc.constantFrom('mentioned', 'overdue', 'overdue@1', 'mentioned@0', 'none')),
  sender: perhaps(fc.constantFrom('12345', '+14155550100')),
  skipReason: perhaps(fc.constantFrom('opted_out' as const, 'no_phone' as const)),
  errorCode: perhaps(fc.constantFrom(30006, 30007)),
  redirected: fc.boolean(),
  fromId: fc.option(moment, { freq: 3, nil: '' }),
  beforeId: fc.option(moment, { freq: 3, nil: '~' }),
})

/** One of them, or two, or whatever comes: all at once nothing fits. */
const few = fc.tuple(filters, fc.subarray(Object.keys(anything) as (keyof Filter)[], { maxLength: 4 })).map(
  ([all, kept]): Omit<Filter, 'workspaceId'> => ({
    ...anything,
    ...Object.fromEntries(kept.map((key) => [key, all[key as keyof typeof all]])),
  }),
)

async function naively(filter: Filter): Promise<{ id: string; status: string }[]> {
  return slice.db.tenant(workspaceId, (tx) =>
    tx.rows(
      '',
      `select m.id, m.status from messages m where ${RANGE} and ${FITS} order by m.id desc`,
      valuesOf(filter),
    ),
  )
}

async function inPages(filter: Filter, limit: number, budgetMs: number): Promise<string[]> {
  const seen: string[] = []
  for (let beforeId: string | null = filter.beforeId; beforeId !== null; ) {
    const from: string = beforeId
    const { ids, lookedTo } = await slice.db.tenant(workspaceId, (tx) =>
      findIds(tx, { ...filter, beforeId: from }, limit, budgetMs),
    )
    seen.push(...ids.slice(0, limit))
    beforeId = ids.length > limit ? seen.at(-1)! : lookedTo
    assert.ok(beforeId === null || beforeId < from, 'a page goes on where the one before ended')
  }
  return seen
}

test('paging by any filters gives what fits, each once and in order, however little time a page has', async () => {
  await fc.assert(
    fc.asyncProperty(few, fc.constantFrom(7, 50, 200), fc.constantFrom(0, 3, 1000), async (part, limit, budgetMs) => {
      const filter = { workspaceId, ...part }
      const expected = await naively(filter)
      assert.deepEqual(
        await inPages(filter, limit, budgetMs),
        expected.map(({ id }) => id),
      )
    }),
    { numRuns: 60 },
  )
})

test('counts are right, or say that there are more', async () => {
  await fc.assert(
    fc.asyncProperty(few, async (part) => {
      const filter = { workspaceId, ...part }
      const expected = (await naively(filter)).length
      const { all } = await countMessages(slice.context, filter)
      if (all.more) assert.ok(all.count <= expected)
      else assert.equal(all.count, expected)
    }),
    { numRuns: 40 },
  )
})

test('when the time is up before there is a page, it is said how far back was looked', async () => {
  const filter: Filter = { workspaceId, ...anything, sender: 'nobody' }
  const found = await slice.db.tenant(workspaceId, (tx) => findIds(tx, filter, 50, 0))
  assert.deepEqual(found.ids, [])
  const looked = await slice.db.tenant(workspaceId, (tx) =>
    tx.rows<{ count: number }>('', 'select count(*)::int from messages where workspace_id = $1 and id >= $2', [
      workspaceId,
      found.lookedTo,
    ]),
  )
  assert.equal(looked[0]!.count, 201)
  const enough = await slice.db.tenant(workspaceId, (tx) => findIds(tx, filter, 50, 60_000))
  assert.deepEqual(enough, { ids: [], lookedTo: null })
})
