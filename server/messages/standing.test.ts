import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ProviderStatus } from '../providers/adapter.ts'
import { isFinal, messageStatusOf, rise, type Standing } from './standing.ts'

const NOTHING: Standing = { status: null, rank: -1, errorCode: null }

function after(...statuses: ProviderStatus[]): Standing {
  return statuses.reduce(
    (standing, status) => rise(standing, { status, errorCode: status === 'undelivered' ? 30003 : null }),
    NOTHING,
  )
}

const LIVES: ProviderStatus[][] = [
  ['accepted', 'queued', 'sending', 'sent', 'delivered'],
  ['queued', 'sent', 'undelivered'],
  ['queued', 'sent', 'undelivered', 'delivered'],
  ['accepted', 'failed'],
  ['queued', 'sent', 'delivered', 'read'],
  ['scheduled', 'canceled'],
]

test('receipts in any order, any number of times, end in the same standing', () => {
  const shuffled = fc
    .constantFrom(...LIVES)
    .chain((life) =>
      fc.tuple(
        fc.constant(life),
        fc.shuffledSubarray([...life, ...life, ...life], { minLength: life.length * 3, maxLength: life.length * 3 }),
      ),
    )
  fc.assert(
    fc.property(shuffled, ([life, order]) => {
      assert.deepEqual(after(...order), after(...life))
    }),
    { numRuns: 10_000 },
  )
})

test('no receipt ever lowers a standing', () => {
  const any = fc.array(fc.constantFrom(...LIVES.flat()), { maxLength: 12 })
  fc.assert(
    fc.property(any, fc.constantFrom(...LIVES.flat()), (before, next) => {
      const standing = after(...before)
      assert.ok(rise(standing, { status: next, errorCode: null }).rank >= standing.rank)
    }),
  )
})

test('a delivered text stays delivered whatever is said later', () => {
  assert.equal(messageStatusOf(after('delivered', 'undelivered')), 'delivered')
  assert.equal(messageStatusOf(after('delivered', 'failed', 'sent')), 'delivered')
})

test('an undelivered text becomes delivered when the carrier confirms it late, and its error goes', () => {
  assert.deepEqual(after('undelivered', 'delivered'), { status: 'delivered', rank: 4, errorCode: null })
})

test('a text that expired in the queue of the provider is expired, not failed', () => {
  assert.equal(messageStatusOf(rise(NOTHING, { status: 'failed', errorCode: 30036 })), 'expired')
  assert.equal(messageStatusOf(rise(NOTHING, { status: 'failed', errorCode: 30008 })), 'failed')
})

test('sent may stay for ever and is not final; what the carrier decided is', () => {
  assert.equal(isFinal(after('sent')), false)
  assert.equal(isFinal(after('undelivered')), true)
})
