import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failingIn, goesAgain, type Tried } from './failing.ts'

let made = 0
function tried(more: Partial<Tried> = {}): Tried {
  made += 1
  return {
    message_id: `msg_${made}`,
    ...{ state: 'accepted', status: 'delivered', error_code: null, error_class: null, http_status: 201, detail: null },
    ...{ provider: 'twilio', inherited: false, number: `n${made}`, ...more },
  }
}
const times = (count: number, more: Partial<Tried> = {}) => Array.from({ length: count }, () => tried(more))
const UNREGISTERED = { status: 'undelivered', error_code: 30034, error_class: 'bad_sender' }
const DOWN: Partial<Tried> = {
  state: 'not_sent',
  status: 'queued',
  provider: 'webhook',
  http_status: 503,
  detail: 'HTTP 503',
}

const CASES: [string, Tried[], string | null][] = [
  ['five texts to five people that the carrier refused alike', times(5, UNREGISTERED), 'code 30034'],
  ['four of them', times(4, UNREGISTERED), null],
  ['five to one phone', times(5, { ...UNREGISTERED, number: 'one' }), null],
  ['nine of ten', [...times(9, UNREGISTERED), tried()], 'code 30034'],
  ['eight of ten', [...times(8, UNREGISTERED), ...times(2)], null],
  [
    'failures of many causes',
    [30034, 30007, 21408, 30003, 30005].map((code) => tried({ ...UNREGISTERED, error_code: code })),
    null,
  ],
  [
    'numbers that are wrong',
    times(9, { state: 'rejected', status: 'failed', error_code: 21211, error_class: 'bad_recipient' }),
    null,
  ],
  [
    'numbers that said STOP',
    times(9, { state: 'rejected', status: 'failed', error_code: 21610, error_class: 'opted_out' }),
    null,
  ],
  [
    'an account that is paused, which is told otherwise',
    times(9, { state: 'rejected', status: 'queued', error_class: 'bad_credentials' }),
    null,
  ],
  ['a gateway that is down, by three texts', times(3, DOWN), 'unreachable'],
  ['two of them', times(2, DOWN), null],
  ['a gateway that is down and was up a moment ago', [...times(3, DOWN), ...times(3)], null],
  [
    'a gateway that refuses all',
    times(5, { state: 'rejected', status: 'failed', provider: 'webhook', http_status: 404 }),
    'http 404',
  ],
  ['nothing', [], null],
  ['all well', times(20), null],
]
for (const [what, texts, cause] of CASES)
  test(`${what}: ${cause ?? 'nobody is told'}`, () => assert.equal(failingIn(texts)?.cause ?? null, cause))

test('it is over once the newest went, and not while the newest fail or there are none', () => {
  assert.equal(goesAgain([...times(3), ...times(9, UNREGISTERED)]), true)
  assert.equal(goesAgain([tried(UNREGISTERED), ...times(9)]), false)
  assert.equal(goesAgain([]), false)
  assert.equal(goesAgain(times(2)), true)
})
