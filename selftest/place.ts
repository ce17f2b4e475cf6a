import { setTimeout as sleep } from 'node:timers/promises'
import { type Environment, type HandsetProcess, spawnHandset } from './process.ts'

/** A place in which a Handset always runs, as under a supervisor such as systemd: one that ends is started again. */
export interface Place {
  kill(signal: NodeJS.Signals): void
  /** The address of the one that runs; waits while one starts. */
  ready(): Promise<string>
  start(): Promise<string>
  /** Ends the one that runs, and starts no other. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const AGAIN_MS = 200
const READY_WITHIN_MS = 60_000

export function openPlace(environment: Environment, logFile: string): Place {
  let current: HandsetProcess | null = null
  let url: string | null = null
  let open = false
  let lastWords = ''
  let filling = Promise.resolve<number | null>(null)

  const fill = async () => {
    let code: number | null = null
    while (open) {
      current = spawnHandset(environment, logFile)
      url = await current.listens
      const began = url !== null
      code = await current.exited
      lastWords = current.words()
      current = url = null
      // What it needs is not there yet, the database say.
      if (!began && open) await sleep(AGAIN_MS)
    }
    return code
  }

  const ready = async () => {
    const deadlineMs = performance.now() + READY_WITHIN_MS
    while (url === null) {
      if (performance.now() > deadlineMs) throw new Error(`Handset did not start: ${lastWords}`)
      await sleep(20)
    }
    return url
  }

  return {
    kill(signal) {
      // Before its end is noticed, nobody may take it for one that runs.
      if (signal === 'SIGKILL') url = null
      current?.kill(signal)
    },
    ready,
    start() {
      open = true
      filling = fill()
      return ready()
    },
    stop(signal = 'SIGTERM') {
      open = false
      current?.kill(signal)
      return filling
    },
  }
}
