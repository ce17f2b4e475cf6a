import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chance, firstIdAt, isId, newId } from './id.ts'

const instant = fc.integer({ min: 0, max: 32 ** 10 - 1 })

test('law: ids sort by the millisecond they were made in', () => {
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      fc.pre(a !== b)
      assert.equal(newId('msg', a) < newId('msg', b), a < b)
    }),
  )
})

test('law: the first id of an instant is above all that were made before it and below none that was made since', () => {
  const date = fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(date, fc.integer({ min: 1, max: 1_000_000 }), (at, ms) => {
      const first = firstIdAt('msg', at)
      assert.ok(newId('msg', at.getTime()) >= first)
      assert.ok(newId('msg', at.getTime() + ms) > first)
      if (at.getTime() >= ms) assert.ok(newId('msg', at.getTime() - ms) < first)
    }),
  )
})

test('100,000 ids of one millisecond are all different', () => {
  const ids = new Set(Array.from({ length: 100_000 }, () => newId('msg', 1_700_000_000_000)))
  assert.equal(ids.size, 100_000)
})

test('law: chance has the length asked for, whatever was drawn before', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 200 }), (length) => assert.equal(chance(length).length, length)))
})

test('each of the 32 characters is as likely as any other', () => {
  const counts = new Map<string, number>()
  for (const character of Array.from({ length: 2_000 }, () => chance(160)).join(''))
    counts.set(character, (counts.get(character) ?? 0) + 1)
  assert.equal(counts.size, 32)
  // 10,000 are expected of each; ten standard deviations are 984.
  for (const count of counts.values()) assert.ok(Math.abs(count - 10_000) < 1_000)
})

test('an id is known by its prefix, length and letters', () => {
  const id = newId('ws')
  const others = [
    id.slice(1),
    `${id}0`,
    id.slice(0, -1),
    id.toUpperCase(),
    `${id.slice(0, -1)}u`,
    `${id.slice(0, -1)}'`,
    newId('msg'),
    `${id}\n`,
    '',
  ]
  assert.equal(isId('ws', id), true)
  for (const other of others) assert.equal(isId('ws', other), false, JSON.stringify(other))
})
