import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { openScratch } from '../../test/database.ts'
import { bytesArray, textArray } from './arrays.ts'
import type { Database } from './db.ts'

let db: Database
before(async () => {
  db = await openScratch({ max: 1 })
})
after(() => db.close())

/** As the database understood them. */
async function heard(type: 'text' | 'bytea', values: Buffer): Promise<unknown[]> {
  const text = `select value from unnest($1::${type}[]) as value`
  const rows = await db.system((tx) => tx.rows<{ value: unknown }>('', text, [values]))
  return rows.map(({ value }) => value)
}

test('texts arrive as they are, whatever stands in them', async () => {
  const text = fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\0', ''))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
      assert.deepEqual(await heard('text', textArray(values)), values)
    }),
    { numRuns: 60, examples: [[[]], [['', null, '{"a",b}', 'NULL', '\\', 'é–😀']]] },
  )
})

test('bytes arrive as they are', async () => {
  for (const values of [[], [Buffer.from([0, 255, 92]), null, Buffer.alloc(0)]])
    assert.deepEqual(await heard('bytea', bytesArray(values)), values)
})
