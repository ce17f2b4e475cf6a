import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countsOf, faultIn, isShorter } from './retention-words.ts'

test('what went, or would go, is said in one phrase', () => {
  assert.equal(countsOf({ messages: 12_430, replies: 1, events: 2 }), '12,430 messages, 1 reply and 2 events')
  assert.equal(countsOf({ messages: 10_001, replies: 0, events: 10_000 }, true), '10,000+ messages and 10,000 events')
  assert.equal(countsOf({ messages: 0, replies: 0, events: 1 }), '1 event')
  assert.equal(countsOf({ messages: 0, replies: 0, events: 0 }), null)
})

test('days are whole and at least 30, or nothing at all', () => {
  for (const typed of ['', ' ', '30', '7300', ' 90 ']) assert.equal(faultIn(typed), undefined, typed)
  for (const typed of ['29', '0', '-40', '40.5', 'a year', '7301', '1e3']) assert.ok(faultIn(typed), typed)
})

test('only what keeps less is asked about', () => {
  assert.deepEqual(
    [isShorter(null, 90), isShorter(90, 60), isShorter(60, 90), isShorter(60, 60), isShorter(60, null)],
    [true, true, false, false, false],
  )
})
