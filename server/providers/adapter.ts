/**
 * The contract between Handset and one kind of provider. An adapter sees this file, `shared/` and npm packages: no
 * database, no context, no clock of its own. All it learns about the network is an {@link Exchange}.
 */

import type { Http } from '../kit/egress/exchange.ts'

export type { Exchange, Http } from '../kit/egress/exchange.ts'

export const ERROR_CLASSES = [
  'bad_credentials',
  'bad_sender',
  'bad_recipient',
  'opted_out',
  'geo_blocked',
  'rate_limited',
  'transient_carrier',
  'content_filtered',
  'account',
  'config',
] as const
export type ErrorClass = (typeof ERROR_CLASSES)[number]

/** Whether trying again can help: by itself, only later, only once somebody changed something, or never. */
export type Retry = 'yes' | 'later' | 'after_fix' | 'no'

/** A provider's refusal in plain words. `code` is the provider's own, null where it gave none. */
export interface Refusal {
  code: number | null
  class: ErrorClass
  retry: Retry
  title: string
  cause: string
  remedy: string
}

/** What happened to one hand-over: a value, never an exception. */
export type Outcome =
  | { kind: 'accepted'; reference: string; status: string; segments: number | null }
  | {
      kind: 'not_sent'
      /** `not_tried`: for a reason of our own, so that it says nothing about the provider. */
      why: 'unreachable' | 'rate_limited' | 'unavailable' | 'not_tried'
      detail: string
      retryAfterMs?: number
    }
  | { kind: 'rejected'; refusal: Refusal; httpStatus: number; detail: string }
  | { kind: 'unknown'; why: string; detail: string; httpStatus: number | null }

export type Credentials =
  | { kind: 'auth_token'; authToken: string }
  | { kind: 'api_key'; apiKeySid: string; apiKeySecret: string; authToken?: string }

/** A connection with its secrets opened; lives in memory for the length of a call or a short cache. */
export type Connection =
  | {
      provider: 'twilio' | 'simulator'
      accountSid: string
      credentials: Credentials
      apiBase: string
      messagingBase: string
    }
  | { provider: 'webhook'; url: string; signingSecret: string; dropsRepeats: boolean }

export type SenderKind = 'phone_number' | 'short_code' | 'messaging_service' | 'alphanumeric'

export interface OutgoingText {
  messageId: string
  workspaceId: string
  /** E.164, the number the text really goes to (the test phone while redirect is on). */
  to: string
  body: string
  sender: { kind: SenderKind; value: string } | null
  /** Where receipts go; null where there is no public address, and then nothing is said to the provider. */
  callbackUrl: string | null
  /** Seconds for which the text is still useful. */
  validitySeconds: number
  eventType: string
  /** ISO 8601 UTC: when it happened, not when it is sent. */
  occurredAt: string
  /** What time it is; the process's clock where it is left out. */
  nowMs?: number
}

/** What the provider says about one message, whether it told us or was asked. */
export interface ProviderMessage {
  reference: string
  status: ProviderStatus
  errorCode: number | null
  to: string | null
  from: string | null
  body: string | null
  segments: number | null
  /** Millionths of `currency`, positive; null until the provider has billed. */
  priceMicros: number | null
  currency: string | null
  createdAt: string | null
}

/** Ranked: a receipt may only move a message to a higher rank (twilio.com, message status values). */
export const PROVIDER_STATUS_RANK = {
  accepted: 0,
  scheduled: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  delivered: 4,
  undelivered: 4,
  failed: 4,
  canceled: 4,
  read: 5,
} as const
export type ProviderStatus = keyof typeof PROVIDER_STATUS_RANK

export interface Receipt {
  reference: string
  status: ProviderStatus
  errorCode: number | null
}

/** A text that somebody sent to one of our senders. */
export interface InboundText {
  /** The provider's id of it. */
  reference: string
  from: string
  to: string
  /** The pool that the sender belongs to, where it does. */
  service: string | null
  body: string
  /** The provider knows the word and answers it by itself: an answer of ours would be the second. */
  answered: boolean
  /** What the provider took it for, where it says so: by words that its owner set there, and answered in words of theirs. */
  takenFor?: 'stop' | 'start' | 'help'
}

/** Where texts to a sender are sent on to; null for nowhere. All that is ever changed of it. */
export interface ReplySetting {
  url: string | null
  method: 'GET' | 'POST'
}

/**
 * What decides where the texts to some of our senders go: a number, a short code, or the service whose pool they are in.
 * `dropped`: by a service that takes none. `application`: by one that is set on the number and beats it. `sample`: to the
 * provider's own example.
 */
export interface ReplyRoute {
  /** The provider's id of what would have to be changed. */
  sid: string
  kind: SenderKind
  value: string
  name: string | null
  /** The numbers and short codes whose texts go this way. */
  numbers: string[]
  goes: 'address' | 'sample' | 'nothing' | 'dropped' | 'application' | 'unreadable' | 'cannot_receive'
  /** Of an application its own; null where it may not be read, or there is none. */
  setting: ReplySetting | null
  application: string | null
}

export interface CallbackRequest {
  /** Exactly as configured and received: public address + raw path + raw query. */
  url: string
  /** With names in lower case. */
  headers: Record<string, string>
  rawBody: string
  /** When it came in; the process's clock where it is left out. */
  nowMs?: number
}

export interface AccountSender {
  kind: SenderKind
  value: string
  name: string | null
  country: string | null
  sms: boolean
  /** Why it cannot be chosen, in words; null when it can. */
  unusable: string | null
}

/** One line of the check-and-save ladder. */
export interface CheckLine {
  id:
    | 'reached'
    | 'signed_in'
    | 'account_active'
    | 'sender_owned'
    | 'sender_sms'
    | 'organization_number'
    | 'address_allowed'
  status: 'ok' | 'warn' | 'fail'
  text: string
  detail: string | null
}

export type AccountKind = 'full' | 'trial' | 'unknown'

/** Either everything may be saved, or the first thing that may not, told apart by whose fault it is. */
export type CheckResult = { lines: CheckLine[]; account: { name: string | null; kind: AccountKind } | null } & (
  | { ok: true }
  | { ok: false; why: 'refused'; field: string; refusal: Refusal; message: string }
  | { ok: false; why: 'unreachable'; detail: string; message: string }
)

export type Asked<T> =
  | { kind: 'found'; value: T }
  | { kind: 'missing' }
  | { kind: 'unreachable'; detail: string }
  | { kind: 'refused'; refusal: Refusal }

/** A message in the provider's own list of those to one number. */
export interface ListedMessage {
  reference: string
  /** Null for one that this version does not know. */
  status: ProviderStatus | null
  errorCode: number | null
  to: string | null
  from: string | null
  /** The pool it was sent from, where it was. */
  service: string | null
  /** As the provider names it: replies stand in the same list. */
  direction: string | null
  body: string | null
  /** ISO 8601 UTC. */
  createdAt: string
}

/**
 * What the provider's list says. `complete`: everything since the wanted time is there. What is not listed completely
 * proves nothing about what is missing from it. `saidAt`: when it answered, by its own clock; null where it did not say.
 */
export type Listed =
  | { kind: 'listed'; messages: ListedMessage[]; complete: boolean; saidAt: string | null }
  | { kind: 'busy'; retryAfterMs: number | null }
  /** `silent`: nobody answered, so that the next question would be waited for as long. */
  | { kind: 'unreachable'; detail: string; silent?: true }
  | { kind: 'refused'; refusal: Refusal }

/** What was handed over, for telling whether a listed message is that text. */
export interface SentText {
  to: string
  body: string
  /** Number, service or name it was sent from; null where the provider chose. */
  sender: string | null
}

/** `perhaps`: everything fits, but the provider does not show the words. */
export type Likeness = 'same' | 'perhaps' | 'other'

export interface Adapter {
  provider: Connection['provider']
  /** `asks`: a message can be fetched. `lists`: those to one number can be listed, and so looked for. */
  /** `routesReplies`: the provider keeps where texts to a sender go, and it can be changed there. */
  can: { receipts: boolean; asks: boolean; lists: boolean; listsSenders: boolean; routesReplies: boolean }
  send(http: Http, connection: Connection, text: OutgoingText): Promise<Outcome>
  fetch(http: Http, connection: Connection, reference: string): Promise<Asked<ProviderMessage>>
  /** Everything to one number that was created at or after `since` (ISO 8601), newest first; about `most` at most. */
  list(http: Http, connection: Connection, wanted: { to: string; since: string; most?: number }): Promise<Listed>
  /** Whether a listed message is this text, after the changes that the provider is known to make to texts. */
  likeness(listed: ListedMessage, text: SentText): Likeness
  /** Checks credentials, account and sender against each other as they would be used together. */
  check(http: Http, connection: Connection, sender: { kind: SenderKind; value: string } | null): Promise<CheckResult>
  senders(http: Http, connection: Connection): Promise<Asked<AccountSender[]>>
  /** `null` when nothing in the connection (or `previousTokens`) can prove a signature: the caller must ask again. */
  verifies(connection: Connection, previousTokens: string[], request: CallbackRequest): boolean | null
  /** `null` when the body is no receipt this adapter knows. */
  readReceipt(request: CallbackRequest): Receipt | null
  /** `null` when the body is no text that somebody sent. */
  readInbound(request: CallbackRequest): InboundText | null
  /** Asks for a text that somebody sent, where its signature could not be checked. */
  fetchInbound(http: Http, connection: Connection, told: InboundText): Promise<Asked<InboundText>>
  /** A listed message as the text that somebody sent; null for one of ours. */
  received(listed: ListedMessage): InboundText | null
  /** Where texts to a sender go; several routes where a service leaves it to its numbers. */
  replies(http: Http, connection: Connection, sender: { kind: SenderKind; value: string }): Promise<Asked<ReplyRoute[]>>
  /** Changes that and nothing else; answers what the provider says it is now. */
  routeReplies(
    http: Http,
    connection: Connection,
    route: Pick<ReplyRoute, 'kind' | 'sid'>,
    setting: ReplySetting,
  ): Promise<Asked<ReplySetting>>
  refusal(code: number | null, httpStatus: number | null): Refusal
}
