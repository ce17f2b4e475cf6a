import type { Asked, CallbackRequest, Http, InboundText, ListedMessage } from '../../adapter.ts'
import { accessTo, type TwilioConnection } from './access.ts'
import { get } from './answer.ts'
import { isMessageSid, textOrNull } from './message.ts'

/** Twilio's default words (help.twilio.com, opt-out keywords; REVOKE and OPTOUT since April 2025). */
const KNOWN = new Set(
  ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'].concat(
    ['START', 'YES', 'UNSTOP'],
    ['HELP', 'INFO'],
  ),
)

/** Reads the request for an incoming text. Of its many parameters only these are relied on. */
export function readInbound({ rawBody }: CallbackRequest): InboundText | null {
  const fields = new URLSearchParams(rawBody)
  const reference = fields.get('MessageSid') ?? fields.get('SmsSid')
  const [from, to, body] = [fields.get('From'), fields.get('To'), fields.get('Body')]
  // A status callback names sender and recipient too, but no words.
  if (!isMessageSid(reference) || !from || !to || body === null || fields.has('MessageStatus')) return null
  const answered = fields.has('OptOutType') || answersByItself(to, body)
  const takenFor = TYPES[fields.get('OptOutType')?.toUpperCase() ?? '']
  const text = { reference, from, to, service: fields.get('MessagingServiceSid') || null, body, answered }
  return takenFor ? { ...text, takenFor } : text
}

/** Advanced Opt-Out, where words may be of the owner's choice. */
const TYPES: Record<string, InboundText['takenFor']> = { STOP: 'stop', START: 'start', HELP: 'help' }

/**
 * The whole text must be one of its words, and short codes it leaves to their owners, unless Advanced Opt-Out is on: then
 * `OptOutType` says so (twilio.com/docs/messaging/tutorials/advanced-opt-out).
 */
function answersByItself(to: string, body: string): boolean {
  return to.startsWith('+') && KNOWN.has(body.trim().toUpperCase())
}

/** What the provider keeps of the text wins over what the callback said; only the pool and who answers it does not keep. */
export async function fetchInbound(
  http: Http,
  connection: TwilioConnection,
  told: InboundText,
): Promise<Asked<InboundText>> {
  const { account, forReading } = accessTo(connection)
  const got = await get(http, `${account}/Messages/${told.reference}.json`, forReading)
  if (got.kind === 'unreachable') return { kind: 'unreachable', detail: got.detail }
  if (got.kind === 'refused')
    return got.status === 404 ? { kind: 'missing' } : { kind: 'refused', refusal: got.refusal }
  const { sid, direction, from, to, body, messaging_service_sid: service } = got.body
  if (sid !== told.reference || direction !== 'inbound' || typeof from !== 'string' || typeof to !== 'string')
    return { kind: 'missing' }
  const kept = { reference: told.reference, from, to, service: textOrNull(service), body: String(body ?? '') }
  const value = { ...kept, answered: told.answered || answersByItself(to, kept.body) }
  // Nobody may be texted again by a word that only an unsigned request tells of.
  const takenFor = told.takenFor === 'start' ? undefined : told.takenFor
  return { kind: 'found', value: takenFor ? { ...value, takenFor } : value }
}

/** The list does not tell of Advanced Opt-Out: a word that it alone knows is answered by us too. */
export function received({ direction, reference, from, to, service, body }: ListedMessage): InboundText | null {
  if (direction !== 'inbound' || from === null || to === null || body === null) return null
  return { reference, from, to, service, body, answered: answersByItself(to, body) }
}
