import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { countArrived, withoutGone } from './arrived.ts'

const rows = (...ids: string[]) => ids.map((id) => ({ id }))
const keyOf = ({ id }: { id: string }) => id
const isNewer = (one: { id: string }, other: { id: string }) => one.id > other.id

describe('rows that came since the list was drawn', () => {
  it('are those above its first row', () => {
    const newest = { items: rows('msg_5', 'msg_4', 'msg_3'), next: null }
    assert.deepEqual(countArrived(rows('msg_3', 'msg_2'), newest, isNewer), { count: 2, more: false })
  })

  it('are more than can be counted when the newest page holds none that was there', () => {
    const newest = { items: rows('msg_5', 'msg_4'), next: 'msg_4' }
    assert.deepEqual(countArrived(rows('msg_1'), newest, isNewer), { count: 2, more: true })
  })

  it('are none before anything is known, and none for an empty list, which shows them at once', () => {
    assert.equal(countArrived(rows('msg_1'), undefined, isNewer).count, 0)
    assert.equal(countArrived([], { items: rows('msg_1'), next: null }, isNewer).count, 0)
  })
})

describe('rows that went since the list was drawn', () => {
  const left = (shown: string[], items: string[], next: string | null) =>
    withoutGone(rows(...shown), { items: rows(...items), next }, { keyOf, isNewer }).map(keyOf)

  it('are those that the newest page would have', () =>
    assert.deepEqual(left(['5', '4', '3', '2', '1'], ['6', '5', '3'], '3'), ['5', '3', '2', '1']))

  it('are all others where the newest page is the only one', () =>
    assert.deepEqual(left(['5', '4'], ['5'], null), ['5']))

  it('are none before anything is known', () =>
    assert.deepEqual(withoutGone(rows('1'), undefined, { keyOf, isNewer }), rows('1')))
})
