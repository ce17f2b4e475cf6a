import assert from 'node:assert/strict'
import { it } from 'node:test'
import { noteOf, whyItStays } from './words.ts'

it('shows the sender that STOP was texted to as numbers are shown, and leaves other notes alone', () => {
  assert.equal(noteOf({ source: 'keyword', note: 'Texted to +14155550100' }), 'Texted to +1 415 555 0100')
  assert.equal(noteOf({ source: 'keyword', note: 'Texted to 12345' }), 'Texted to 12345')
  assert.equal(noteOf({ source: 'admin', note: 'called from +14155550100' }), 'called from +14155550100')
  assert.equal(noteOf({ source: 'keyword', note: null }), null)
})

it('says of an entry why nobody here can lift it, and nothing where that is possible', () => {
  assert.equal(whyItStays({ source: 'admin', removable: true }), null)
  assert.match(whyItStays({ source: 'person', removable: false }) ?? '', /Only the person/)
  for (const source of ['keyword', 'provider', 'import'] as const)
    assert.match(whyItStays({ source, removable: false }) ?? '', /only START/)
})
