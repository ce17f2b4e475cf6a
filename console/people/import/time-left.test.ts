import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Look, remember, timeLeft } from './time-left.ts'

const looks = (...all: [seconds: number, done: number][]): Look[] =>
  all.map(([seconds, done]) => ({ atMs: seconds * 1000, done }))

test('the time left follows from how fast it went while somebody looked', () => {
  const cases: [looks: Look[], left: string | null][] = [
    [looks(), null],
    [looks([0, 0], [1, 5000]), null],
    [looks([0, 0], [3, 0]), null],
    [looks([0, 0], [10, 99_000]), 'a few seconds left'],
    [looks([0, 0], [10, 20_000]), 'about 40 s left'],
    [looks([5, 10_000], [15, 15_000]), 'about 3 min left'],
  ]
  for (const [seen, left] of cases) assert.equal(timeLeft(seen, 100_000), left)
})

test('what was seen long ago is forgotten, and all of it where the import began anew', () => {
  const seen = looks([0, 100], [25, 200])
  assert.deepEqual(remember(seen, { atMs: 31_000, done: 300 }), looks([25, 200], [31, 300]))
  assert.deepEqual(remember(seen, { atMs: 26_000, done: 0 }), looks([26, 0]))
})
