import { inboxApi } from './api.ts'

const LONGEST_WAIT_MS = 60_000

/**
 * Calls `onChange` whenever the inbox changed. Of all windows of a browser one listens and tells the others: over HTTP/1.1 a
 * browser has six connections to one server, and each window would keep one of them.
 *
 * @returns ends it.
 */
export function listen(workspaceId: string, personId: string, onChange: () => void): () => void {
  const name = `handset-inbox ${workspaceId} ${personId}`
  const others = new BroadcastChannel(name)
  const ending = new AbortController()
  const { signal } = ending
  others.onmessage = onChange
  const tell = () => {
    onChange()
    others.postMessage(null)
  }
  // Whoever waits takes over as soon as the one who listens is closed.
  navigator.locks.request(name, { signal }, () => follow(tell, signal)).catch(() => {})
  return () => {
    ending.abort()
    others.close()
  }
}

/** A connection that ended is made again, at once where it worked and later and later where it does not. */
async function follow(tell: () => void, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const heard = await hear(tell, signal).catch(() => false)
    failures = heard ? 0 : failures + 1
    await rest(Math.min(1000 * 2 ** failures, LONGEST_WAIT_MS), signal)
  }
}

/** Each time it is connected there may be something new: the first event says where things stand. */
async function hear(tell: () => void, signal: AbortSignal): Promise<boolean> {
  const answer = await inboxApi.listen(signal)
  if (!answer.ok || !answer.body) return false
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let heard = false
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }))
    if (done) return heard
    if (!/^event: /m.test(value ?? '')) continue
    heard = true
    tell()
  }
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
