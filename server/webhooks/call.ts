import { RETRY_SECONDS } from '../../shared/webhooks.ts'
import type { Context } from '../kit/context.ts'
import type { Exchange } from '../kit/egress/exchange.ts'
import { withoutNumbers } from '../messages/trouble.ts'
import type { Claimed } from './claim.ts'
import { signatures } from './secret.ts'

/** How one call went. */
export interface Called {
  claimed: Claimed
  ok: boolean
  /** It answered 410: there will never be anybody. */
  gone: boolean
  httpStatus: number | null
  trouble: string | null
  answer: string | null
  at: Date
  tookMs: number
  /** Null for the last: it is not tried again. */
  againInSeconds: number | null
  /** It asked for a rest. */
  restSeconds: number
}

const TIMEOUT_MS = 15_000
/** For a connection, while others of the same place are busy. */
const WAIT_MS = 15_000
const MOST_OF_ANSWER = 1000
const LONGEST_REST_SECONDS = 3600
/** Calls that failed together are not made together again. */
const JITTER = 0.2

export async function call(context: Context, claimed: Claimed, body: string): Promise<Called> {
  const sealer = await context.keys.forWorkspace(claimed.workspace_id)
  const at = context.now()
  const seconds = Math.floor(at.getTime() / 1000)
  const headers = {
    ...headersOf(claimed.id, seconds),
    'webhook-signature': signatures(sealer, { ...claimed, id: claimed.endpoint_id }, { id: claimed.id, seconds, body }),
  }
  const startedMs = performance.now()
  const exchange = await context.egress.http({
    method: 'POST',
    url: claimed.url,
    headers,
    body,
    timeoutMs: TIMEOUT_MS,
    waitMs: WAIT_MS,
  })
  return {
    ...judged(claimed, exchange, context.now().getTime()),
    at,
    tookMs: Math.round(performance.now() - startedMs),
  }
}

/** All but the signature. */
export function headersOf(deliveryId: string, seconds: number) {
  return {
    'content-type': 'application/json',
    'user-agent': 'Handset',
    'webhook-id': deliveryId,
    'webhook-timestamp': String(seconds),
  }
}

function judged(claimed: Claimed, exchange: Exchange, nowMs: number): Omit<Called, 'at' | 'tookMs'> {
  const { host } = new URL(claimed.url)
  if (exchange.kind !== 'answered') {
    const trouble =
      exchange.kind === 'not_sent' ? `Could not be called: ${exchange.detail}.` : `${host}: ${exchange.detail}.`
    const again = againIn(claimed.tries)
    return {
      claimed,
      ok: false,
      gone: false,
      httpStatus: null,
      trouble,
      answer: null,
      againInSeconds: again,
      restSeconds: 0,
    }
  }
  const { status, headers, body } = exchange
  const ok = status >= 200 && status < 300
  const gone = status === 410
  return {
    claimed,
    ok,
    gone,
    httpStatus: status,
    trouble: ok ? null : troubleOf(host, status),
    answer: withoutNumbers(body.slice(0, MOST_OF_ANSWER)).replaceAll('\0', ''),
    againInSeconds: ok || gone ? null : againIn(claimed.tries),
    restSeconds: ok ? 0 : restOf(headers['retry-after'], nowMs),
  }
}

function troubleOf(host: string, status: number): string {
  if (status >= 300 && status < 400) return `${host} redirects elsewhere (HTTP ${status}), which is not followed.`
  if (status === 410) return `${host} answered HTTP 410: nobody listens there any more.`
  return `${host} answered HTTP ${status} instead of 2xx.`
}

/** Null after the last. */
function againIn(tries: number): number | null {
  const seconds = RETRY_SECONDS[tries - 1]
  return seconds === undefined ? null : seconds * (1 + (Math.random() * 2 - 1) * JITTER)
}

/** In seconds, or a time (RFC 9110 §10.2.3). */
export function restOf(retryAfter: string | undefined, nowMs: number): number {
  if (!retryAfter) return 0
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - nowMs) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_REST_SECONDS) : 0
}
