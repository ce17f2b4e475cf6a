import {
  type Asked,
  type Http,
  PROVIDER_STATUS_RANK,
  type ProviderMessage,
  type ProviderStatus,
} from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { get, type Json } from './answer.ts'

export function isMessageSid(value: unknown): value is string {
  return typeof value === 'string' && /^(SM|MM)[0-9a-fA-F]{32}$/.test(value)
}

export function isStatus(value: unknown): value is ProviderStatus {
  return typeof value === 'string' && Object.hasOwn(PROVIDER_STATUS_RANK, value)
}

/** Asks Twilio what became of one message. */
export async function fetchMessage(
  http: Http,
  connection: TwilioConnection,
  reference: string,
): Promise<Asked<ProviderMessage>> {
  if (!isMessageSid(reference)) return { kind: 'missing' }
  const { account, forReading } = accessTo(connection)
  const got = await get(http, `${account}/Messages/${reference}.json`, forReading)
  if (got.kind === 'unreachable') return { kind: 'unreachable', detail: got.detail }
  if (got.kind === 'refused')
    return got.status === 404 ? { kind: 'missing' } : { kind: 'refused', refusal: got.refusal }
  const value = readMessage(got.body)
  if (value?.reference === reference) return { kind: 'found', value }
  return { kind: 'unreachable', detail: 'its answer is not about this message' }
}

export function readMessage(body: Json): ProviderMessage | null {
  const { sid, status } = body
  if (!isMessageSid(sid) || !isStatus(status)) return null
  return {
    reference: sid,
    status,
    errorCode: readErrorCode(body.error_code),
    to: textOrNull(body.to),
    from: textOrNull(body.from),
    body: textOrNull(body.body),
    segments: Number(body.num_segments) || null,
    priceMicros: providerPriceMicros(body.price),
    currency: textOrNull(body.price_unit)?.toUpperCase() ?? null,
    createdAt: readTime(body.date_created),
  }
}

/** A number in an answer, digits in a callback; absent, empty or 0 mean that there was no error. */
export function readErrorCode(value: unknown): number | null {
  const code = Number(value ?? 0)
  return Number.isInteger(code) && code > 0 && code < 2 ** 31 ? code : null
}

/**
 * `"-0.00750"` is 7,500 millionths. Digit by digit, since a float would bill fractions that nobody charged; digits
 * beyond the sixth are rounded up, so that a cap never sees less than was spent.
 */
export function providerPriceMicros(price: unknown): number | null {
  const parts = typeof price === 'string' ? /^[+-]?(\d{1,9})(?:\.(\d{1,20}))?$/.exec(price.trim()) : null
  if (!parts) return null
  const fraction = (parts[2] ?? '').padEnd(6, '0')
  const micros = Number(parts[1]) * 1_000_000 + Number(fraction.slice(0, 6))
  return /[1-9]/.test(fraction.slice(6)) ? micros + 1 : micros
}

/** RFC 2822 (`Thu, 24 Aug 2023 05:01:45 +0000`) or ISO 8601. */
export function readTime(value: unknown): string | null {
  const time = typeof value === 'string' ? new Date(value) : null
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : null
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
