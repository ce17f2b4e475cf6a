import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './postmaster.ts'
import { isRunning, type RunningProcess } from './processes.ts'

export interface Supervision {
  /** Resolves with a line for the operator when the server kept dying and is no longer restarted. */
  gaveUp: Promise<string>
  /** Ends the watching and returns the server, unless it is dead. */
  end(): Promise<RunningProcess | undefined>
}

interface Pace {
  pollMs: number
  firstWaitMs: number
  /** A server that lived this long did not fail quickly. */
  healthyAfterMs: number
  quickFailures: number
}

const usualPace: Pace = { pollMs: 200, firstWaitMs: 50, healthyAfterMs: 3_000, quickFailures: 5 }

/** Watches the server and starts it again when it dies, after growing waits. */
export function supervise(
  first: RunningProcess,
  restart: (signal: AbortSignal) => Promise<RunningProcess>,
  log: Log,
  pace: Pace = usualPace,
): Supervision {
  const ending = new AbortController()
  const { promise: gaveUp, resolve: giveUp } = Promise.withResolvers<string>()
  let current: RunningProcess | undefined = first
  const watching = watch().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })
  return { gaveUp, end }

  async function end(): Promise<RunningProcess | undefined> {
    ending.abort()
    await watching
    return current
  }

  async function watch(): Promise<void> {
    let failures = 0
    for (let server = current; server; server = current) {
      const startedAtMs = performance.now()
      while (isRunning(server)) await sleep(pace.pollMs, undefined, { signal: ending.signal, ref: false })
      current = undefined
      failures = performance.now() - startedAtMs < pace.healthyAfterMs ? failures : 0
      log(`PostgreSQL (pid ${server.pid}) died; starting it again.`)
      while (!current) {
        failures += 1
        if (failures > pace.quickFailures) return stopTrying()
        await sleep(pace.firstWaitMs * 4 ** (failures - 1), undefined, { signal: ending.signal })
        current = await restart(ending.signal).catch((error: Error) => {
          if (!ending.signal.aborted) log(error.message)
          return undefined
        })
      }
    }
  }

  function stopTrying(): void {
    const line = `PostgreSQL died ${pace.quickFailures} times in a row and is not started again; the lines above say why.`
    log(line)
    giveUp(line)
  }
}
