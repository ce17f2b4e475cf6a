import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateFault, expiresAt, isExpired } from './expiry.ts'

const now = new Date(2026, 10, 22, 14, 2)

test('a key lasts so many days from now, or for ever', () => {
  assert.equal(expiresAt('30', '', now), new Date(now.getTime() + 30 * 86_400_000).toISOString())
  assert.equal(expiresAt('never', '2026-11-23', now), null)
})

test('a day that was chosen is over at its end, in the zone of whoever chose it', () => {
  assert.equal(expiresAt('date', '2026-11-30', now), new Date(2026, 11, 1).toISOString())
  assert.equal(expiresAt('date', '2026-12-31', now), new Date(2027, 0, 1).toISOString())
})

test('today can be chosen, yesterday and nothing cannot', () => {
  assert.equal(dateFault('2026-11-22', now), undefined)
  assert.equal(dateFault('2026-11-21', now), 'This day is over.')
  for (const odd of ['', '22.11.2026']) assert.equal(dateFault(odd, now), 'Choose a day.')
})

test('a key has expired at its moment, and never without one', () => {
  assert.equal(isExpired(now.toISOString(), now.getTime()), true)
  assert.equal(isExpired(now.toISOString(), now.getTime() - 1), false)
  assert.equal(isExpired(null, now.getTime()), false)
})
