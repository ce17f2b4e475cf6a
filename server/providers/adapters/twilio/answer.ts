import type { Exchange, Http, Refusal } from '../../adapter.ts'
import { quote } from '../quote.ts'
import { refusal } from './errors.ts'

export type Json = Record<string, unknown>

export type Got =
  | { kind: 'ok'; body: Json }
  | { kind: 'refused'; status: number; code: number | null; refusal: Refusal }
  /** No answer from Twilio itself, in words that complete "could not be reached: …". */
  | { kind: 'unreachable'; detail: string; why: 'busy' | 'too_large' | 'silent'; retryAfterMs?: number }

/** Reading and checking wait for a person, so they wait less than a hand-over does. */
const READING_TIMEOUT_MS = 10_000

export function get(http: Http, url: string, headers: Record<string, string>): Promise<Got> {
  return ask(http, { method: 'GET', url, headers })
}

/** Changes something that is the same however often it is asked for. */
export function post(
  http: Http,
  url: string,
  headers: Record<string, string>,
  form: Record<string, string>,
): Promise<Got> {
  return ask(http, { method: 'POST', url, headers, body: new URLSearchParams(form).toString() })
}

async function ask(http: Http, request: Parameters<Http>[0]): Promise<Got> {
  const exchange = await http({ ...request, timeoutMs: READING_TIMEOUT_MS })
  if (exchange.kind !== 'answered') {
    const why = exchange.reason === 'too_large' ? 'too_large' : 'silent'
    return { kind: 'unreachable', detail: whyUnreached(exchange), why }
  }
  const { status } = exchange
  const body = readJson(exchange.body)
  if (status >= 200 && status < 300 && body) return { kind: 'ok', body }
  if (status === 429) return tooMany(exchange.headers)
  if (status >= 500) return { kind: 'unreachable', detail: `it had a fault of its own (${status})`, why: 'silent' }
  const code = errorCode(body)
  // A proxy or a sign-in page in between answers too, but not with an error in Twilio's form.
  if (status < 400 || (code === null && status !== 401 && status !== 403)) {
    return { kind: 'unreachable', detail: `what answered is not Twilio (${status})`, why: 'silent' }
  }
  return { kind: 'refused', status, code, refusal: refusal(code, status) }
}

function tooMany(headers: Record<string, string>): Got {
  const retryAfterMs = readRetryAfterMs(headers)
  const detail = 'it takes no more requests just now (429)'
  return { kind: 'unreachable', detail, why: 'busy', ...(retryAfterMs !== null && { retryAfterMs }) }
}

/** Seconds or a date (RFC 9110 §10.2.3); a date is counted from the answer's own, whose clock it is on. */
export function readRetryAfterMs(headers: Record<string, string>): number | null {
  const value = headers['retry-after']?.trim()
  if (!value) return null
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000
  const wait = Date.parse(value) - Date.parse(headers.date ?? '')
  return Number.isFinite(wait) ? Math.max(0, wait) : null
}

/** An object, or null for anything else. */
export function readJson(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
  } catch {
    return null
  }
}

export function errorCode(body: Json | null): number | null {
  return typeof body?.code === 'number' && Number.isSafeInteger(body.code) ? body.code : null
}

/** Twilio's own words, fit for a record. */
export function quotedMessage(body: Json | null, secrets: readonly string[]): string {
  return typeof body?.message === 'string' ? quote(body.message, secrets) : ''
}

function whyUnreached(exchange: Exclude<Exchange, { kind: 'answered' }>): string {
  const words = {
    dns: 'its name could not be resolved',
    refused: 'the connection was refused',
    tls: 'no secure connection came about',
    connect_timeout: 'no connection came about in time',
    forbidden: 'this server may not make requests to it',
    timeout: `no answer in ${READING_TIMEOUT_MS / 1000} seconds`,
    reset: 'the connection broke',
    too_large: 'its answer was too large',
  }
  return words[exchange.reason]
}
