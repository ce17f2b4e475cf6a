/** Time as the simulator sees it, so that a test can let ten hours pass in a millisecond. */
export interface SimClock {
  now(): number
  /** Runs once after the delay; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void
  /** Cancels everything still to come. */
  clear(): void
}

/** The longest that a timer of the runtime can wait; asked for more it would ring at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export function realClock(now: () => number = Date.now): SimClock {
  const waiting = new Map<object, NodeJS.Timeout>()

  function wait(id: object, leftMs: number, run: () => void): void {
    const thisMs = Math.min(leftMs, LONGEST_TIMER_MS)
    const timer = setTimeout(() => {
      if (leftMs > thisMs) return wait(id, leftMs - thisMs, run)
      waiting.delete(id)
      run()
    }, thisMs)
    waiting.set(id, timer)
  }

  function cancel(id: object): void {
    clearTimeout(waiting.get(id))
    waiting.delete(id)
  }

  return {
    now,
    after(delayMs, run) {
      const id = {}
      wait(id, delayMs, run)
      return () => cancel(id)
    },
    clear: () => [...waiting.keys()].forEach(cancel),
  }
}

export interface ManualClock extends SimClock {
  /** Runs what falls due within the time, in order of time, then stands at its end. */
  advance(ms: number): void
}

export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs
  const due = new Map<number, { atMs: number; run: () => void }>()
  let nextId = 0
  const soonest = () => [...due].sort(([a, x], [b, y]) => x.atMs - y.atMs || a - b)[0]
  return {
    now: () => nowMs,
    after(delayMs, run) {
      const id = nextId++
      due.set(id, { atMs: nowMs + Math.max(0, delayMs), run })
      return () => due.delete(id)
    },
    clear: () => due.clear(),
    advance(ms) {
      const endMs = nowMs + ms
      for (let next = soonest(); next && next[1].atMs <= endMs; next = soonest()) {
        due.delete(next[0])
        nowMs = Math.max(nowMs, next[1].atMs)
        next[1].run()
      }
      nowMs = endMs
    },
  }
}
