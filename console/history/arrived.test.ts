import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MessageOut } from '../api.ts'
import { countArrived } from './arrived.ts'

const rows = (...ids: string[]) => ids.map((id) => ({ id })) as MessageOut[]

describe('texts that came since the list was drawn', () => {
  it('are those above its first row', () =>
    assert.deepEqual(countArrived(rows('msg_3', 'msg_2'), { items: rows('msg_5', 'msg_4', 'msg_3'), next: null }), {
      count: 2,
      more: false,
    }))

  it('are more than can be counted when the newest page holds none that was there', () =>
    assert.deepEqual(countArrived(rows('msg_1'), { items: rows('msg_5', 'msg_4'), next: 'msg_4' }), {
      count: 2,
      more: true,
    }))

  it('are none before anything is known, and none for an empty list, which shows them at once', () => {
    assert.equal(countArrived(rows('msg_1'), undefined).count, 0)
    assert.equal(countArrived([], { items: rows('msg_1'), next: null }).count, 0)
  })
})
