import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { csvLine } from '../kit/csv.ts'
import { readFile } from './read-file.ts'

const cases: [what: string, file: string, numbers: string[], refusedLines: number[]][] = [
  ['a plain file', 'number\n+14155550142\n+14155550143\n', ['+14155550142', '+14155550143'], []],
  ['no line end at the end', 'number\r\n+14155550142', ['+14155550142'], []],
  ['other columns around', 'name,Number ,x\nDana,+14155550142,1', ['+14155550142'], []],
  ['semicolons', 'name;number\nDana;+14155550142', ['+14155550142'], []],
  ['tabs and a mark of order', '\ufeffnumber\tname\n+14155550142\tDana', ['+14155550142'], []],
  ['quotes, with a line end in them', 'name,number\n"Dana,\n""D""","+14155550142"\n', ['+14155550142'], []],
  ['the apostrophe of an export', "number\n'+14155550142\n", ['+14155550142'], []],
  ['empty lines', 'number\n\n+14155550142\n\n', ['+14155550142'], []],
  ['what is no number', 'number\nDana\n+14155550142\n4155550142\n', ['+14155550142'], [2, 4]],
  ['a line after quoted line ends', 'name,number\n"a\nb",x\n', [], [2]],
  ['a quotation mark that is never closed', 'number\n"+14155550142\n+14155550143\n', ['+14155550143'], [2]],
  ['only names', 'number', [], []],
]
for (const [what, file, numbers, refusedLines] of cases) {
  test(`${what}: ${JSON.stringify(file)}`, () => {
    const read = readFile(file)!
    assert.deepEqual(
      read.entries.map(({ number }) => number),
      numbers,
    )
    assert.deepEqual(
      read.errors.map(({ line }) => line),
      refusedLines,
    )
  })
}

test('a file without a column of numbers is none', () => {
  for (const file of ['', 'phone\n+14155550142', '+14155550142']) assert.equal(readFile(file), null)
})

test('a hundred errors are told, and all are counted', () => {
  const { errors, refused } = readFile(`number\n${'x\n'.repeat(250)}`)!
  assert.deepEqual([errors.length, refused], [100, 250])
})

test('law: what an export writes, an import reads', () => {
  const note = fc
    .string({ maxLength: 40 })
    .filter((text) => text.trim() === text && !text.startsWith("'") && !/[\r\n\0]/.test(text))
  fc.assert(
    fc.property(fc.array(note, { maxLength: 5 }), (notes) => {
      const lines = notes.map((one) => csvLine(['+14155550142', 'admin', one]))
      const { entries } = readFile(csvLine(['number', 'source', 'note']) + lines.join(''))!
      assert.deepEqual(
        entries.map((entry) => entry.note ?? ''),
        notes,
      )
    }),
  )
})
