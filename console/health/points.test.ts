import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Minutes } from '../api.ts'
import { countMarks, pointsOf, short, shortSpan, spanMarks, ticksOf } from './points.ts'

const minute = (at: string) => ({ at, waiting: 1 }) as Minutes['items'][number]

test('a line breaks where nobody counted, and only there', () => {
  const points = pointsOf({
    seconds: 60,
    items: ['14:00', '14:01', '14:05', '14:06'].map((time) => minute(`2026-03-12T${time}:00Z`)),
  })
  assert.deepEqual(
    points.map(({ at, waiting }) => [new Date(at).toISOString().slice(11, 16), waiting ?? null]),
    [
      ['14:00', 1],
      ['14:01', 1],
      ['14:04', null],
      ['14:05', 1],
      ['14:06', 1],
    ],
  )
})

test('nothing gives nothing', () => assert.deepEqual(pointsOf({ seconds: 60, items: [] }), []))

for (const [value, text] of [
  [0, '0'],
  [0.25, '0.3'],
  [12.5, '12.5'],
  [1204.4, '1,204'],
] as const)
  test(`${value} reads ${text}`, () => assert.equal(short(value), text))

for (const [ms, text] of [
  [0, '0'],
  [0.4, '0 ms'],
  [12.4, '12 ms'],
  [1500, '1.5 s'],
  [119_000, '119 s'],
  [60_000, '1 min'],
  [90_000, '90 s'],
  [180_000, '3 min'],
  [3_600_000, '1 h'],
  [5_400_000, '90 min'],
  [3 * 3_600_000, '3 h'],
] as const)
  test(`${ms} ms reads ${text}`, () => assert.equal(shortSpan(ms), text))

for (const [most, marks] of [
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [20, [0, 5, 10, 15, 20]],
  [21, [0, 10, 20, 30]],
  [1218, [0, 500, 1000, 1500]],
  [4000, [0, 1000, 2000, 3000, 4000]],
] as const)
  test(`up to ${most} is marked at ${marks}`, () => assert.deepEqual(countMarks(most), marks))

test('spans are marked at round times of a clock', () => {
  assert.deepEqual(spanMarks(119_000).map(shortSpan), ['0', '30 s', '1 min', '90 s', '2 min'])
  assert.deepEqual(spanMarks(4100).map(shortSpan), ['0', '2 s', '4 s', '6 s'])
  assert.deepEqual(spanMarks(0.3).map(shortSpan), ['0', '1 ms'])
  assert.equal(spanMarks(9 * 24 * 3_600_000).at(-1), 9 * 24 * 3_600_000)
})

test('marks are few, round, and none is lost above them', () =>
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.constantFrom(countMarks, spanMarks),
      (most, marksOf) => {
        const levels = marksOf(Math.min(most, 345_600_000))
        assert.ok(levels.length <= 5 && levels.at(-1)! >= Math.min(most, 345_600_000), `${levels}`)
      },
    ),
  ))

for (const [span, minutes, every] of [
  ['an hour', 60, 10],
  ['three hours', 180, 30],
  ['half a day', 720, 120],
  ['two days', 2880, 720],
] as const)
  test(`${span} has a mark every ${every} minutes, at round times of the reader's clock`, () => {
    const from = Date.parse('2026-03-12T14:03:00Z')
    const ticks = ticksOf(from, from + minutes * 60_000)
    assert.ok(ticks.length >= 4 && ticks.length <= 7, `${ticks.length} marks`)
    assert.ok(ticks.every((at, n) => n === 0 || at - ticks[n - 1]! === every * 60_000))
    const midnight = new Date(ticks[0]!).setHours(0, 0, 0, 0)
    assert.equal((ticks[0]! - midnight) % (every * 60_000), 0)
    assert.ok(ticks[0]! >= from && ticks.at(-1)! <= from + minutes * 60_000)
  })
