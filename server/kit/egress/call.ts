import type { Dispatcher } from 'undici'
import { ConnectFailure } from './connect.ts'
import type { Exchange } from './exchange.ts'

export interface CallLimits {
  /** How long a request may wait for a connection. */
  waitMs: number
  timeoutMs: number
  maxBodyBytes: number
  /** Asked just before the first byte would be written. */
  isLate?: () => boolean
}

type Controller = Dispatcher.DispatchController
type Headers = Record<string, string | string[] | undefined>

/**
 * One request on its way. undici calls `onRequestStart` just before it writes the first byte on a connected socket, so
 * that call, and nothing guessed from an error's name, parts what was not sent from what may have been. In particular a
 * reset on a kept-alive socket is unknown, however early it came.
 */
export class Call implements Dispatcher.DispatchHandler {
  readonly limits: CallLimits
  readonly resolve: (exchange: Exchange) => void
  controller: Controller | null = null
  isOver = false
  status = 0
  headers: Headers = {}
  chunks: Buffer[] = []
  bytes = 0
  timer: NodeJS.Timeout

  constructor(limits: CallLimits, resolve: (exchange: Exchange) => void) {
    this.limits = limits
    this.resolve = resolve
    this.timer = setTimeout(giveUpWaiting, limits.waitMs, this)
  }

  onRequestStart(controller: Controller): void {
    // Over: nobody waits for it any more. Started before: writing it once more would be a repeat.
    if (this.isOver || this.controller) {
      controller.abort(new Error('given up'))
      return
    }
    if (this.limits.isLate?.()) {
      this.finish({ kind: 'not_sent', reason: 'connect_timeout', detail: 'it is too late for this request' })
      controller.abort(new Error('too late'))
      return
    }
    this.controller = controller
    clearTimeout(this.timer)
    this.timer = setTimeout(giveUpOnAnswer, this.limits.timeoutMs, this)
  }

  onResponseStart(_controller: Controller, status: number, headers: Headers): void {
    if (status < 200) return
    this.status = status
    this.headers = headers
    if (Number(headers['content-length']) > this.limits.maxBodyBytes) this.breakOff('too_large')
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.bytes += chunk.length
    if (this.bytes > this.limits.maxBodyBytes) this.breakOff('too_large')
    else this.chunks.push(chunk)
  }

  onResponseEnd(): void {
    const body = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks)
    this.finish({ kind: 'answered', status: this.status, headers: joined(this.headers), body: body.toString() })
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    this.finish(this.controller ? brokenAfterSending(error) : notSent(error))
  }

  /** Ends it on our side; the socket is destroyed, since the rest of an answer would be taken for the next one's. */
  breakOff(reason: 'timeout' | 'too_large'): void {
    const detail = {
      timeout: `no whole answer within ${this.limits.timeoutMs} ms`,
      too_large: `the answer is larger than ${this.limits.maxBodyBytes} bytes`,
    }[reason]
    this.finish({ kind: 'unknown', reason, detail })
    this.controller?.abort(new Error(detail))
  }

  finish(exchange: Exchange): void {
    if (this.isOver) return
    this.isOver = true
    clearTimeout(this.timer)
    this.chunks = []
    this.resolve(exchange)
  }
}

function giveUpWaiting(call: Call): void {
  call.finish({ kind: 'not_sent', reason: 'connect_timeout', detail: 'all connections were busy for too long' })
}

function giveUpOnAnswer(call: Call): void {
  call.breakOff('timeout')
}

function notSent(error: Error & { code?: string }): Exchange {
  if (error instanceof ConnectFailure) return { kind: 'not_sent', reason: error.reason, detail: error.message }
  return { kind: 'not_sent', reason: 'refused', detail: error.code ?? 'no connection' }
}

function brokenAfterSending(error: Error & { code?: string }): Exchange {
  if (error.code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { kind: 'unknown', reason: 'too_large', detail: 'the headers of the answer are too large' }
  }
  const what = error.code?.startsWith('HPE_') ? 'the answer is not HTTP' : 'the connection broke before a whole answer'
  return { kind: 'unknown', reason: 'reset', detail: `${what} (${error.code ?? 'no code'})` }
}

function joined(headers: Headers): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    flat[name] = typeof value === 'string' ? value : (value ?? []).join(', ')
  }
  return flat
}
