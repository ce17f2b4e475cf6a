import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Signing and checking by the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.body`, with the bytes
 * behind `whsec_` as key (github.com/standard-webhooks/standard-webhooks, spec §symmetric).
 */

/** A call may be this much older or newer than our clock. */
const TOLERANCE_SECONDS = 300

export interface Signed {
  id: string
  /** Unix seconds, as in the header. */
  timestamp: string
  /** One or more of `v1,<base64>`, separated by spaces. */
  signature: string
}

export function sign(secret: string, id: string, timestampSeconds: number, body: string): string {
  return `v1,${digest(secret, `${id}.${timestampSeconds}.${body}`).toString('base64')}`
}

export function isSignedBy(secret: string, signed: Signed, body: string, nowSeconds: number): boolean {
  const timestamp = /^\d{1,12}$/.test(signed.timestamp) ? Number(signed.timestamp) : Number.NaN
  if (!(Math.abs(nowSeconds - timestamp) <= TOLERANCE_SECONDS)) return false
  const expected = digest(secret, `${signed.id}.${signed.timestamp}.${body}`)
  return signed.signature.split(' ').some((one) => {
    const given = one.startsWith('v1,') ? Buffer.from(one.slice(3), 'base64') : null
    return given?.length === expected.length && timingSafeEqual(given, expected)
  })
}

function digest(secret: string, content: string): Buffer {
  return createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(content)
    .digest()
}
