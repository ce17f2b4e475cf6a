import assert from 'node:assert/strict'
import { it } from 'node:test'
import { shorten } from './shorten.ts'

const cases: [id: string, shown: string][] = [
  ['AC12a3b4c5d6e7f8091a2b3c4d5e6f4f2a', 'AC12…4f2a'],
  ['msg_01m804h6stbtegh2z6whqvs399', 'msg_01…s399'],
  ['12345', '12345'],
]
for (const [id, shown] of cases) it(`shows ${id} as ${shown}`, () => assert.equal(shorten(id), shown))
