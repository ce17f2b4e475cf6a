import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFilters, toQuery } from './filters.ts'
import { changesOf, shown } from './words.ts'

test('a change is told by what was and what is, each where it is known', () => {
  assert.deepEqual(changesOf({ before: { state_name: 'Open' }, after: { state_name: 'Done', points: 3 } }), [
    ['state name', 'Open', 'Done'],
    ['points', '–', '3'],
  ])
  assert.deepEqual(changesOf({ before: null, after: null }), [])
})

test('a value is shown as somebody reads it', () => {
  assert.deepEqual([null, '', [], ['a', null], false, 0, { a: 1 }].map(shown), [
    '–',
    '–',
    '–',
    'a, –',
    'no',
    '0',
    '{"a":1}',
  ])
})

test('what an address says that is no filter is passed over', () => {
  assert.deepEqual(readFilters({ type: 'mentioned', outcome: 'lost', days: -1, more: 1 }), { type: 'mentioned' })
  assert.deepEqual(readFilters({ type: 'Mentioned!', outcome: 'nobody' }), { outcome: 'nobody' })
  assert.deepEqual(Object.keys(toQuery({ days: 7, outcome: 'failed' })).sort(), ['outcome', 'since'])
})
