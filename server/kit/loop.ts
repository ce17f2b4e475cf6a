import type { Logger } from 'pino'

export interface Loop {
  /** Finishes the turn under way, then rests for good. */
  stop(): Promise<void>
}

const SHORTEST_REST_MS = 5

/**
 * Runs `turn` again and again: at once while it reports that there was work, otherwise after `everyMs` (or the shorter
 * time in milliseconds that it gives) or when woken.
 * A turn that throws is logged and tried again with growing waits, so that a database that is away is not hammered.
 */
export function startLoop(options: {
  name: string
  everyMs: number
  log: Logger
  turn: () => Promise<boolean | number>
  onWake?: (wake: () => void) => () => void
}): Loop {
  const { name, everyMs, log, turn } = options
  let stopping = false
  let woken = false
  let failures = 0
  let interrupt: () => void = () => {}
  const unsubscribe = options.onWake?.(() => {
    woken = true
    interrupt()
  })

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      interrupt = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const restMs = (next: number | false) =>
    next === false ? everyMs : Math.min(Math.max(next, SHORTEST_REST_MS), everyMs)

  const run = async () => {
    while (!stopping) {
      woken = false
      let next: boolean | number = false
      try {
        next = await turn()
        failures = 0
      } catch (error) {
        failures += 1
        log.error({ loop: name, err: error }, 'a turn failed')
      }
      if (stopping || next === true || (woken && failures === 0)) continue
      await rest(failures ? Math.min(100 * 2 ** failures, 5000) : restMs(next))
    }
  }
  const running = run()

  return {
    async stop() {
      stopping = true
      unsubscribe?.()
      interrupt()
      await running
    },
  }
}
