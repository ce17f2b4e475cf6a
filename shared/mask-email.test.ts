import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskEmail } from './mask-email.ts'

const cases: [address: string, masked: string][] = [
  ['mallory@acme.example', 'm•••@acme.example'],
  ['x@acme.example', 'x•••@acme.example'],
  ['"a@b"@acme.example', '"•••@acme.example'],
  ['😀grin@acme.example', '😀•••@acme.example'],
  ['@acme.example', '••••'],
  ['nobody', '••••'],
]
for (const [address, masked] of cases) {
  test(`${address} is shown as ${masked}`, () => assert.equal(maskEmail(address), masked))
}
