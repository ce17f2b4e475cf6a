import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openThrottle } from './throttle.ts'

const BUSY = { kind: 'not_sent', why: 'rate_limited', detail: 'Too many requests' } as const
const TAKEN = { kind: 'accepted', reference: 'SM1', status: 'queued', segments: 1 } as const

test('an account that was too busy is told with the share that it still gets, and no other is', () => {
  const throttle = openThrottle({ slots: 100, connections: 10 })
  assert.deepEqual(throttle.slowed(), { accounts: 0, leastShare: 1 })
  const ends = Array.from({ length: 40 }, () => throttle.sent('AC1'))
  const other = throttle.sent('AC2')
  for (const end of ends) end(BUSY)
  other(TAKEN)
  assert.deepEqual(throttle.slowed(), { accounts: 1, leastShare: 0.05 })
})
