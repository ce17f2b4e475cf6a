import type { Exchange, Http, Outcome, OutgoingText } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { errorCode, type Json, quotedMessage, readJson, readRetryAfterMs } from './answer.ts'
import { refusal } from './errors.ts'
import { isMessageSid } from './message.ts'

type Answer = Extract<Exchange, { kind: 'answered' }>

/** Twilio keeps a text in its queue for 1 to 36,000 seconds. */
const LONGEST_VALIDITY_SECONDS = 36_000

/** Hands one text over, once. What the answer leaves open is `unknown`; nothing here decides to repeat. */
export async function send(http: Http, connection: TwilioConnection, text: OutgoingText): Promise<Outcome> {
  const { messages, forSending } = accessTo(connection)
  const exchange = await http({ method: 'POST', url: messages, headers: forSending, body: formOf(text) })
  switch (exchange.kind) {
    case 'not_sent':
      return { kind: 'not_sent', why: 'unreachable', detail: exchange.detail }
    case 'unknown':
      return { kind: 'unknown', why: exchange.reason, detail: exchange.detail, httpStatus: null }
    case 'answered':
      return readOutcome(exchange, connection)
  }
}

/** By hand: half the time of URLSearchParams, and this runs for every text. */
function formOf({ to, body, sender, callbackUrl, validitySeconds }: OutgoingText): string {
  const validity = Math.max(1, Math.min(LONGEST_VALIDITY_SECONDS, Math.floor(validitySeconds)))
  let form = `To=${encode(to)}&Body=${encode(body)}&ValidityPeriod=${validity}`
  if (sender) form += `&${sender.kind === 'messaging_service' ? 'MessagingServiceSid' : 'From'}=${encode(sender.value)}`
  if (callbackUrl) form += `&StatusCallback=${encode(callbackUrl)}`
  return form
}

/** Half a surrogate pair cannot be encoded, and a text that has one must still go out. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed())
}

function readOutcome(answer: Answer, connection: TwilioConnection): Outcome {
  const { status } = answer
  const body = readJson(answer.body)
  if (status >= 200 && status < 300) return readAccepted(status, body, connection)
  const code = errorCode(body)
  const detail = quotedMessage(body, secretsOf(connection))
  if (status === 429) {
    const retryAfterMs = readRetryAfterMs(answer.headers)
    const waits = retryAfterMs === null ? {} : { retryAfterMs }
    return { kind: 'not_sent', why: 'rate_limited', detail: detail || 'Too many requests', ...waits }
  }
  // Without Twilio's own code it may be anybody's answer; only a refused sign-in is plain even so.
  const isRefusal = status === 401 || status === 403 || (status >= 400 && status < 500 && code !== null)
  if (isRefusal) return { kind: 'rejected', refusal: refusal(code, status), httpStatus: status, detail }
  const said = code === null ? '' : `, code ${code}`
  return { kind: 'unknown', why: 'bad_answer', detail: `Answered with HTTP ${status}${said}`, httpStatus: status }
}

function readAccepted(status: number, body: Json | null, { accountSid }: TwilioConnection): Outcome {
  if (body && isMessageSid(body.sid) && body.account_sid === accountSid) {
    const state = typeof body.status === 'string' ? body.status : 'queued'
    // A Messaging Service cuts the text only once it has chosen a number, and says 0 until then.
    return { kind: 'accepted', reference: body.sid, status: state, segments: Number(body.num_segments) || null }
  }
  const what = !body ? 'something unreadable' : isMessageSid(body.sid) ? 'another account' : 'no message id'
  return { kind: 'unknown', why: 'bad_answer', detail: `Answered with HTTP ${status} and ${what}`, httpStatus: status }
}

function secretsOf({ credentials }: TwilioConnection): string[] {
  if (credentials.kind === 'auth_token') return [credentials.authToken]
  return credentials.authToken ? [credentials.apiKeySecret, credentials.authToken] : [credentials.apiKeySecret]
}
