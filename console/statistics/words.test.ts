import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SKIP_REASONS } from '../../server/messages/schema.ts'
import { changeWords, percent, skipName, spanWords } from './words.ts'

test('parts are said as exactly as they are worth', () => {
  assert.deepEqual([null, 0, 0.0004, 0.0042, 0.034, 0.123, 1].map(percent), [
    '–',
    '0 %',
    '< 0.1 %',
    '0.4 %',
    '3.4 %',
    '12 %',
    '100 %',
  ])
})

test('a change is said by what was before', () => {
  assert.equal(changeWords(112, 100), '+12 %')
  assert.equal(changeWords(97, 100), '−3 %')
  assert.equal(changeWords(100, 100), 'as before')
  assert.equal(changeWords(5, 0), 'none before')
})

test('a time has one unit', () => {
  assert.deepEqual([null, 420, 3200, 42_000, 240_000, 7_200_000].map(spanWords), [
    '–',
    '420 ms',
    '3.2 s',
    '42 s',
    '4 min',
    '2 h',
  ])
})

test('every reason to send nothing has its words', () => {
  for (const reason of SKIP_REASONS) assert.doesNotMatch(skipName(reason), /^[a-z]/, reason)
})
