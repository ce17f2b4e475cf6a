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

/**
 * What the attempts in `moved`, which the provider is known to have taken, make of their messages. A message stands by the
 * last attempt that was taken, whatever it was held for meanwhile (waiting, in doubt, expired, skipped): the provider knows
 * better. What any attempt delivered is delivered, and stays so. `tries` never falls: the next attempt is numbered by it.
 */
export const MOVE_MESSAGES = `
update messages m set
  status = case when m.status = 'assumed_delivered' and r.message_status = 'sent' then m.status else r.message_status end,
  tries = greatest(m.tries, r.n), provider = r.provider, sent_from = r.sender, provider_sid = r.reference,
  error_code = r.error_code, error_class = r.error_class, error_text = r.error_title, skip_reason = null,
  sent_at = coalesce(m.sent_at, now()),
  finished_at = case when r.final then now() when m.status = 'assumed_delivered' then m.finished_at end,
  body_sealed = case when m.class = 'otp' then null else m.body_sealed end
from moved r
where m.workspace_id = r.workspace_id and m.id = r.message_id and m.status <> 'delivered'
  and (r.message_status = 'delivered' or not exists (select from attempts later where later.workspace_id = r.workspace_id
    and later.message_id = r.message_id and later.n > r.n and later.state = 'accepted'))`
