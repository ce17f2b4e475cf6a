import type { Context } from '../kit/context.ts'
import type { Connection } from '../providers/adapter.ts'

/** How long each step of a hand-over, and of finding out about one in doubt, may take. */
export interface Patience {
  /** After this long, by the database's clock, an attempt that nobody finished is in doubt. */
  attemptSeconds: number
  /** The longest that a request waits for a connection, and then for its answer. */
  waitMs: number
  requestTimeoutMs: number
  /**
   * From here on a request might still be under way at the attempt's deadline. A worker that was paused since it began
   * one must not send it: it may have been taken for lost meanwhile.
   */
  latestStartMs: number
  /** An attempt in doubt is left this long after its deadline for the provider to call back by itself. */
  callbackGraceSeconds: number
  /** Between the two looks at the provider's listing. What it lists late, it must list within this time. */
  settleSeconds: number
  /** A look that is under way is left to its worker this long; then another takes it over. */
  lookSeconds: number
  /** After a look that told nothing; doubled with each more, up to `seldomSeconds`. */
  lookAgainSeconds: number
  seldomSeconds: number
}

/** Nobody has measured the real lag of the list; this is the least that may be waited for it. */
export const SHORTEST_SETTLE_SECONDS = 240

/** Twilio itself gives up on a request after about 26 s; how late it lists what it took is not documented. */
const UNHURRIED: Omit<Patience, 'settleSeconds'> = {
  attemptSeconds: 60,
  waitMs: 10_000,
  requestTimeoutMs: 30_000,
  latestStartMs: 15_000,
  callbackGraceSeconds: 60,
  lookSeconds: 120,
  lookAgainSeconds: 30,
  seldomSeconds: 900,
}

/** Real providers are never hurried; the simulator is by `simulatorSpeed`. */
export function patienceWith(
  context: Pick<Context, 'simulatorSpeed'> & Partial<Pick<Context, 'settleSeconds'>>,
  provider: Connection['provider'],
): Patience {
  const speed = provider === 'simulator' ? context.simulatorSpeed : 1
  const unhurried = { ...UNHURRIED, settleSeconds: context.settleSeconds ?? SHORTEST_SETTLE_SECONDS }
  if (speed === 1) return unhurried
  const shorter = Object.entries(unhurried).map(([name, length]) => [name, length / speed])
  return Object.fromEntries(shorter) as Record<keyof Patience, number>
}
