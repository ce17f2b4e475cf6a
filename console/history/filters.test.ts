import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFilters, toQuery } from './filters.ts'

test('an address keeps what it may say, and passes over what it may not', () => {
  const search = {
    channel: 'fax',
    class: 'otp',
    sender: 12345,
    error: 30006,
    redirected: true,
    days: 'many',
    person: '',
    trigger: 'trg_1',
    other: 'x',
  }
  assert.deepEqual(readFilters(search), {
    class: 'otp',
    sender: '12345',
    error: 30006,
    redirected: 'true',
    trigger: 'trg_1',
  })
})

test('the API is asked for the same, with a time instead of days', () => {
  const { since, ...query } = toQuery({ status: 'failed', error: 30006, channel: 'sms', days: 7 })
  assert.deepEqual(query, { status: 'failed', error: '30006', channel: 'sms' })
  assert.ok(Date.parse(since!) < Date.now() - 6 * 86_400_000)
})

test('what counts by status leaves the status out', () => {
  assert.deepEqual(toQuery({ status: 'failed', template: 'overdue' }, true), { template: 'overdue' })
})
