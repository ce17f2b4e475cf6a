/** What a long command tells on the way. */
export interface Progress {
  say(line: string): void
  /** Begins a step over so many bytes; called with each piece, it tells how far it is every few seconds. */
  start(what: string, ofBytes: number): (bytes: number) => void
}

const EVERY_MS = 2000

export function tellProgress(say: (line: string) => void): Progress {
  return {
    say,
    start(what, ofBytes) {
      let done = 0
      let toldAtMs = performance.now()
      return (bytes) => {
        done += bytes
        if (performance.now() - toldAtMs < EVERY_MS) return
        toldAtMs = performance.now()
        // The log of what is written meanwhile is not in the estimate.
        say(`${megabytes(Math.min(done, ofBytes))} of ${megabytes(ofBytes)} MB ${what}`)
      }
    },
  }
}

export function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6)
}
