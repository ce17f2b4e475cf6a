import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openLines } from './lines.ts'

test('it knows each text by all of its letters, as a Map does', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 60 })
  fc.assert(
    fc.property(texts, (all) => {
      const lines = openLines(0)
      const map = new Map<string, number>()
      all.forEach((text, line) => {
        assert.equal(lines.lineOf(text), map.get(text))
        if (map.has(text)) return
        map.set(text, line)
        lines.add(text, line)
      })
    }),
  )
})

test('it grows with what it is told, and keeps what it was told before', () => {
  const lines = openLines(0)
  for (let i = 0; i < 50_000; i++) lines.add(`somebody-${i}@acme.example`, -i)
  for (let i = 0; i < 50_000; i += 7) assert.equal(lines.lineOf(`somebody-${i}@acme.example`), 0 - i)
  assert.equal(lines.lineOf('somebody-50000@acme.example'), undefined)
})
