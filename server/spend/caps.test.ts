import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openSlice, type Slice } from '../../test/slice.ts'
import { newId } from '../kit/id.ts'
import { type Reserved, release, reserve, type Wanted } from './caps.ts'
import { spendRoutes } from './routes.ts'

/** Far enough from midnight that no test here runs into the next day. */
const timeZone = new Date().getUTCHours() === 23 ? 'Etc/GMT+6' : 'UTC'

let slice: Slice
before(async () => {
  slice = await openSlice(spendRoutes, { connections: 42 })
})
after(() => slice.close())

const text = (workspaceId: string, micros: number, exempt = false, inherited = false): Wanted => ({
  workspaceId,
  messageId: newId('msg'),
  micros,
  segments: 1,
  exempt,
  inherited,
})

async function cappedAt(micros: number | null): Promise<string> {
  const workspaceId = await slice.workspace({ timeZone })
  if (micros !== null)
    await slice.db.tenant(workspaceId, (tx) =>
      tx.insertInto('spend_caps').values({ workspace_id: workspaceId, daily_micros: micros }).execute(),
    )
  return workspaceId
}

async function passed(wanted: Wanted[]): Promise<Wanted[]> {
  const verdicts = await slice.db.system((tx) => reserve(tx, wanted))
  return wanted.filter((one) => verdicts.get(`${one.workspaceId}|${one.messageId}`)!.ok)
}

async function committed(workspaceId: string): Promise<{ micros: number; segments: number }> {
  const [row] = await slice.db.system((tx) =>
    tx.rows<{ micros: number; segments: number }>(
      'test_committed',
      'select coalesce(sum(committed_micros), 0)::float8 as micros, coalesce(sum(segments), 0)::float8 as segments from spend_days where workspace_id = $1',
      [workspaceId],
    ),
  )
  return row!
}

test('of 3,000 tries by 40 connections under a cap of exactly 1,000 texts, exactly 1,000 pass', async () => {
  const workspaceId = await cappedAt(1_000 * 8_300)
  const other = await cappedAt(null)
  const tries = Array.from({ length: 750 }, (_, i) =>
    // Neighbours in other orders, so that transactions meet on two rows in both directions.
    i % 2 ? [text(other, 1), ...four(workspaceId)] : [...four(workspaceId), text(other, 1)],
  )
  const ok: Wanted[] = []
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      for (let wanted = tries.pop(); wanted; wanted = tries.pop()) ok.push(...(await passed(wanted)))
    }),
  )
  assert.equal(ok.filter((one) => one.workspaceId === workspaceId).length, 1_000)
  assert.deepEqual(await committed(workspaceId), { micros: 8_300_000, segments: 1_000 })
  assert.deepEqual(await committed(other), { micros: 750, segments: 750 })
})

const four = (workspaceId: string) => Array.from({ length: 4 }, () => text(workspaceId, 8_300))

test('texts are judged in the order given: a dear one that does not fit leaves room for a cheap one after it', async () => {
  const workspaceId = await cappedAt(100)
  const wanted = [60, 50, 40, 1].map((micros) => text(workspaceId, micros))
  assert.deepEqual(
    (await passed(wanted)).map((one) => one.micros),
    [60, 40],
  )
  const verdicts = await slice.db.system((tx) => reserve(tx, [text(workspaceId, 1)]))
  assert.deepEqual([...verdicts.values()], [{ ok: false, capMicros: 100, of: 'workspace' }])
})

test('without a cap everything passes; a cap of zero lets nothing pass but what is exempt, which is counted', async () => {
  const free = await cappedAt(null)
  const closed = await cappedAt(0)
  const wanted = [text(free, 1e12), text(closed, 5), text(closed, 7, true)]
  assert.deepEqual(await passed(wanted), [wanted[0], wanted[2]])
  assert.deepEqual(await committed(closed), { micros: 7, segments: 1 })
})

test('what is given back makes room again, on the day it was taken from', async () => {
  const workspaceId = await cappedAt(10)
  const first = text(workspaceId, 10)
  const verdicts = await slice.db.system((tx) => reserve(tx, [first]))
  const verdict = verdicts.get(`${workspaceId}|${first.messageId}`)!
  assert.ok(verdict.ok)
  assert.equal((await passed([text(workspaceId, 10)])).length, 0)
  await slice.db.system((tx) =>
    release(tx, [{ workspaceId, day: verdict.day, micros: 10, segments: 1, inherited: false }]),
  )
  assert.deepEqual(await committed(workspaceId), { micros: 0, segments: 0 })
  assert.equal((await passed([text(workspaceId, 10)])).length, 1)
})

test('giving back more than was taken is refused, because it would let texts past the cap', async () => {
  const workspaceId = await cappedAt(10)
  assert.equal((await passed([text(workspaceId, 10)])).length, 1)
  const { day } = await today()
  const twice = Array.from({ length: 2 }, () => ({ workspaceId, day, micros: 10, segments: 1, inherited: false }))
  await assert.rejects(
    slice.db.system((tx) => release(tx, twice)),
    /spend_days_committed_micros_check/,
  )
})

async function today(): Promise<{ day: string }> {
  const [row] = await slice.db.system((tx) =>
    tx.rows<{ day: string }>('test_today', 'select (now() at time zone $1)::date::text as day', [timeZone]),
  )
  return row!
}

test('a workspace whose clock is ahead is counted on its own day', async () => {
  const [ahead, behind] = await Promise.all(
    ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].map((timeZone) => slice.workspace({ timeZone })),
  )
  const wanted = [text(ahead!, 1), text(behind!, 1)]
  const verdicts = await slice.db.system((tx) => reserve(tx, wanted))
  const [dayAhead, dayBehind] = [...verdicts.values()].map((verdict) => (verdict.ok ? Date.parse(verdict.day) : 0))
  // 25 hours lie between the two, so their dates always differ.
  assert.ok(dayAhead! > dayBehind!)
})

test('law: never more is committed than the cap allows, and what is committed is what passed and was not given back', async () => {
  const step = fc.oneof(
    fc.record({
      take: fc.array(fc.record({ micros: fc.integer({ min: 0, max: 50 }), exempt: fc.boolean() }), { maxLength: 8 }),
    }),
    fc.record({ giveBack: fc.integer({ min: 1, max: 3 }) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 200 }),
      fc.array(step, { minLength: 1, maxLength: 12 }),
      async (cap, steps) => {
        const workspaceId = await cappedAt(cap)
        const { day } = await today()
        const held: (Reserved & { exempt: boolean })[] = []
        for (const one of steps) {
          if ('take' in one) {
            const wanted = one.take.map(({ micros, exempt }) => text(workspaceId, micros, exempt))
            let total = sum(held)
            const expected = wanted.filter(({ micros, exempt }) => {
              const fits = exempt || total + micros <= cap
              if (fits) total += micros
              return fits
            })
            assert.deepEqual(await passed(wanted), expected)
            for (const { micros, exempt } of expected)
              held.push({ workspaceId, day, micros, segments: 1, exempt, inherited: false })
          } else {
            const back = held.splice(0, one.giveBack)
            await slice.db.system((tx) => release(tx, back))
          }
          assert.deepEqual(await committed(workspaceId), { micros: sum(held), segments: held.length })
          if (!held.some(({ exempt }) => exempt)) assert.ok(sum(held) <= cap)
        }
      },
    ),
    { numRuns: 60 },
  )
})

const sum = (items: { micros: number }[]) => items.reduce((total, { micros }) => total + micros, 0)

test('taking and giving back at once, over many workspaces in any order, neither loses a micro nor waits in a circle', async () => {
  const workspaceIds = await Promise.all(Array.from({ length: 12 }, () => cappedAt(40 * 10)))
  const shuffled = () => workspaceIds.map((id) => ({ id, key: Math.random() })).sort((a, b) => a.key - b.key)
  const { day } = await today()
  const kept = new Map(workspaceIds.map((id) => [id, 0]))
  await Promise.all(
    Array.from({ length: 30 }, async () => {
      for (let round = 0; round < 6; round++) {
        const wanted = shuffled().flatMap(({ id }) => [text(id, 10), text(id, 10)])
        const taken = await passed(wanted)
        const [back, stay] = [taken.filter((_, i) => i % 2), taken.filter((_, i) => i % 2 === 0)]
        await slice.db.system((tx) =>
          release(
            tx,
            back.map(({ workspaceId, micros, segments }) => ({ workspaceId, day, micros, segments, inherited: false })),
          ),
        )
        for (const { workspaceId } of stay) kept.set(workspaceId, kept.get(workspaceId)! + 1)
      }
    }),
  )
  for (const [workspaceId, texts] of kept) {
    assert.ok(texts <= 40)
    assert.deepEqual(await committed(workspaceId), { micros: texts * 10, segments: texts })
  }
})
