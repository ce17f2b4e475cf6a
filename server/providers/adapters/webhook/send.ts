import type { Connection, Exchange, Http, Outcome, OutgoingText } from '../../adapter.ts'
import { quote } from '../quote.ts'
import { refusal } from './refusal.ts'
import { sign } from './standard-webhooks.ts'

export type WebhookConnection = Extract<Connection, { url: string }>

/** @throws {TypeError} for a connection of another provider: a mistake in the calling code. */
export function asWebhook(connection: Connection): WebhookConnection {
  if (connection.provider !== 'webhook') throw new TypeError('this adapter speaks to webhooks only')
  return connection
}

/**
 * One POST for one text. The five keys of the body are a promise to receivers: exactly these, in this order; all else
 * travels in headers. The message id stays the same over repeats, the time and the signature are new.
 */
export async function send(http: Http, connection: WebhookConnection, text: OutgoingText): Promise<Outcome> {
  const body = JSON.stringify({
    to: text.to,
    body: text.body,
    workspace_id: text.workspaceId,
    event_type: text.eventType,
    timestamp: text.occurredAt,
  })
  const seconds = Math.floor((text.nowMs ?? Date.now()) / 1000)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': text.messageId,
    'webhook-timestamp': String(seconds),
    'webhook-signature': sign(connection.signingSecret, text.messageId, seconds, body),
    'idempotency-key': text.messageId,
  }
  const exchange = await http({ method: 'POST', url: connection.url, headers, body })
  if (exchange.kind === 'not_sent') return { kind: 'not_sent', why: 'unreachable', detail: exchange.detail }
  if (exchange.kind === 'unknown') {
    return { kind: 'unknown', why: exchange.reason, detail: exchange.detail, httpStatus: null }
  }
  return readOutcome(exchange, connection, text)
}

type Answer = Extract<Exchange, { kind: 'answered' }>

function readOutcome({ status, body }: Answer, connection: WebhookConnection, text: OutgoingText): Outcome {
  if (status >= 200 && status < 300) {
    return { kind: 'accepted', reference: text.messageId, status: 'accepted', segments: null }
  }
  const said = quote(body, [...secretsOf(connection), ...spellingsOf(text.body)])
  const detail = said ? `HTTP ${status}: ${said}` : `HTTP ${status}`
  // By the contract with receivers a 5xx means that nothing was sent.
  if (status >= 500) return { kind: 'not_sent', why: 'unavailable', detail }
  return { kind: 'rejected', refusal: refusal(null, status), httpStatus: status, detail }
}

/** Texts are kept sealed, and codes not at all, but some endpoints repeat in an error what they were sent. */
function spellingsOf(text: string): string[] {
  // Half a surrogate pair cannot be encoded.
  const body = text.toWellFormed()
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(body),
    new URLSearchParams({ body }).toString().slice(5),
  ]
}

/** Receivers were told that a secret may stand in the query; some repeat the whole address in an error. */
function secretsOf({ url, signingSecret }: WebhookConnection): string[] {
  const { search, searchParams } = new URL(url)
  const raw = search.slice(1).split(/[&=]/)
  return [signingSecret, signingSecret.replace(/^whsec_/, ''), ...searchParams.values(), ...raw]
}
