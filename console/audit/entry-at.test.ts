import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '../../server/kit/id.ts'
import { timeOfEntry } from './entry-at.ts'

test('the time of an entry is read from its id', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (at) => {
      assert.deepEqual(timeOfEntry(newId('aud', at.getTime())), at)
    }),
  )
})

for (const id of [
  '',
  'aud_',
  'msg_01k00000000000000000000000',
  'aud_01k0000000000000000000000u',
  'aud_zzzzzzzzzz0000000000000000',
])
  test(`“${id}” is the id of no entry`, () => {
    assert.equal(timeOfEntry(id), null)
  })
