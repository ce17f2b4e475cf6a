import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Upper ends of the steps in which lengths of time are counted, in seconds. */
export const STEPS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300]

const OUTCOMES = ['accepted', 'rejected', 'not_sent', 'unknown'] as const
const DECIDED_BY = ['callback', 'listing', 'person'] as const
const VERDICTS = ['accepted', 'not_accepted'] as const
const SOURCES = ['callback', 'asked'] as const
const WEBHOOK_RESULTS = ['succeeded', 'failed', 'given_up'] as const
export type WebhookResult = (typeof WEBHOOK_RESULTS)[number]
export type AttemptOutcome = (typeof OUTCOMES)[number]
export type DecidedBy = (typeof DECIDED_BY)[number]
export type ReceiptSource = (typeof SOURCES)[number]
/** Of the accounts that something is on its way to. */
export interface Slowed {
  accounts: number
  /** 1 when none is held back. */
  leastShare: number
}
export type TransactionRole = 'tenant' | 'system' | 'sign_in'

/**
 * What this process has counted since it started. Each call costs well under a microsecond and none waits, so they may
 * stand on the sending path. What the database knows is asked there, when somebody looks (server/health/figures.ts).
 */
export interface Metrics {
  registry: Registry
  /** A batch of texts was taken to be begun. */
  claimed(texts: number): void
  /** How far accounts are held back at present, by what they answered. */
  slowed(texts: 'all' | 'urgent', slowed: Slowed): void
  /** Reconciliation had a turn that went well, whether or not there was anything to look up. */
  lookedUp(): void
  /** A text is about to go to its provider, so long after it was due. */
  handedOver(waitedSeconds: number): void
  /** The provider answered, or did not, so long after the text went to it. */
  attemptEnded(outcome: AttemptOutcome, seconds: number): void
  /** An attempt in doubt was decided. */
  doubtResolved(by: DecidedBy, as: (typeof VERDICTS)[number]): void
  /** The provider reported a text that had been taken for not accepted, and it was sent again. */
  doubleProven(): void
  receiptFiled(source: ReceiptSource): void
  callbackRefused(): void
  /** An endpoint of a workspace was called; `given_up` when it was the last try. */
  webhookCalled(result: WebhookResult): void
  transactionEnded(role: TransactionRole, seconds: number): void
  /** What was counted since the last call, for the row of this minute. */
  takeTally(): Tally
  /** How long ago reconciliation had its last turn here; null for not yet. Goes along with the heart-beat. */
  lookedUpSecondsAgo(): number | null
}

/** Of one process over a short time. The counts by step have one more at the end for what took longer than all steps. */
export interface Tally {
  outcomes: Record<AttemptOutcome, number>
  resolved: Record<DecidedBy, number>
  receipts: Record<ReceiptSource, number>
  doubles: number
  refused: number
  waits: number[]
  transactions: number[]
}

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counted = openCounters(registry)
  const lengths = openDurations(registry)
  const held = openHeldBack(registry)
  let tally = emptyTally()
  let lookedUpAtMs: number | null = null
  return {
    registry,
    claimed: (texts) => counted.claimed.inc(texts),
    slowed(texts, { accounts, leastShare }) {
      held.accounts.set({ texts }, accounts)
      held.leastShare.set({ texts }, leastShare)
    },
    lookedUp() {
      lookedUpAtMs = performance.now()
    },
    handedOver(waitedSeconds) {
      const seconds = Math.max(0, waitedSeconds)
      lengths.waits.observe(seconds)
      countStep(tally.waits, seconds)
    },
    attemptEnded(outcome, seconds) {
      counted.attempts.inc({ outcome })
      lengths.answers.observe(seconds)
      tally.outcomes[outcome] += 1
    },
    doubtResolved(by, as) {
      counted.resolved.inc({ by, as })
      tally.resolved[by] += 1
    },
    doubleProven() {
      counted.doubles.inc()
      tally.doubles += 1
    },
    receiptFiled(source) {
      counted.receipts.inc({ source })
      tally.receipts[source] += 1
    },
    callbackRefused() {
      counted.refused.inc()
      tally.refused += 1
    },
    webhookCalled: (result) => counted.webhooks.inc({ result }),
    transactionEnded(role, seconds) {
      lengths.transactions.observe({ role }, seconds)
      countStep(tally.transactions, seconds)
    },
    takeTally() {
      const taken = tally
      tally = emptyTally()
      return taken
    },
    lookedUpSecondsAgo: () => (lookedUpAtMs === null ? null : (performance.now() - lookedUpAtMs) / 1000),
  }
}

function openCounters(registry: Registry) {
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter<Label>({ name, help, labelNames, registers })
  const counters = {
    claimed: counter('handset_claimed_total', 'Texts taken from the queue to be begun.'),
    attempts: counter('handset_attempts_total', 'Attempts to hand a text over, by outcome.', ['outcome']),
    resolved: counter(
      'handset_doubts_resolved_total',
      'Attempts in doubt that were decided: by a callback, the provider’s listing, or a person.',
      ['by', 'as'],
    ),
    doubles: counter('handset_doubles_proven_total', 'Texts that a provider’s receipt proved to be sent twice.'),
    receipts: counter('handset_receipts_total', 'Receipts filed: called back, or asked for.', ['source']),
    refused: counter('handset_callbacks_refused_total', 'Callbacks whose signature or address proved nothing.'),
    webhooks: counter('handset_webhook_calls_total', 'Calls of workspaces’ webhooks; given up after the last try.', [
      'result',
    ]),
  }
  // A series that appears only with its first event hides that event from every rate.
  for (const outcome of OUTCOMES) counters.attempts.inc({ outcome }, 0)
  for (const result of WEBHOOK_RESULTS) counters.webhooks.inc({ result }, 0)
  for (const source of SOURCES) counters.receipts.inc({ source }, 0)
  for (const by of DECIDED_BY) for (const as of VERDICTS) counters.resolved.inc({ by, as }, 0)
  return counters
}

function openHeldBack(registry: Registry) {
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['texts'], registers: [registry] })
  return {
    accounts: gauge('handset_accounts_slowed', 'Provider accounts that get less at once than there is room for.'),
    leastShare: gauge('handset_account_least_share', 'The share of the room that the slowest account gets; 1 for all.'),
  }
}

function openDurations(registry: Registry) {
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Histogram<Label>({ name, help, labelNames, buckets: STEPS_SECONDS, registers: [registry] })
  return {
    waits: histogram('handset_wait_seconds', 'From when a text was due to when it went to its provider.'),
    answers: histogram(
      'handset_provider_seconds',
      'From when a text went to its provider to the answer, or to giving up.',
    ),
    transactions: histogram('handset_transaction_seconds', 'Of a database transaction, by role.', ['role']),
  }
}

function emptyTally(): Tally {
  const steps = () => new Array<number>(STEPS_SECONDS.length + 1).fill(0)
  return {
    outcomes: { accepted: 0, rejected: 0, not_sent: 0, unknown: 0 },
    resolved: { callback: 0, listing: 0, person: 0 },
    receipts: { callback: 0, asked: 0 },
    doubles: 0,
    refused: 0,
    waits: steps(),
    transactions: steps(),
  }
}

function countStep(counts: number[], seconds: number): void {
  const step = STEPS_SECONDS.findIndex((end) => seconds <= end)
  counts[step < 0 ? STEPS_SECONDS.length : step]! += 1
}
