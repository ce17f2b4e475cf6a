import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOf } from './file-fault.ts'

test('what cannot be imported is told before it is sent', () => {
  const cases: [name: string, size: number, fault: string | null][] = [
    ['people.csv', 10, null],
    ['PEOPLE.CSV', 50 * 1024 * 1024, null],
    ['people.tsv', 10, null],
    ['people.txt', 10, null],
    ['people.csv', 50 * 1024 * 1024 + 1, 'too_large'],
    ['people.csv', 0, 'empty_file'],
    ['people.xlsx', 10, 'not_csv'],
    ['people.csv.zip', 10, 'not_csv'],
    ['people', 10, 'not_csv'],
  ]
  for (const [name, size, fault] of cases) assert.equal(faultOf({ name, size }), fault, name)
})
