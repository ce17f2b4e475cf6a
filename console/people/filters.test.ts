import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFilters, toQuery } from './filters.ts'

for (const [address, query] of [
  [{}, {}],
  [
    { search: 'ines', reach: 'ok', who: 'active' },
    { search: 'ines', reach: 'ok', active: 'true' },
  ],
  [
    { search: 10042, who: 'inactive' },
    { search: '10042', active: 'false' },
  ],
  [{ search: ['a'], reach: 'far', who: 'nobody', group: 7, page: 2 }, {}],
  [
    { group: 'grp_1', recipient: 'num_1', search: '' },
    { group: 'grp_1', recipient: 'num_1' },
  ],
] as const)
  test(`the address ${JSON.stringify(address)} asks for ${JSON.stringify(query)}`, () =>
    assert.deepEqual(toQuery(readFilters(address)), query))
