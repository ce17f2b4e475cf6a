import { DEAD_AFTER_SECONDS } from '../messages/shift.ts'
import { type Facts, RECEIPTS_MINUTES } from './facts.ts'

/** What should go on and does not. Told in the order in which people ask: what, what it means, why, what to do. */
export interface Alarm {
  name: AlarmName
  what: string
  meaning: string
  cause: string
  remedy: string
  since: Date | null
  /** Nothing is sent while it stands. */
  stopsSending: boolean
}

/** As long as this nobody need worry: a deploy, a database that was started again. */
const QUIET_SECONDS = 120
/** Fewer texts than these without a receipt may just be slow carriers. */
const ENOUGH_ASKED = 3

type Told = Omit<Alarm, 'name' | 'stopsSending'>

interface Rule {
  stopsSending: boolean
  look: (facts: Facts) => Told | null
}

const RULES = {
  sending_paused: { stopsSending: true, look: sendingPaused },
  no_worker: { stopsSending: true, look: noWorker },
  nothing_claimed: { stopsSending: true, look: nothingClaimed },
  doubts_not_looked_at: { stopsSending: false, look: doubtsNotLookedAt },
  receipts_missing: { stopsSending: false, look: receiptsMissing },
  audit_not_chained: { stopsSending: false, look: auditNotChained },
  audit_heads_not_sent: { stopsSending: false, look: auditHeadsNotSent },
} as const satisfies Record<string, Rule>

export type AlarmName = keyof typeof RULES
export const ALARM_NAMES = Object.keys(RULES) as [AlarmName, ...AlarmName[]]

export function alarmsIn(facts: Facts): Alarm[] {
  return ALARM_NAMES.flatMap((name) => {
    const { look, stopsSending } = RULES[name]
    const told = look(facts)
    return told ? [{ name, stopsSending, ...told }] : []
  })
}

function sendingPaused({ pausedSince, pausedWhy, restoredFrom }: Facts): Told | null {
  if (!pausedSince) return null
  const meaning = 'Texts are accepted and wait; none is sent.'
  if (pausedWhy === 'copied') {
    return {
      what: 'Sending is paused: this is a copy.',
      meaning,
      cause: 'This database runs elsewhere than before; the other installation may still be sending the same texts.',
      remedy: 'Make sure that the other one is stopped, then release sending.',
      since: pausedSince,
    }
  }
  return {
    what: restoredFrom
      ? 'Sending is paused since the restore.'
      : 'Sending is paused until all that waits is looked up.',
    meaning,
    cause: restoredFrom
      ? 'A backup was restored: what was sent after it is not on record here, and is looked up at the provider first.'
      : 'Another installation may have sent some of it, so it is looked up at the provider first.',
    remedy: 'Release sending when nothing is in doubt any more.',
    since: pausedSince,
  }
}

function noWorker({ workers, lastSeenAt }: Facts): Told | null {
  if (workers > 0) return null
  return {
    what: 'No worker is at work.',
    meaning: 'Texts are accepted and wait; none is sent.',
    cause: `No process has given a sign of life for ${DEAD_AFTER_SECONDS} seconds: none was started with the role worker or all, or they were cut off from the database.`,
    remedy: 'Start one, and read its log if it ends again.',
    since: lastSeenAt,
  }
}

/** While sending is paused, or nobody is there, that is what is told. */
function nothingClaimed(facts: Facts): Told | null {
  const { claimableSince, lastClaimAt, pausedSince, workers } = facts
  if (pausedSince || workers === 0) return null
  if (!isOld(facts, claimableSince) || !isOldOrNever(facts, lastClaimAt)) return null
  return {
    what: 'Nothing was claimed for 2 minutes though texts are due.',
    meaning: 'Texts wait longer than they should; codes expire.',
    cause: 'The workers are alive but stuck: all their slots hang at a provider, or they wait for the database.',
    remedy: 'Read the log of the workers for “a turn failed”, then restart them: what is under way is looked up.',
    since: lastClaimAt ?? claimableSince,
  }
}

function doubtsNotLookedAt(facts: Facts): Told | null {
  const { doubtSince, lastLookAt, workers } = facts
  if (workers === 0 || !isOld(facts, doubtSince) || !isOldOrNever(facts, lastLookAt)) return null
  return {
    what: 'Nobody has looked for 2 minutes what became of attempts in doubt.',
    meaning: 'Those texts stay unknown; they are not sent again meanwhile. Others are sent as usual.',
    cause: 'Reconciliation is stuck in a worker, or fails each time.',
    remedy: 'Read the log of the workers for the loop “reconcile”, then restart them.',
    since: lastLookAt ?? doubtSince,
  }
}

/** Without a public address none are expected: the provider is asked instead. */
function receiptsMissing({ publicUrl, calledBack, asked, refused, now }: Facts): Told | null {
  if (!publicUrl || calledBack > 0 || asked < ENOUGH_ASKED) return null
  return {
    what: 'Receipts cannot reach Handset.',
    meaning: `Texts go out; what became of ${asked} of them had to be asked for at the provider, later than a receipt would tell it.`,
    cause: refused
      ? `${refused === 1 ? 'A callback' : `${refused} callbacks`} came to ${publicUrl} whose signature did not fit: a proxy changes their path, query or host, or the Auth Token is another.`
      : `No callback came to ${publicUrl} within ${RECEIPTS_MINUTES} minutes: the address is wrong, or a firewall or proxy stops them.`,
    remedy: 'Open that address from outside your network, and mend the public address or the proxy.',
    since: new Date(now.getTime() - RECEIPTS_MINUTES * 60_000),
  }
}

function auditNotChained(facts: Facts): Told | null {
  if (facts.workers === 0 || !isOld(facts, facts.unchainedSince)) return null
  return {
    what: 'Entries of the audit log have waited for 2 minutes to be chained.',
    meaning: 'They are recorded. Until they are chained nobody would notice that one was changed.',
    cause: 'The chaining is stuck in a worker, or fails each time; or somebody has tampered with what waits.',
    remedy: 'Read the log of the workers for the loop “audit chain”, and run: npm run handset -- audit verify.',
    since: facts.unchainedSince,
  }
}

function auditHeadsNotSent(facts: Facts): Told | null {
  if (!isOld(facts, facts.headsTroubleSince)) return null
  return {
    what: 'The heads of the audit log cannot be sent outside.',
    meaning: 'Entries are recorded and chained; that the end of a log was cut off would not be noticed.',
    cause: facts.headsTrouble ?? 'The last tries failed.',
    remedy: 'Mend it, or choose another place under Installation › Audit heads. It is tried again meanwhile.',
    since: facts.headsTroubleSince,
  }
}

function isOld({ now }: Facts, at: Date | null): boolean {
  return at !== null && now.getTime() - at.getTime() > QUIET_SECONDS * 1000
}

function isOldOrNever(facts: Facts, at: Date | null): boolean {
  return at === null || isOld(facts, at)
}
