import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInbound } from './receipt.ts'

const read = (rawBody: string) => readInbound({ url: 'https://sms.example/in', headers: {}, rawBody })
const whole = { message_id: 'in-1', from: '+14155550142', to: '+14155550100', body: 'STOP' }

test('a text that came in is read, and nobody but us answers its word', () => {
  assert.deepEqual(read(JSON.stringify(whole)), {
    reference: 'in-1',
    from: '+14155550142',
    to: '+14155550100',
    service: null,
    body: 'STOP',
    answered: false,
  })
})

const strange: unknown[] = ['', null, [], 7, '{', { ...whole, message_id: '' }, { ...whole, message_id: 'a b' }]
for (const name of ['message_id', 'from', 'to', 'body'])
  strange.push({ ...whole, [name]: undefined }, { ...whole, [name]: 1 })
for (const body of strange) {
  test(`${JSON.stringify(body)} is no text`, () => {
    assert.equal(read(typeof body === 'string' ? body : JSON.stringify(body)), null)
  })
}
