import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTyped } from './typed.ts'

for (const [typed, kind] of [
  ['', 'words'],
  [' Ines Okafor ', 'words'],
  ['10042', 'words'],
  ['u-17', 'words'],
  ['555 0142', 'words'],
  ['1234567890123456', 'words'],
  ['+', 'part'],
  ['+1 415', 'part'],
  ['(415) 555-0142', 'part'],
  ['+1 415 555 0142', 'number'],
  ['14155550142', 'number'],
] as const)
  test(`"${typed}" is taken for ${kind}`, () => assert.equal(readTyped(typed).kind, kind))

test('a number is offered masked, and one without a plus may be an external id as well', () => {
  const number = { kind: 'number', e164: '+14155550142', masked: '+1 ••• ••• 0142' }
  assert.deepEqual(readTyped('+1 (415) 555-0142'), { ...number, asId: null })
  assert.deepEqual(readTyped('14155550142'), { ...number, asId: '14155550142' })
})
