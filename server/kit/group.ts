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

export function startGroup<Item, Result>(options: {
  maxItems: number
  maxAtOnce: number
  /** One result for each item, in order. An Error among them rejects that item alone. */
  work: (items: Item[]) => Promise<(Result | Error)[]>
  /** True for a failure that one item may have caused: the others are then done without it. */
  isOfOne?: (error: unknown) => boolean
}): Group<Item, Result> {
  const queue: Waiting<Item, Result>[] = []
  let running = 0
  let idle: (() => void)[] = []

  const doTogether = async (taken: Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await options.work(taken.map((waiting) => waiting.item))
      taken.forEach((waiting, i) => {
        const result = results[i]
        if (result instanceof Error) waiting.reject(result)
        else waiting.resolve(result as Result)
      })
    } catch (error) {
      if (taken.length > 1 && options.isOfOne?.(error)) await doInHalves(taken)
      else for (const waiting of taken) waiting.reject(error)
    }
  }

  /** Until the one at fault is alone: of 256 that takes 16 pieces, where each by itself would take 256. */
  const doInHalves = async (taken: Waiting<Item, Result>[]) => {
    const middle = taken.length >> 1
    await doTogether(taken.slice(0, middle))
    await doTogether(taken.slice(middle))
  }

  const run = async () => {
    running += 1
    while (queue.length > 0) {
      await doTogether(queue.splice(0, options.maxItems))
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
