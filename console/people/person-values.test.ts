import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsIn, inputOf, type PersonValues, patchOf, valuesOf } from './person-values.ts'

const empty = valuesOf(null)
const known: PersonValues = {
  ...empty,
  first_name: 'Ines',
  email: 'ines@acme.example',
  groups: ['grp_1'],
  fields: [
    { key: 0, name: 'badge', value: '12', was: 12 },
    { key: 1, name: 'driver', value: 'true', was: true },
    { key: 2, name: 'site', value: 'Oslo', was: 'Oslo' },
  ],
}

test('what was left empty is nothing, and a number that was not typed is not sent', () => {
  const input = inputOf({ ...empty, last_name: ' Okafor ' })
  assert.deepEqual([input.last_name, input.email, input.language, 'phone' in input], ['Okafor', null, null, false])
})

test('only what was changed is sent', () => {
  assert.deepEqual(patchOf(known, known), {})
  assert.deepEqual(patchOf(known, { ...known, email: '', phone: '+1 415 555 0142' }), {
    email: null,
    phone: '+14155550142',
  })
})

test('a number or a yes of the directory stays one', () => {
  const fields = known.fields.map((row) => (row.name === 'badge' ? { ...row, value: '13' } : row))
  assert.deepEqual(patchOf(known, { ...known, fields }), { fields: { badge: 13, driver: true, site: 'Oslo' } })
  const renamed = known.fields.map((row) => (row.name === 'badge' ? { ...row, value: 'B-13' } : row))
  assert.deepEqual(inputOf({ ...known, fields: renamed }).fields.badge, 'B-13')
})

for (const [what, change, field] of [
  ['nothing to know somebody by', { first_name: ' ', email: '' }, 'last_name'],
  ['an address that is none', { email: 'ines' }, 'email'],
  ['a number without a country', { phone: '(415) 555-1234' }, 'phone'],
  ['a field of an odd name', { fields: [{ key: 0, name: 'no spaces', value: '' }] }, 'fields'],
  ['a value without a name', { fields: [{ key: 0, name: '', value: 'Oslo' }] }, 'fields'],
  [
    'a field twice',
    {
      fields: [
        { key: 0, name: 'a', value: '1' },
        { key: 1, name: 'a', value: '2' },
      ],
    },
    'fields',
  ],
] as const satisfies [string, object, keyof PersonValues][])
  test(`${what} is said at its field before it is sent`, () => {
    const faults = Object.entries(faultsIn({ ...known, ...change } as PersonValues)).filter(([, fault]) => fault)
    assert.deepEqual(
      faults.map(([name]) => name),
      [field],
    )
  })

test('a number that lacks only its plus is offered with it', () =>
  assert.equal(faultsIn({ ...known, phone: '14155551234' }).phone?.use, '+14155551234'))
