/**
 * Collects what arrives while a piece of work is under way and does it together: one transaction and one flush of the
 * log for many callers. `at most` pieces run at once; an idle group starts immediately, so a lone caller waits for
 * nobody.
 */
export interface Group<Item, Result> {
  add(item: Item): Promise<Result>
  /** Resolves when all that was added is done. */
  settled(): Promise<void>
}

interface Waiting<Item, Result> {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

export function startGroup<Item, Result>(options: {
  maxItems: number
  maxAtOnce: number
  /** One result for each item, in order. An Error among them rejects that item alone. */
  work: (items: Item[]) => Promise<(Result | Error)[]>
}): Group<Item, Result> {
  const queue: Waiting<Item, Result>[] = []
  let running = 0
  let idle: (() => void)[] = []

  const run = async () => {
    running += 1
    while (queue.length > 0) {
      const taken = queue.splice(0, options.maxItems)
      try {
        const results = await options.work(taken.map((waiting) => waiting.item))
        taken.forEach((waiting, i) => {
          const result = results[i]
          if (result instanceof Error) waiting.reject(result)
          else waiting.resolve(result as Result)
        })
      } catch (error) {
        for (const waiting of taken) waiting.reject(error)
      }
      // Those who were just answered come back at once when they are busy: they are worth two turns of waiting.
      await nextTurn()
      await nextTurn()
    }
    running -= 1
    if (running > 0) return
    for (const done of idle) done()
    idle = []
  }

  return {
    add(item) {
      return new Promise<Result>((resolve, reject) => {
        queue.push({ item, resolve, reject })
        // What is added in the same turn of the event loop goes together.
        if (running < options.maxAtOnce)
          setImmediate(() => running < options.maxAtOnce && queue.length > 0 && void run())
      })
    },
    settled: () =>
      running === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)),
  }
}
