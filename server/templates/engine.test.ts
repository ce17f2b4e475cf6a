import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from './engine.ts'

const source = (n: number) => `${n}: {{ entity.identifier }} ${'is late '.repeat(100)}`

test('a template that is in use is parsed once, and one that is not makes room for others', () => {
  const first = parse('body', source(0))
  for (let n = 1; n <= 1000; n++) {
    parse('body', source(n))
    assert.equal(parse('body', source(0)), first)
  }
  for (let n = 1; n <= 1000; n++) parse('body', source(n))
  assert.notEqual(parse('body', source(0)), first)
})
