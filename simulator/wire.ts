/** What `/sim` answers and the page reads. Both run this file: nothing of Node may come in here. */

export const BEHAVIOURS = [
  'delivers',
  'late',
  'off',
  'landline',
  'unknown',
  'filtered',
  'never_confirms',
  'not_verified',
] as const
export type Behaviour = (typeof BEHAVIOURS)[number]

export type MessageStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'received'

/** `network` texts come from the toll-free network itself: the provider never lists them. */
export type Direction = 'inbound' | 'outbound-api' | 'outbound-reply' | 'network'

/** One call of ours to an address of the client, and what came of it. */
export interface SimReceipt {
  at: string
  status: MessageStatus
  url: string
  signature: string
  params: Record<string, string>
  outcome: 'waiting' | 'answered' | 'not_answered' | 'lost'
  http_status: number | null
  ms: number | null
  detail: string | null
  /** Sent once more by hand, or doubled on purpose. */
  repeated: boolean
}

/** What the client asked for, as it asked. */
export interface SimRequest {
  method: string
  path: string
  params: Record<string, string>
  signed_in_with: string
  /** How the request was answered; `null` when the answer was kept back on purpose. */
  answered: number | null
  fault: FaultName | null
}

export interface SimMessageView {
  sid: string
  account_sid: string
  direction: Direction
  /** The phone's side of the conversation. */
  handset: string
  to: string
  from: string | null
  messaging_service_sid: string | null
  body: string
  status: MessageStatus
  error_code: number | null
  error_message: string | null
  /** The provider's own lists show it. */
  listed: boolean
  /** The text is on the phone's screen. */
  arrived: boolean
  encoding: 'GSM-7' | 'UCS-2'
  segments: number
  units: number
  parts: string[]
  forcing_ucs2: { index: number; character: string; replacement: string | null }[]
  created_at: string
  sent_at: string | null
  updated_at: string
  price: string | null
  status_callback: string | null
  validity_seconds: number
  request: SimRequest | null
  receipts: SimReceipt[]
  inbound: InboundOutcome | null
}

/** Where a text from a phone went, and what was said to it. */
export interface InboundOutcome {
  result: 'received' | 'not_received' | 'nowhere' | 'dropped'
  /** The address that was asked, the last one when there was a fallback. */
  url: string | null
  http_status: number | null
  ms: number | null
  detail: string | null
  /** The provider's own answer to STOP, START or HELP. */
  keyword: 'STOP' | 'START' | 'HELP' | null
  auto_reply: string | null
  /** Texts that the webhook's answer asked for. */
  replies: string[]
  /** The provider's debugger codes, such as 11200. */
  warnings: number[]
}

export interface SimHandsetView {
  number: string
  name: string
  behaviour: Behaviour
  /** Services and senders this phone opted out of. */
  opted_out_of: string[]
  last_at: string
  last_text: string | null
  last_direction: Direction | null
}

export const FAULT_SHARES = [
  'rate_429',
  'error_before',
  'error_after',
  'hang_before',
  'hang',
  'reset_before',
  'reset',
  'receipts_lost',
  'receipts_early',
  'receipts_doubled',
  'receipts_shuffled',
] as const
export type FaultShare = (typeof FAULT_SHARES)[number]
export type FaultName = FaultShare | 'latency_ms' | 'requests_at_once' | 'list_lag_ms' | 'queue_ms' | 'sign_in_refused'

export type FaultSettings = Record<FaultShare, number> & {
  latency_ms: number
  /** Beyond so many at the same time requests are answered with 429; 0 for no limit. */
  requests_at_once: number
  list_lag_ms: number
  queue_ms: number
  sign_in_refused: boolean
}

export interface FaultsView extends FaultSettings {
  active: FaultName[]
  hits: number
  hits_by: Partial<Record<FaultName, number>>
  /** What is left before the faults end by themselves. */
  until_count: number | null
  until_ms: number | null
}

export interface SimAccountView {
  sid: string
  name: string
  kind: 'Full' | 'Trial' | 'Test'
  status: 'active' | 'suspended' | 'closed'
  auth_token: string
  keys: { sid: string; secret: string; kind: 'Standard' | 'Main' | 'Restricted' }[]
  numbers: { phone_number: string; country: string; sms: boolean; type: string; sms_url: string }[]
  short_codes: { short_code: string; country: string; sms_url: string }[]
  services: { sid: string; name: string; senders: string[]; inbound_request_url: string | null }[]
  verified: string[]
}

export interface SimStateView {
  url: string
  started_at: string
  accepted: number
  doubles: number
  messages: number
  log_file: string | null
  faults: FaultsView
  accounts: SimAccountView[]
}
