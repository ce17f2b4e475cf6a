import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, fieldNameFor, isFieldName, tellsWho } from './columns.ts'

const columns = [
  { name: 'Name', to: 'last_name', country: null },
  { name: 'Mobile', to: 'phone', country: 'DE' },
  { name: 'Office', to: null, country: null },
]

test('what a column becomes is taken from the one that was it before', () => {
  assert.deepEqual(changed(columns, 2, { to: 'phone' }), [
    columns[0],
    { name: 'Mobile', to: null, country: null },
    { name: 'Office', to: 'phone', country: null },
  ])
  assert.deepEqual(changed(columns, 1, { country: null })[1], { name: 'Mobile', to: 'phone', country: null })
})

test('any number of columns may become nothing', () => {
  const none = changed(changed(columns, 0, { to: null }), 1, { to: null })
  assert.deepEqual(
    none.map(({ to }) => to),
    [null, null, null],
  )
  assert.deepEqual([tellsWho(columns), tellsWho(none)], [true, false])
})

test('a field gets a name that the server takes, made from how its column is headed', () => {
  const cases: [heading: string, taken: string[], name: string][] = [
    ['Cost centre (2026)', [], 'cost_centre_2026'],
    ['Größe', [], 'gro_e'],
    ['12 months', [], 'months'],
    ['社員', [], 'field'],
    ['Site', ['field:site', 'field:site_2'], 'site_3'],
    ['x'.repeat(100), [], 'x'.repeat(50)],
  ]
  for (const [heading, taken, name] of cases) {
    assert.equal(fieldNameFor(heading, taken), name)
    assert.ok(isFieldName(name))
  }
})
