import type { ProviderStatus } from '../providers/adapter.ts'

/** The attempt that a receipt is about. */
export interface Address {
  workspaceId: string
  messageId: string
  n: number
}

/** One thing a provider said about one attempt, proven to come from it. */
export interface ProvenReceipt extends Address {
  /** The token of the callback's address; null when we asked by ourselves. */
  token: string | null
  reference: string
  status: ProviderStatus
  errorCode: number | null
  source: 'callback' | 'asked'
  proof: 'signature' | 'asked_again'
}

/** The worker of an attempt that no worker of this database made: it may have been made after the backup. */
export const RESTORED = 'restore'

export function attemptKey({ workspaceId, messageId, n }: Address): string {
  return `${workspaceId}|${messageId}|${n}`
}
