import { PROVIDER_STATUS_RANK, type ProviderStatus } from '../providers/adapter.ts'
import type { MessageStatus } from './schema.ts'

/** Where an attempt stands by the provider's own word; rank -1 before it has said anything. */
export interface Standing {
  status: ProviderStatus | null
  rank: number
  errorCode: number | null
}

/** The provider found it too late for this text: it expired in its queue (Twilio 30036). */
const EXPIRED_AT_PROVIDER = 30036

/**
 * What one more receipt makes of an attempt. Receipts come early, late, twice and in any order, so a standing only ever
 * rises, and a final one stays: the one exception is a carrier that first said undelivered and then confirms delivery.
 */
export function rise(now: Standing, receipt: { status: ProviderStatus; errorCode: number | null }): Standing {
  const rank = PROVIDER_STATUS_RANK[receipt.status]
  const confirmedLate = now.status === 'undelivered' && receipt.status === 'delivered'
  if (rank <= now.rank && !confirmedLate) return now
  return { status: receipt.status, rank, errorCode: receipt.errorCode }
}

export function isFinal(standing: Standing): boolean {
  return standing.rank >= PROVIDER_STATUS_RANK.delivered
}

/** What people are told of a message whose attempt stands so. */
export function messageStatusOf(standing: Standing): MessageStatus {
  switch (standing.status) {
    case 'delivered':
    case 'read':
      return 'delivered'
    case 'undelivered':
      return 'undelivered'
    case 'failed':
      return standing.errorCode === EXPIRED_AT_PROVIDER ? 'expired' : 'failed'
    case 'canceled':
      return 'cancelled'
    default:
      return 'sent'
  }
}
