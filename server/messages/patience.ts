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
}

/** Twilio itself gives up on a request after about 26 s; how late it lists what it took is not documented. */
const UNHURRIED: Patience = {
  attemptSeconds: 60,
  waitMs: 10_000,
  requestTimeoutMs: 30_000,
  latestStartMs: 15_000,
  callbackGraceSeconds: 60,
  settleSeconds: 240,
}

/** Real providers are never hurried; the simulator is by `simulatorSpeed`. */
export function patienceWith(context: Pick<Context, 'simulatorSpeed'>, provider: Connection['provider']): Patience {
  const speed = provider === 'simulator' ? context.simulatorSpeed : 1
  if (speed === 1) return UNHURRIED
  const shorter = Object.entries(UNHURRIED).map(([name, length]) => [name, length / speed])
  return Object.fromEntries(shorter) as Record<keyof Patience, number>
}
