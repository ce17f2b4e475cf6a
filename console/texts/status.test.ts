import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MessageOut } from '../api.ts'
import { money } from './money.ts'
import { statusLook } from './status.ts'

const now = Date.parse('2026-03-12T14:02:00Z')
const message = (values: Partial<MessageOut>) =>
  ({
    skip_reason: null,
    error: null,
    created_at: '2026-03-12T14:01:00Z',
    status_group: 'sent',
    ...values,
  }) as MessageOut
const words = (values: Partial<MessageOut>) => {
  const { word, why } = statusLook(message(values), now)
  return why ? `${word} · ${why}` : word
}
const error = (code: number | null) => ({ code, class: 'bad_recipient', cause: '', remedy: '' })

describe('how a text stands, in few words', () => {
  const cases: [told: string, values: Partial<MessageOut>][] = [
    ['Delivered', { status: 'delivered' }],
    ['Sent · no receipt', { status: 'assumed_delivered' }],
    ['Failed · landline', { status: 'undelivered', status_group: 'failed', error: error(30006) }],
    ['Failed · number', { status: 'failed', status_group: 'failed', error: error(99999) }],
    ['Skipped · opted out', { status: 'skipped', status_group: 'skipped', skip_reason: 'opted_out' }],
    ['Waiting', { status: 'queued', status_group: 'pending' }],
    ['Waiting 7 min', { status: 'queued', status_group: 'pending', created_at: '2026-03-12T13:55:00Z' }],
    ['Unknown', { status: 'unknown', status_group: 'pending', created_at: '2026-03-12T13:00:00Z' }],
  ]
  for (const [told, values] of cases) it(told, () => assert.equal(words(values), told))

  it('turns amber once it has waited for more than five minutes', () => {
    const tone = (created_at: string) =>
      statusLook(message({ status: 'queued', status_group: 'pending', created_at }), now).tone
    assert.equal(tone('2026-03-12T13:57:01Z'), 'neutral')
    assert.equal(tone('2026-03-12T13:56:59Z'), 'amber')
  })
})

describe('money', () => {
  const cases: [micros: number, told: string][] = [
    [8_300, '$0.0083'],
    [0, '$0.00'],
    [1_250_000, '$1.25'],
  ]
  for (const [micros, told] of cases) {
    it(`tells ${micros} micro-dollars as ${told}`, () => assert.equal(money({ micros, currency: 'USD' }), told))
  }
})
