import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../test/app.ts'
import { openSlice, type Slice } from '../../test/slice.ts'
import { newRoutes } from '../kit/route.ts'
import { openReconciling } from '../messages/reconcile.ts'
import { startShift } from '../messages/shift.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(newRoutes())
})
after(() => slice.close())

test('a heart-beat says when that worker last looked up what is in doubt', async () => {
  await openReconciling(slice.context)()
  const shift = await startShift(slice.context)
  const seconds = await until('the beat', async () => {
    const { rows } = await slice.db.pool.query<{ seconds: number }>(
      'select extract(epoch from now() - last_look_at)::float8 as seconds from workers where last_look_at is not null',
    )
    return rows[0]?.seconds
  })
  await shift.stop()
  assert.ok(seconds > 0 && seconds < 10, `${seconds}`)
})

test('a look that fails is none', async () => {
  const broken = { ...slice.context.db, system: () => Promise.reject(new Error('the database is away')) }
  const context = { ...slice.context, db: broken, metrics: { ...slice.context.metrics } }
  let looked = 0
  context.metrics.lookedUp = () => {
    looked += 1
  }
  await assert.rejects(openReconciling(context)())
  assert.equal(looked, 0)
})
