import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ChannelFacts, judge, type TextFacts } from './gate.ts'

const GOOD: ChannelFacts & TextFacts = {
  suspended: false,
  connected: true,
  enabled: true,
  hasSender: true,
  optedOut: false,
  premium: false,
  country: 'US',
  countries: [],
}

/** In the order in which people are told. */
const OBSTACLES = [
  [{ suspended: true }, 'suspended'],
  [{ connected: false }, 'not_ready'],
  [{ enabled: false }, 'channel_off'],
  [{ hasSender: false }, 'no_sender'],
  [{ optedOut: true }, 'opted_out'],
  [{ premium: true }, 'country_not_allowed'],
] as const

for (const [obstacle, reason] of OBSTACLES) {
  test(`a text with nothing but ${JSON.stringify(obstacle)} against it is skipped as ${reason}`, () => {
    const facts = { ...GOOD, ...obstacle }
    assert.equal(judge(facts, facts), reason)
  })
}

test('law: of several obstacles the first is told, and a text goes exactly when there is none', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...OBSTACLES]), (present) => {
      const facts = Object.assign({ ...GOOD }, ...present.map(([obstacle]) => obstacle))
      const first = OBSTACLES.find((one) => present.includes(one))
      assert.equal(judge(facts, facts), first?.[1] ?? null)
    }),
  )
})
