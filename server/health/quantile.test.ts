import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { STEPS_SECONDS } from '../kit/metrics.ts'
import { addCounts, quantile } from './quantile.ts'

const counts = (...pairs: [step: number, count: number][]) =>
  pairs.reduce((all, [step, count]) => all.with(step, count), STEPS_SECONDS.map(() => 0).concat(0))

const CASES: [what: string, counts: number[], share: number, seconds: number | null][] = [
  ['nothing was counted', counts(), 0.5, null],
  ['the middle of the first step', counts([0, 10]), 0.5, 0.0025],
  ['the end of the second', counts([0, 5], [1, 5]), 1, 0.01],
  ['half of two steps is where they meet', counts([3, 7], [4, 7]), 0.5, 0.05],
  ['a rare long one does not move the middle', counts([0, 99], [12, 1]), 0.5, 0.005 * (50 / 99)],
  ['longer than all steps', counts([STEPS_SECONDS.length, 3]), 0.95, 300],
]

for (const [what, given, share, seconds] of CASES) {
  test(`${what}: ${seconds}`, () => assert.equal(quantile(given, share), seconds))
}

const steps = fc.array(fc.nat(1000), { minLength: STEPS_SECONDS.length + 1, maxLength: STEPS_SECONDS.length + 1 })

test('a greater share never lies below a smaller one', () => {
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      assert.ok((quantile(given, share) ?? 0) <= (quantile(given, 1) ?? 0))
    }),
  )
})

test('adding keeps every count, whichever is the longer', () => {
  const sum = (all: number[]) => all.reduce((total, one) => total + one, 0)
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), fc.array(fc.nat(1000)), (a, b) => {
      assert.equal(sum(addCounts(a, b)), sum(a) + sum(b))
    }),
  )
})
