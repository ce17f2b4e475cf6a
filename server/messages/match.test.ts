import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Claimant, type Listing, match } from './match.ts'

const listing = (reference: string, createdMs: number): Listing => ({ reference, createdMs })

/** An attempt that may own what was created up to 100 after it began, and 10 before. */
function claimant(key: string, startedMs: number, same: Listing[], more: Partial<Claimant> = {}): Claimant {
  return { key, fromMs: startedMs - 10, untilMs: startedMs + 100, pending: false, same, perhaps: [], ...more }
}

const a = listing('SMa', 1000)
const b = listing('SMb', 1050)

const cases: [string, Claimant[], Record<string, string>][] = [
  ['a message is found by the one that made it', [claimant('x', 1000, [a])], { x: 'SMa' }],
  ['without a message the look was empty', [claimant('x', 1000, [])], { x: 'empty' }],
  [
    'two messages go to two in the order of time',
    [claimant('y', 1040, [b, a]), claimant('x', 1000, [b, a])],
    { x: 'SMa', y: 'SMb' },
  ],
  [
    'one message settles one of two, and the other had an empty look',
    [claimant('x', 1000, [a]), claimant('y', 1005, [a])],
    { x: 'SMa', y: 'empty' },
  ],
  ['one that was made too late for it is left alone, but not passed over', [claimant('x', 800, [a])], { x: 'unclear' }],
  ['one that was made before it is of no concern', [claimant('x', 1100, [a])], { x: 'empty' }],
  [
    'while another may still be answered, its message is not taken away',
    [claimant('x', 1000, [a]), claimant('y', 1005, [a], { pending: true })],
    { x: 'later', y: 'later' },
  ],
  [
    'what an earlier one that may still be answered could own is waited for',
    [claimant('x', 995, [a], { pending: true }), claimant('y', 1000, [a])],
    { x: 'later', y: 'later' },
  ],
  [
    'with enough for all there is nothing to wait for',
    [claimant('x', 1000, [a, b]), claimant('y', 1005, [a, b], { pending: true })],
    { x: 'SMa', y: 'later' },
  ],
  ['hidden words that fit leave it open', [claimant('x', 1000, [], { perhaps: [a] })], { x: 'unclear' }],
  ['hidden words of another time do not', [claimant('x', 2000, [], { perhaps: [a] })], { x: 'empty' }],
  [
    'a message with its very words comes before hidden ones',
    [claimant('x', 1000, [b], { perhaps: [a] })],
    { x: 'SMb' },
  ],
]
for (const [what, claimants, expected] of cases) {
  test(what, () => {
    const verdicts = [...match(claimants)].map(([key, verdict]) => [
      key,
      verdict.kind === 'found' ? verdict.reference : verdict.kind,
    ])
    assert.deepEqual(Object.fromEntries(verdicts), expected)
  })
}

test('whoever made what: what is there and what would be sent again are never more than were wanted', () => {
  const attempts = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 600 }), took: fc.integer({ min: 0, max: 90 }), sent: fc.boolean() }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(attempts, (made) => {
      const listings = made.flatMap(({ at, took, sent }, i) => (sent ? [listing(`SM${i}`, at + took)] : []))
      const verdicts = [...match(made.map(({ at }, i) => claimant(`${i}`, at, listings))).values()]
      const references = verdicts.flatMap((verdict) => (verdict.kind === 'found' ? [verdict.reference] : []))
      const again = verdicts.filter(({ kind }) => kind === 'empty').length
      assert.equal(new Set(references).size, references.length)
      assert.ok(listings.length + again <= made.length, `${listings.length} there, ${again} again`)
    }),
    { numRuns: 500 },
  )
})
