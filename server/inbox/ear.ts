import type { Standing } from './own-inbox.ts'

/** Proxies give up a connection on which nothing is said for half a minute or a minute. */
const QUIET_MS = 15_000
/** Who does not read is let go, and told where things stand when they come back. */
const MOST_UNREAD = 50
const RETRY_MS = 1000

/** One connection over which server-sent events go (WHATWG HTML, section 9.2). */
export interface Ear {
  stream: ReadableStream<Uint8Array>
  /** Says what is new, where things stand for one who has just come, or that the connection stands. */
  hear(standing: Standing, what: 'new' | 'changed' | null): void
  end(): void
}

export function openEar(options: {
  lastHeard: string | undefined
  forSeconds: number
  stopping: AbortSignal
  onEnd: () => void
}): Ear {
  const { lastHeard, forSeconds, stopping, onEnd } = options
  const encoder = new TextEncoder()
  let controller: ReadableStreamDefaultController<Uint8Array>
  let ended = false
  let hasHeard = false
  let saidAtMs = performance.now()
  const end = () => {
    if (ended) return
    ended = true
    clearTimeout(over)
    stopping.removeEventListener('abort', end)
    controller.close()
    onEnd()
  }
  const say = (text: string) => {
    if (ended) return
    saidAtMs = performance.now()
    controller.enqueue(encoder.encode(text))
    if ((controller.desiredSize ?? 0) < -MOST_UNREAD) end()
  }
  const stream = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given
    },
    // Then the stream is closed already.
    cancel() {
      if (ended) return
      ended = true
      clearTimeout(over)
      stopping.removeEventListener('abort', end)
      onEnd()
    },
  })
  const over = setTimeout(end, forSeconds * 1000).unref()
  stopping.addEventListener('abort', end)
  say(`retry: ${RETRY_MS}\n\n`)
  return {
    stream,
    end,
    hear(standing, what) {
      const came = lastHeard !== undefined && standing.newest !== null && standing.newest > lastHeard
      const event = hasHeard ? what : came ? 'new' : 'standing'
      hasHeard = true
      if (event) say(eventText(event, standing))
      else if (performance.now() - saidAtMs > QUIET_MS) say(': still here\n\n')
    },
  }
}

/** The id comes back from whoever lost the connection, as the last that they heard of. */
function eventText(event: string, { newest, unread, more }: Standing): string {
  const id = newest === null ? '' : `id: ${newest}\n`
  return `event: ${event}\n${id}data: ${JSON.stringify({ newest, unread, more })}\n\n`
}
