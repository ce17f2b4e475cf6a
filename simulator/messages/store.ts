import type { SimMessage } from './message.ts'

/** The newest messages, oldest forgotten first, so that a night of load does not fill the memory. */
export interface MessageStore {
  add(message: SimMessage): void
  find(sid: string): SimMessage | null
  remove(message: SimMessage): void
  newestFirst(olderThanSid?: string): Generator<SimMessage>
  oldestFirst(newerThanSid: string): Generator<SimMessage>
  size(): number
}

export function createMessageStore(keepAtMost: number, forgotten: (message: SimMessage) => void): MessageStore {
  const ring = new Array<SimMessage | undefined>(keepAtMost)
  const places = new Map<string, number>()
  let next = 0

  function forgetAt(place: number): void {
    const message = ring[place % keepAtMost]
    if (!message) return
    ring[place % keepAtMost] = undefined
    places.delete(message.sid)
    forgotten(message)
  }

  return {
    add(message) {
      forgetAt(next)
      ring[next % keepAtMost] = message
      places.set(message.sid, next)
      next += 1
    },
    find(sid) {
      const place = places.get(sid)
      return place === undefined ? null : ring[place % keepAtMost]!
    },
    remove(message) {
      const place = places.get(message.sid)
      if (place !== undefined) forgetAt(place)
    },
    *newestFirst(olderThanSid) {
      const start = olderThanSid ? (places.get(olderThanSid) ?? next) : next
      for (let place = start - 1; place >= Math.max(0, next - keepAtMost); place--) {
        const message = ring[place % keepAtMost]
        if (message) yield message
      }
    },
    *oldestFirst(newerThanSid) {
      for (let place = (places.get(newerThanSid) ?? next) + 1; place < next; place++) {
        const message = ring[place % keepAtMost]
        if (message) yield message
      }
    },
    size: () => places.size,
  }
}
