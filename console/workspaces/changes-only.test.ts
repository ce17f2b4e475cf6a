import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOnly } from './changes-only.ts'

const before = { name: 'Acme', language: 'en', contact: null as string | null }

for (const [what, after, sent] of [
  ['one changed field goes alone', { ...before, language: 'de' }, { language: 'de' }],
  ['what was empty stays out', { ...before, name: 'North', contact: null }, { name: 'North' }],
  ['what was filled goes', { ...before, contact: 'desk@acme.example' }, { contact: 'desk@acme.example' }],
  ['nothing changed, nothing goes', { ...before }, {}],
] as const)
  test(what, () => assert.deepEqual(changesOnly<typeof before>(before, after), sent))

test('what was emptied goes', () =>
  assert.deepEqual(changesOnly<typeof before>({ ...before, contact: 'a' }, before), { contact: null }))
