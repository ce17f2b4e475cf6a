import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ago, day, hour, span, toMilliseconds } from './time.ts'

const now = new Date(2026, 2, 12, 14, 2, 3, 114).getTime()
const before = (ms: number) => new Date(now - ms).toISOString()

describe('telling when something happened', () => {
  const cases: [ms: number, told: string][] = [
    [0, 'just now'],
    [44_000, 'just now'],
    [50_000, '1 min ago'],
    [2 * 60_000, '2 min ago'],
    [59 * 60_000, '59 min ago'],
    [59.6 * 60_000, '1 h ago'],
    [23 * 3_600_000, '23 h ago'],
    [24 * 3_600_000, '11 Mar 14:02'],
    [100 * 24 * 3_600_000, '2 Dec 2025'],
    [-20_000, 'just now'],
    [-40_000, 'in a moment'],
    [-5 * 60_000, 'in 5 min'],
  ]
  for (const [ms, told] of cases) it(`${ms} ms ago reads "${told}"`, () => assert.equal(ago(before(ms), now), told))

  it('names the day only where it is not today', () => {
    assert.equal(hour(before(0), now), '14:02')
    assert.equal(hour(before(48 * 3_600_000), now), '10 Mar 14:02')
    assert.equal(day(before(0), now), '12 Mar 14:02')
  })

  it('keeps the milliseconds of a timeline', () => assert.equal(toMilliseconds(before(0)), '14:02:03.114'))

  it('measures a span in the unit that fits', () => {
    assert.deepEqual([400, 3_210, 42_000, 600_000, 7 * 3_600_000].map(span), [
      '0.4 s',
      '3.2 s',
      '42 s',
      '10 min',
      '7 h',
    ])
  })
})
