import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paceRules, paceWords, toPace, usualWords } from './pace-values.ts'

const TYPED: [string, number | null | string][] = [
  ['', null],
  ['  ', null],
  ['10', 10],
  [' 0.5 ', 0.5],
  ['0,5', 0.5],
  ['.5', 0.5],
  ['10000', 10_000],
  ['10001', 'From 0.01 to 10,000 segments a second.'],
  ['0', 'From 0.01 to 10,000 segments a second.'],
  ['-1', 'Write a number, such as 10 or 0.5.'],
  ['fast', 'Write a number, such as 10 or 0.5.'],
  ['1,000.5', 'Write a number, such as 10 or 0.5.'],
  ['1e3', 'Write a number, such as 10 or 0.5.'],
]
for (const [typed, expected] of TYPED) {
  test(`"${typed}" is ${typeof expected === 'string' ? 'not a pace' : (expected ?? 'no limit')}`, () => {
    const fault = paceRules({ pace: typed }).pace?.text
    assert.deepEqual(
      typeof expected === 'string' ? fault : [fault, toPace(typed)],
      typeof expected === 'string' ? expected : [undefined, expected],
    )
  })
}

test('a pace is told in words, and what is usual beside it', () => {
  const pace = (segments_per_second: number | null, usual: number | null = 10) => ({
    sender: 'x',
    inherited: false,
    segments_per_second,
    usual,
  })
  assert.equal(paceWords(pace(1), 'Twilio'), '1 segment a second')
  assert.equal(paceWords(pace(1000.25), 'Twilio'), '1,000.25 segments a second')
  assert.equal(paceWords(pace(null), 'the simulator'), 'As fast as the simulator takes them')
  assert.equal(
    usualWords(pace(5), 'Twilio'),
    'Usual for a sender of this kind: 10. Empty: as fast as Twilio takes them.',
  )
  assert.match(usualWords(pace(5, null), 'Twilio'), /^Usually not limited\./)
})
