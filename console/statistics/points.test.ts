import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Statistics } from './api.ts'
import { pointsOf } from './points.ts'

type Group = Statistics['groups'][number]
const group = (more: Partial<Group>): Group => ({
  messages: 4,
  pending: 0,
  sent: 3,
  delivered: 2,
  failed: 1,
  skipped: 0,
  failure_rate: 0.25,
  segments: 3,
  cost: null,
  ...more,
})

test('every day has its bar, also those with nothing, and what was sent is told from what arrived', () => {
  const range = { from: '2026-03-01', to: '2026-03-03' }
  const bars = pointsOf([group({ day: '2026-03-02' })], range, 'UTC', 'status')
  assert.deepEqual(
    bars.map(({ at, parts }) => [at, parts]),
    [
      ['2026-03-01', {}],
      ['2026-03-02', { delivered: 2, sent: 1, pending: 0, failed: 1, skipped: 0 }],
      ['2026-03-03', {}],
    ],
  )
})

test('many days are drawn by the week, counted from the first', () => {
  const range = { from: '2026-01-01', to: '2026-04-30' }
  const days = ['2026-01-07', '2026-01-08', '2026-01-14'].map((day) => group({ day, key: 'sms' }))
  const bars = pointsOf(days, range, 'UTC', 'channel').filter(({ parts }) => parts.sms)
  assert.deepEqual(
    bars.map(({ at, parts }) => [at, parts.sms]),
    [
      ['2026-01-01', 4],
      ['2026-01-08', 8],
    ],
  )
})

test('of two days every hour between the first and the last has its bar; of one its name says no day', () => {
  const hours = ['2026-03-01T10:00:00.000Z', '2026-03-01T13:00:00.000Z'].map((hour) => group({ hour }))
  const labels = (to: string) =>
    pointsOf(hours, { from: '2026-03-01', to }, 'Asia/Kolkata', 'status').map(({ label }) => label)
  assert.deepEqual(labels('2026-03-02'), ['1 Mar, 15:30', '1 Mar, 16:30', '1 Mar, 17:30', '1 Mar, 18:30'])
  assert.deepEqual(labels('2026-03-01'), ['15:30', '16:30', '17:30', '18:30'])
})
