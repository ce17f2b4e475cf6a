import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../providers/adapter.ts'
import { openThrottle, type Throttle } from './throttle.ts'

const accepted: Outcome = { kind: 'accepted', reference: 'SM', status: 'queued', segments: 1 }
const limited: Outcome = { kind: 'not_sent', why: 'rate_limited', detail: '' }
const unreachable: Outcome = { kind: 'not_sent', why: 'unreachable', detail: '' }
const unknown: Outcome = { kind: 'unknown', why: 'timeout', detail: '', httpStatus: null }

const send = (throttle: Throttle, account: string, count: number) =>
  Array.from({ length: count }, () => throttle.sent(account))
const room = (throttle: Throttle, account = 'A') => throttle.rooms().get(account)

test('an account that was never sent to gets as many as there are connections', () => {
  const throttle = openThrottle({ slots: 100, connections: 10 })
  assert.deepEqual([throttle.rooms().size, throttle.roomForNew()], [0, 10])
})

/** An account that has answered often enough to be given all there is. */
function known(options: { slots: number; connections: number }): Throttle {
  const throttle = openThrottle(options)
  for (let i = 0; i < options.slots; i++) throttle.sent('A')(accepted)
  return throttle
}

test('one that has not answered yet gets no more than it has connections', () => {
  const throttle = openThrottle({ slots: 100, connections: 10 })
  send(throttle, 'A', 4)
  assert.equal(room(throttle), 6)
  send(throttle, 'A', 6)
  assert.deepEqual([room(throttle), throttle.hasRoom('A'), throttle.hasRoom('B')], [0, false, true])
})

test('answers double what an account gets, up to three quarters of all slots and half of those left', () => {
  const throttle = openThrottle({ slots: 100, connections: 10 })
  for (const end of send(throttle, 'A', 10).slice(1)) end(accepted)
  assert.equal(room(throttle), 18)
  for (let i = 0; i < 100; i++) throttle.sent('A')(accepted)
  assert.equal(room(throttle), 50)
})

test('and no more than half of what the others have left', () => {
  const throttle = known({ slots: 100, connections: 10 })
  for (let i = 0; i < 8; i++) send(throttle, `hanging ${i}`, 10)
  assert.equal(room(throttle), 10)
})

test('a room that is not worth a transaction is no room', () => {
  const throttle = known({ slots: 1000, connections: 64 })
  send(throttle, 'A', 750 - 249)
  assert.equal(room(throttle), 0)
  const [end] = send(throttle, 'B', 1)
  end!(accepted)
  assert.ok(throttle.hasRoom('B'))
})

for (const trouble of [limited, unreachable, unknown]) {
  test(`${trouble.kind} halves what an account may have on its way, once for all that went together`, () => {
    const throttle = known({ slots: 100, connections: 10 })
    const ends = send(throttle, 'A', 40)
    for (const end of ends.slice(0, 20)) end(trouble)
    assert.equal(room(throttle), 0, 'twenty of twenty are still on their way')
    for (const end of ends.slice(20)) end(accepted)
    assert.ok(room(throttle)! >= 20 && room(throttle)! <= 21, `${room(throttle)}`)
  })
}

test('an account that takes ten at once is soon asked for little more than that', (t) => {
  let nowMs = 0
  t.mock.method(performance, 'now', () => nowMs++)
  const throttle = openThrottle({ slots: 640, connections: 64 })
  let requests = 0
  let sent = 0
  for (let round = 0; round < 400; round++) {
    const ends = send(throttle, 'A', Math.min(64, throttle.rooms().get('A') ?? 64))
    for (const [i, end] of ends.entries()) end(i < 10 ? accepted : limited)
    if (round < 50) continue
    requests += ends.length
    sent += Math.min(10, ends.length)
  }
  assert.ok(requests / sent < 1.3, `${requests / sent} requests a text`)
  assert.ok(sent / 350 > 6, `${sent / 350} of 10 a round`)
})

test('one that keeps us waiting is held to its connections', (t) => {
  let nowMs = 0
  t.mock.method(performance, 'now', () => nowMs)
  const throttle = known({ slots: 100, connections: 10 })
  send(throttle, 'A', 4)
  assert.equal(room(throttle), 48)
  nowMs = 3001
  assert.equal(room(throttle), 6)
})

test('one that cannot be reached is left alone for growing times, until it takes a text', () => {
  const throttle = openThrottle({ slots: 100, connections: 10 })
  const pauses = Array.from({ length: 11 }, () => throttle.sent('A')(unreachable))
  assert.deepEqual(pauses, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60])
  assert.equal(throttle.sent('A')(accepted), 0)
  assert.equal(throttle.sent('A')(unreachable), 0)
})

test('too many requests is a reason to rest only when even one at a time is too many', () => {
  const throttle = openThrottle({ slots: 100, connections: 10 })
  assert.equal(throttle.sent('A')(limited), 0)
  for (let i = 0; i < 3; i++) throttle.sent('A')(limited)
  assert.ok(throttle.sent('A')(limited) > 0)
})
