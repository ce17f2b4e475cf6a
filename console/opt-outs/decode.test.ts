import assert from 'node:assert/strict'
import { it } from 'node:test'
import { decode } from './decode.ts'

const TEXT = 'number,note\n+14155550142,José\n'

it('reads what spreadsheets write', () => {
  const utf16 = Buffer.from(`\ufeff${TEXT}`, 'utf16le')
  assert.equal(decode(Buffer.from(TEXT)), TEXT)
  assert.equal(decode(Buffer.from(`\ufeff${TEXT}`)), TEXT)
  assert.equal(decode(utf16), TEXT)
  assert.equal(decode(Buffer.from(utf16).swap16()), TEXT)
  assert.equal(decode(Buffer.from(TEXT, 'latin1')), TEXT)
})
