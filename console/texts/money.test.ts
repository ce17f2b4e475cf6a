import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountOf, microsIn } from './money.ts'

for (const [text, micros] of [
  ['50', 50_000_000],
  [' $1,000.50 ', 1_000_500_000],
  ['0.0083', 8_300],
  ['0', 0],
  ['', null],
  ['1,5', null],
  ['-3', null],
  ['1e9', null],
  ['fifty', null],
] as const)
  test(`the amount “${text}” is ${micros === null ? 'none' : `${micros} millionths`}`, () => {
    assert.equal(microsIn(text), micros)
    if (micros !== null) assert.equal(microsIn(amountOf(micros)), micros)
  })
