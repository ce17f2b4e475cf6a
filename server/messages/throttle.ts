import type { Slowed } from '../kit/metrics.ts'
import type { Outcome } from '../providers/adapter.ts'

/** How much one process may have on its way to each provider account, found out by how that account takes it. */
export interface Throttle {
  /** For each account that was sent to: how many more texts may go there. */
  rooms(): Map<string, number>
  /** The same for each account that was not. */
  roomForNew(): number
  hasRoom(account: string): boolean
  /** Accounts that get less than all the room there is, and the least share that one of them gets. */
  slowed(): Slowed
  /**
   * Counts a text as on its way. The function it gives ends that, once, and says for how many seconds the account had
   * better be left alone.
   */
  sent(account: string): (outcome: Outcome) => number
}

interface Account {
  inFlight: number
  limit: number
  /** Below this the limit doubles with each round of answers, above it creeps. */
  threshold: number
  /** Answers to what went before this do not count against the limit again. */
  cutAtMs: number
  /** How often in a row it could not be reached, or was too busy with the least that it can be given. */
  misses: number
  /** What went before this failed together with what was counted then, and is no further miss. */
  missedAtMs: number
  /** When what is on its way went, oldest first. */
  startedMs: Map<number, number>
}

/** A provider that has kept us waiting for so long is slow, and gets no more than it has connections. */
const SLOW_MS = 3000
const WORTH_WHILE = 256
const MOST_OF_ALL = 0.75

/**
 * Too many requests, silence and failure halve what an account may have on its way; answers raise it again, as TCP does
 * with a line it knows nothing about (RFC 5681). One that has not answered yet gets as many as it has connections, and
 * none ever more than three quarters of the slots or half of those that are left, so that one that hangs leaves room to the others.
 */
export function openThrottle(options: { slots: number; connections: number }): Throttle {
  const { slots, connections } = options
  const accounts = new Map<string, Account>()
  let total = 0
  let serial = 0

  const roomOf = (account: Account): number => {
    const [oldest] = account.startedMs.values()
    const slow = oldest !== undefined && performance.now() - oldest > SLOW_MS
    const limit = Math.floor(Math.min(account.limit, slow ? connections : MOST_OF_ALL * slots))
    const own = limit - account.inFlight
    // A transaction is not worth while for every single text.
    return own < Math.min(WORTH_WHILE, limit / 2) ? 0 : Math.min(own, Math.ceil((slots - total) / 2))
  }

  return {
    roomForNew: () => Math.min(connections, Math.ceil((slots - total) / 2)),
    hasRoom(name) {
      const account = accounts.get(name)
      return account === undefined || roomOf(account) > 0
    },
    rooms: () => new Map([...accounts].map(([name, account]) => [name, roomOf(account)])),
    slowed() {
      const slow = [...accounts.values()].filter((account) => account.threshold < slots)
      const limits = slow.map((account) => account.limit)
      return { accounts: limits.length, leastShare: Math.min(slots, ...limits) / slots }
    },
    sent(name) {
      let account = accounts.get(name)
      if (!account) {
        if (accounts.size >= MOST_REMEMBERED) forgetIdle(accounts)
        account = {
          inFlight: 0,
          limit: Math.min(connections, slots),
          threshold: slots,
          cutAtMs: -1,
          misses: 0,
          missedAtMs: -1,
          startedMs: new Map(),
        }
        accounts.set(name, account)
      }
      const started = performance.now()
      const together = account.inFlight + 1
      const id = serial++
      account.inFlight += 1
      account.startedMs.set(id, started)
      total += 1
      return (outcome) => {
        account.startedMs.delete(id)
        adapt(account, outcome, { startedMs: started, together }, slots)
        account.inFlight -= 1
        total -= 1
        return pauseAfter(account, outcome, started)
      }
    },
  }
}

/** What was found out about an account is kept while it rests, or each pause would begin anew with little. */
function forgetIdle(accounts: Map<string, Account>): void {
  for (const [name, account] of accounts) if (account.inFlight === 0) accounts.delete(name)
}
const MOST_REMEMBERED = 5000

interface Sent {
  startedMs: number
  /** How many were on their way when it went, itself counted. */
  together: number
}

function adapt(account: Account, outcome: Outcome, { startedMs, together }: Sent, slots: number): void {
  if (isOurs(outcome)) return
  if (!isTrouble(outcome)) {
    account.limit = Math.min(slots, account.limit + (account.limit < account.threshold ? 1 : 1 / account.limit))
    if (account.limit >= slots) account.threshold = slots
  } else if (startedMs > account.cutAtMs) {
    account.threshold = Math.max(1, Math.floor(Math.min(account.limit, Math.max(account.inFlight, together)) / 2))
    account.limit = account.threshold
    account.cutAtMs = performance.now()
  }
}

/** One that does not even take a single text is tried at growing intervals, so that texts do not bounce off it by the thousand. */
function pauseAfter(account: Account, outcome: Outcome, startedMs: number): number {
  if (isOurs(outcome)) return 0
  const turnedAway = outcome.kind === 'not_sent' && (outcome.why === 'unreachable' || account.limit <= 1)
  if (turnedAway && startedMs < account.missedAtMs) return 0
  account.misses = turnedAway ? account.misses + 1 : 0
  if (turnedAway) account.missedAtMs = performance.now()
  return account.misses > PATIENT_MISSES
    ? Math.min(2 ** (account.misses - PATIENT_MISSES - 1), LONGEST_PAUSE_SECONDS)
    : 0
}
const PATIENT_MISSES = 3
const LONGEST_PAUSE_SECONDS = 60

/** A worker that was paused learned nothing about the provider. */
function isOurs(outcome: Outcome): boolean {
  return outcome.kind === 'not_sent' && outcome.why === 'not_tried'
}

function isTrouble(outcome: Outcome): boolean {
  return outcome.kind === 'not_sent' || outcome.kind === 'unknown'
}
