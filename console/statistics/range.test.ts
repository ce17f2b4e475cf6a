import assert from 'node:assert/strict'
import { test } from 'node:test'
import { before, daysOf, dayWords, lastDays, rangeWords, stepOf, today } from './range.ts'

test('the day is that of the time zone', () => {
  const now = Date.parse('2026-11-22T23:30:00Z')
  assert.deepEqual(
    ['UTC', 'Asia/Kathmandu', 'America/New_York'].map((zone) => today(zone, now)),
    ['2026-11-22', '2026-11-23', '2026-11-22'],
  )
})

test('what a range is compared with has as many days and ends the day before', () => {
  const range = lastDays(30, '2026-03-12')
  assert.deepEqual(range, { from: '2026-02-11', to: '2026-03-12' })
  assert.deepEqual(before(range), { from: '2026-01-12', to: '2026-02-10' })
  assert.equal(daysOf(before(range)), 30)
})

test('a bar stands for an hour, a day or a week', () => {
  const steps = [1, 2, 3, 92, 93, 366].map((days) => stepOf(lastDays(days, '2026-03-12')))
  assert.deepEqual(steps, ['hour', 'hour', 'day', 'day', 'week', 'week'])
})

test('days and ranges are said as short as can be', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  assert.deepEqual([dayWords('2026-11-03', now), dayWords('2025-11-03', now)], ['3 Nov', '3 Nov 2025'])
  const year = String(new Date().getUTCFullYear())
  assert.equal(rangeWords({ from: `${year}-11-03`, to: `${year}-11-09` }), '3 – 9 Nov')
  assert.equal(rangeWords({ from: `${year}-10-28`, to: `${year}-11-03` }), '28 Oct – 3 Nov')
  assert.equal(rangeWords({ from: `${year}-11-03`, to: `${year}-11-03` }), '3 Nov')
})
