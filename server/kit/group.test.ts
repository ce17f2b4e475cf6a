import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGroup } from './group.ts'

class Refused extends Error {}

/** Doubles numbers; some cannot be, and take down whatever is done together with them. */
function startDoubling(impossible: number[], options: { isOfOne?: (error: unknown) => boolean } = {}) {
  const pieces: number[][] = []
  const group = startGroup<number, number>({
    maxItems: 256,
    maxAtOnce: 1,
    ...options,
    async work(items) {
      pieces.push(items)
      if (items.some((item) => impossible.includes(item))) throw new Refused('cannot be doubled')
      return items.map((item) => item * 2)
    },
  })
  return { pieces, addAll: (items: number[]) => Promise.allSettled(items.map((item) => group.add(item))) }
}

const NUMBERS = Array.from({ length: 256 }, (_, i) => i)

test('what arrives together is done together, each with its own result', async () => {
  const { pieces, addAll } = startDoubling([])
  const results = await addAll(NUMBERS)
  assert.equal(pieces.length, 1)
  assert.deepEqual(
    results,
    NUMBERS.map((n) => ({ status: 'fulfilled', value: n * 2 })),
  )
})

test('one that cannot be done fails alone, and is found in few pieces', async () => {
  const { pieces, addAll } = startDoubling([100], { isOfOne: (error) => error instanceof Refused })
  const results = await addAll(NUMBERS)
  const failed = results.flatMap((result, n) => (result.status === 'rejected' ? [n] : []))
  assert.deepEqual(failed, [100])
  assert.equal(pieces.length, 17)
})

test('a failure that is nobody’s own fails all of the piece, once', async () => {
  const { pieces, addAll } = startDoubling([100], { isOfOne: () => false })
  const results = await addAll(NUMBERS)
  assert.ok(results.every((result) => result.status === 'rejected'))
  assert.equal(pieces.length, 1)
})
