import type { Direction, InboundOutcome, MessageStatus, SimReceipt, SimRequest } from '../wire.ts'

/** One text, either way, as the provider and the carrier know it. */
export interface SimMessage {
  sid: string
  accountSid: string
  direction: Direction
  to: string
  /** Null until a service has chosen. */
  from: string | null
  serviceSid: string | null
  body: string
  status: MessageStatus
  errorCode: number | null
  /** 0 until a service has chosen a sender. */
  segments: number
  smartEncoded: boolean
  createdAt: number
  updatedAt: number
  sentAt: number | null
  /** Scheduled texts go out at this time. */
  sendAt: number | null
  validitySeconds: number
  priceMicros: number | null
  statusCallback: string | null
  request: SimRequest | null
  receipts: SimReceipt[]
  inbound: InboundOutcome | null
  /** Its receipts come before the answer to the request, or in an order of their own. */
  receiptFault: 'receipts_early' | 'receipts_shuffled' | null
}

const FINAL: MessageStatus[] = ['delivered', 'undelivered', 'failed', 'canceled', 'received']

export function isFinal(message: SimMessage): boolean {
  return FINAL.includes(message.status)
}

/** The phone's side of the conversation. */
export function handsetOf(message: SimMessage): string {
  return message.direction === 'inbound' ? (message.from ?? '') : message.to
}

/** What reaches a screen: what was delivered, and what was handed over by a carrier that never says so. */
export function hasArrived(message: SimMessage, confirms: boolean): boolean {
  if (message.direction === 'inbound') return true
  return message.status === 'delivered' || (message.status === 'sent' && !confirms)
}
