import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Minutes } from '../api.ts'
import { pointsOf, short, shortSpan } from './points.ts'

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
  [0.4, '0 ms'],
  [12.4, '12 ms'],
  [1500, '1.5 s'],
  [119_000, '119 s'],
  [180_000, '3 min'],
  [3 * 3_600_000, '3 h'],
] as const)
  test(`${ms} ms reads ${text}`, () => assert.equal(shortSpan(ms), text))
