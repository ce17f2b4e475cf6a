import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readArguments } from './arguments.ts'

const KNOWN = ['F-01', 'F-02']

const REFUSED: [string, string[], RegExp][] = [
  ['a scenario that does not exist', ['--only', 'F-99'], /no scenario "F-99"/],
  ['one that does not exist among others that do', ['--only', 'F-01,F-99'], /no scenario "F-99"/],
  ['no scenario at all', ['--only', ''], /no scenario ""/],
  ['minutes that are no number', ['--minutes', 'ten'], /--minutes .* "ten"/],
  ['no minutes', ['--minutes', '0'], /--minutes .* above 0 and at most 1440, not "0"/],
  ['a seed that is no number', ['--seed', 'x'], /--seed .* "x"/],
  ['a speed that is no number', ['--speed', 'fast'], /--speed .* "fast"/],
  ['a speed that the product refuses', ['--speed', '101'], /--speed/],
  ['a lag that is no number', ['--list-lag', 'late'], /--list-lag/],
  ['receipts neither on nor off', ['--callbacks', 'no'], /--callbacks/],
  ['a switch that does not exist', ['--without-guards'], /--without-guards/],
]

for (const [name, words, says] of REFUSED) {
  test(`${name}: refused in one line`, () => {
    const read = readArguments(words, KNOWN)
    assert.equal(typeof read, 'string', JSON.stringify(read))
    assert.match(read as string, says)
    assert.doesNotMatch(read as string, /\n/)
  })
}

test('what is said is what is done', () => {
  const words = ['--only', 'F-02,F-01', '--minutes', '10', '--seed', '0', '--speed', '1', '--list-lag', '0']
  assert.deepEqual(readArguments([...words, '--callbacks', 'off', '--without-guard'], KNOWN), {
    minutes: 10,
    seed: 0,
    speed: 1,
    only: ['F-01', 'F-02'],
    callbacksLost: true,
    listLag: 0,
    keep: false,
    withoutGuard: true,
  })
})
