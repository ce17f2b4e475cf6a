import { saysOptedOut } from '../consent/provider-opt-outs.ts'
import type { Outcome, Refusal } from '../providers/adapter.ts'
import type { Begun } from './begin.ts'

export interface Settled {
  begun: Begun
  outcome: Outcome
  /** For how long nothing more should go to the account; left out for not at all. */
  pauseSeconds?: number
}

/** How an attempt ended and what that makes of its message. */
export interface End {
  workspaceId: string
  messageId: string
  n: number
  attemptState: 'accepted' | 'rejected' | 'not_sent' | 'unknown'
  messageStatus: 'sent' | 'failed' | 'queued' | 'unknown'
  reference: string | null
  httpStatus: number | null
  errorCode: number | null
  errorClass: string | null
  detail: string | null
  /** Seconds until the next try; only for a message that goes back to the queue. */
  againInSeconds: number
  /** Nothing should go to this account for so long; 0 when nothing is known against it. */
  pauseSeconds: number
  /** Hand-overs of this text that a gateway answered with 5xx, this one counted. */
  failures: number
  /** The provider refuses the account, not the text: everything waits for somebody to mend it. */
  stopsAccount: 'bad_credentials' | 'account' | null
  optedOut: boolean
  settled: Settled
}

/** A gateway that answers 5xx gets three more tries (K16); one that cannot be reached is tried until the text expires. */
const TRIES_WHEN_UNAVAILABLE = 4

export function toEnd(settled: Settled): End {
  const { begun, outcome } = settled
  const base = {
    workspaceId: begun.text.workspace_id,
    messageId: begun.text.id,
    n: begun.n,
    reference: null,
    httpStatus: null,
    errorCode: null,
    errorClass: null,
    detail: null,
    againInSeconds: 0,
    pauseSeconds: settled.pauseSeconds ?? 0,
    failures: begun.text.failures,
    stopsAccount: null,
    optedOut: false,
    settled,
  }
  switch (outcome.kind) {
    case 'accepted':
      return { ...base, attemptState: 'accepted', messageStatus: 'sent', reference: outcome.reference }
    case 'unknown':
      return {
        ...base,
        attemptState: 'unknown',
        messageStatus: 'unknown',
        httpStatus: outcome.httpStatus,
        detail: outcome.detail,
      }
    case 'not_sent':
      return notSent(base, begun, outcome)
    case 'rejected':
      return rejected(base, outcome)
  }
}

type Base = Omit<End, 'attemptState' | 'messageStatus'>

function notSent(base: Base, begun: Begun, outcome: Outcome & { kind: 'not_sent' }): End {
  const detail = outcome.detail
  const failures = base.failures + (outcome.why === 'unavailable' ? 1 : 0)
  if (failures >= TRIES_WHEN_UNAVAILABLE) {
    return {
      ...base,
      attemptState: 'not_sent',
      messageStatus: 'failed',
      errorClass: 'transient_carrier',
      detail,
      failures,
    }
  }
  const asked = outcome.retryAfterMs === undefined ? 0 : Math.ceil(outcome.retryAfterMs / 1000)
  const limited = outcome.why === 'rate_limited'
  const soon = limited || outcome.why === 'not_tried'
  return {
    ...base,
    attemptState: 'not_sent',
    messageStatus: 'queued',
    detail,
    failures,
    // Too many requests is about the account, not about this text: the others need not find out one by one.
    pauseSeconds: limited ? Math.max(asked, base.pauseSeconds) : base.pauseSeconds,
    againInSeconds: soon ? Math.max(asked, 0.5 + Math.random()) : Math.max(asked, waitSeconds(begun.n)),
  }
}

/** 2, 4, 8 … up to 5 minutes, shifted by up to a quarter so that what failed together does not return together. */
function waitSeconds(n: number): number {
  return Math.min(2 ** Math.min(n, 12), 300) * (0.75 + Math.random() / 2)
}

function rejected(base: Base, outcome: Outcome & { kind: 'rejected' }): End {
  const { refusal } = outcome
  const common = {
    ...base,
    attemptState: 'rejected' as const,
    httpStatus: outcome.httpStatus,
    errorCode: refusal.code,
    errorClass: refusal.class,
    detail: outcome.detail,
  }
  const stopsAccount = accountTrouble(refusal)
  if (stopsAccount) return { ...common, messageStatus: 'queued', stopsAccount }
  return { ...common, messageStatus: 'failed', optedOut: saysOptedOut(refusal.code) }
}

/** What a trial account refuses is about the recipient or the text; waiting would not mend it. */
const ABOUT_THE_TEXT = new Set([10002, 21267, 21607, 21608, 30044, 572002, 572005])

/** Whether a refusal is about the account as a whole, so that the text itself is still good. */
function accountTrouble(refusal: Refusal): 'bad_credentials' | 'account' | null {
  if (refusal.class === 'bad_credentials') return 'bad_credentials'
  if (refusal.class === 'account' && !ABOUT_THE_TEXT.has(refusal.code ?? 0)) return 'account'
  return null
}
