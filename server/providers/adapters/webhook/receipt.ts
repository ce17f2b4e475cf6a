import type { CallbackRequest, InboundText, ProviderStatus, Receipt } from '../../adapter.ts'
import type { WebhookConnection } from './send.ts'
import { isSignedBy } from './standard-webhooks.ts'

/** What a gateway may report about a text that it took. */
const STATUSES: readonly ProviderStatus[] = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'read']

/** A report is signed with the connection's secret, like the requests that the endpoint receives. */
export function verifies(connection: WebhookConnection, previousSecrets: string[], request: CallbackRequest): boolean {
  const { headers, rawBody } = request
  const [id, timestamp, signature] = [headers['webhook-id'], headers['webhook-timestamp'], headers['webhook-signature']]
  if (!id || !timestamp || !signature) return false
  const nowSeconds = Math.floor((request.nowMs ?? Date.now()) / 1000)
  const secrets = [connection.signingSecret, ...previousSecrets]
  return secrets.some((secret) => isSignedBy(secret, { id, timestamp, signature }, rawBody, nowSeconds))
}

/** `{"message_id": "msg_…", "status": "delivered", "error_code": 30005}`, where the last is optional. */
export function readReceipt({ rawBody }: CallbackRequest): Receipt | null {
  const { message_id: reference, status, error_code: code } = readObject(rawBody)
  if (typeof reference !== 'string' || !/^[\w-]{1,100}$/.test(reference)) return null
  if (!STATUSES.includes(status as ProviderStatus)) return null
  const errorCode =
    Number.isInteger(code) && (code as number) > 0 && (code as number) < 2 ** 31 ? (code as number) : null
  return { reference, status: status as ProviderStatus, errorCode }
}

/** `{"message_id": "…", "from": "+14155550142", "to": "+14155550100", "body": "STOP"}`: whoever is behind it answers no word. */
export function readInbound({ rawBody }: CallbackRequest): InboundText | null {
  const { message_id: reference, from, to, body } = readObject(rawBody)
  if (typeof reference !== 'string' || !/^[\w.:-]{1,100}$/.test(reference)) return null
  if (typeof from !== 'string' || typeof to !== 'string' || typeof body !== 'string') return null
  return { reference, from, to, service: null, body, answered: false }
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
