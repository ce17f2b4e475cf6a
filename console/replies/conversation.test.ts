import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Inbound, MessageOut } from '../api.ts'
import { bothSides } from './conversation.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 12, 14, minute)).toISOString()
const wrote = (...minutes: number[]) =>
  minutes.map((minute) => ({ id: `inb_${minute}`, received_at: at(minute) }) as Inbound)
const got = (...minutes: number[]) =>
  minutes.map((minute) => ({ id: `msg_${minute}`, created_at: at(minute) }) as MessageOut)

describe('both sides of a conversation', () => {
  it('stand in the order of time, the oldest first', () => {
    const lines = bothSides({ items: wrote(9, 3), hasMore: false }, { items: got(5, 1), hasMore: false })
    assert.deepEqual(
      lines.map(({ key }) => key),
      ['msg_1', 'inb_3', 'msg_5', 'inb_9'],
    )
  })

  it('go back no further than both are known', () => {
    const lines = bothSides({ items: wrote(9, 8), hasMore: true }, { items: got(10, 5, 1), hasMore: false })
    assert.deepEqual(
      lines.map(({ key }) => key),
      ['inb_8', 'inb_9', 'msg_10'],
    )
  })

  it('may be one side alone', () => {
    const lines = bothSides({ items: [], hasMore: false }, { items: got(2, 1), hasMore: true })
    assert.deepEqual(
      lines.map(({ key }) => key),
      ['msg_1', 'msg_2'],
    )
  })
})
