import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../providers/adapter.ts'
import { openThrottle } from './throttle.ts'

const unreachable: Outcome = { kind: 'not_sent', why: 'unreachable', detail: '' }
const notTried: Outcome = { kind: 'not_sent', why: 'not_tried', detail: '' }

test('texts that went together and could not be handed over are one miss, not one each', (t) => {
  let nowMs = 0
  t.mock.method(performance, 'now', () => nowMs)
  const throttle = openThrottle({ slots: 100, connections: 10 })
  const failTogether = () => {
    const ends = Array.from({ length: 20 }, () => throttle.sent('A'))
    nowMs += 10
    return Math.max(...ends.map((end) => end(unreachable)))
  }
  assert.deepEqual([1, 2, 3, 4, 5].map(failTogether), [0, 0, 0, 1, 2])
})

test('a worker that was paused before it could send leaves the account as it was', () => {
  const throttle = openThrottle({ slots: 100, connections: 10 })
  const rest = throttle.sent('A')
  const ends = Array.from({ length: 40 }, () => throttle.sent('A'))
  for (const end of ends) assert.equal(end(notTried), 0)
  assert.equal(throttle.rooms().get('A'), 9)
  rest(notTried)
})
