import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsIn, patchOf, valuesOf } from './heads-values.ts'

const saved = {
  channel: 'email' as const,
  destination: 'audit@acme.example',
  every_minutes: 60,
  sent_at: null,
  due_at: null,
  trouble: null,
  trouble_since: null,
}

test('what is saved comes back as it was', () => {
  const values = valuesOf(saved)
  assert.deepEqual(values, {
    channel: 'email',
    file: '',
    email: 'audit@acme.example',
    webhook: '',
    every_minutes: '60',
  })
  assert.deepEqual(patchOf(values), { channel: 'email', destination: 'audit@acme.example', every_minutes: 60 })
})

test('nowhere needs nothing else', () => {
  const values = { ...valuesOf(saved), channel: 'nowhere' as const, every_minutes: 'often' }
  assert.deepEqual(faultsIn(values), {})
  assert.deepEqual(patchOf(values), { channel: null })
})

test('what is missing is said at its own field', () => {
  const faults = faultsIn({ ...valuesOf(saved), channel: 'webhook', every_minutes: '0' })
  assert.match(faults.webhook!.text, /https address/)
  assert.match(faults.every_minutes!.text, /1 to 1,440/)
  assert.equal(faults.email, undefined)
})
