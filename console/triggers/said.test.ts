import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readList, readSaid, type Said, typedOf } from './said.ts'

const CASES: [string, Said][] = [
  ['In Review', 'In Review'],
  ['5', 5],
  ['-1.5', -1.5],
  ['05', '05'],
  ['1e3', '1e3'],
  ['"5"', '5'],
  ['true', true],
  ['"true"', 'true'],
  ['2026-02-01', '2026-02-01'],
  ['""', ''],
  ['"', '"'],
  ['  ', null],
]
for (const [typed, said] of CASES) {
  test(`${typed} is taken as ${JSON.stringify(said)}`, () => assert.equal(readSaid(typed), said))
}

test('whatever is stored is typed so that the same is read again', () => {
  const stored = fc.oneof(
    fc.string(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
  )
  fc.assert(
    fc.property(stored, (said) => {
      fc.pre(!Object.is(said, -0))
      assert.equal(readSaid(typedOf(said)), said)
    }),
  )
})

test('a list is of numbers alone or of text alone', () => {
  assert.deepEqual(readList(['1', '2']), [1, 2])
  assert.deepEqual(readList(['1', 'High']), ['1', 'High'])
  assert.deepEqual(readList(['"1"', '"2"']), ['1', '2'])
})
