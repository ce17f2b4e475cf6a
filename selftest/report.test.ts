import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortcomings } from './report.ts'

const SOUND = {
  check: { asked: 10, acknowledged: 10 },
  outcome: { wanted: 10, faults: 3, recoveryMs: 100, figures: [] },
  strays: [],
}
const { check, outcome } = SOUND

test('a run in which everything happened that was to happen lacks nothing', () => {
  assert.deepEqual(shortcomings({ faultless: false }, SOUND), [])
})

const CASES: [string, Parameters<typeof shortcomings>[1], RegExp][] = [
  ['no text', { check: { asked: 0, acknowledged: 0 }, outcome: { ...outcome, wanted: 0 }, strays: [] }, /no text/],
  [
    'a text that was given up',
    { check: { asked: 10, acknowledged: 9 }, outcome, strays: [] },
    /10 texts .* 9 acknowledged/,
  ],
  ['no fault', { check, outcome: { ...outcome, faults: 0 }, strays: [] }, /not one fault/],
  ['no rest', { check, outcome: { ...outcome, recoveryMs: null }, strays: [] }, /never came to rest/],
  ['a text that waits nowhere', { check, outcome, strays: ['msg_1 is queued'] }, /msg_1 is queued \(1 in all\)/],
]
for (const [name, run, says] of CASES) {
  test(`${name}: the run proves nothing, and says so`, () => {
    const reasons = shortcomings({ faultless: false }, run)
    assert.equal(reasons.length, 1)
    assert.match(reasons[0]!, says)
  })
}

test('where nothing is to go wrong, no fault is needed', () => {
  assert.deepEqual(shortcomings({ faultless: true }, { check, outcome: { ...outcome, faults: 0 }, strays: [] }), [])
})
