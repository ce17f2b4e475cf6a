import { patienceWith } from '../server/messages/patience.ts'
import type { Stage } from './stage.ts'
import type { Throughout } from './trial.ts'

/** How long a text in doubt may take to be resolved: the waits that the product itself keeps, twice, and some work. */
export function settledWithinMs({ speed }: Pick<Stage, 'speed'>, { listLagMs }: Throughout): number {
  const { attemptSeconds, callbackGraceSeconds, settleSeconds } = patienceWith({ simulatorSpeed: speed }, 'simulator')
  return 45_000 + 2 * (listLagMs + (attemptSeconds + callbackGraceSeconds + settleSeconds) * 1000)
}

/** The longest lag of the provider's listing that the product promises to cope with. */
export function settleMs(speed: number): number {
  return patienceWith({ simulatorSpeed: speed }, 'simulator').settleSeconds * 1000
}

export function requestTimeoutMs(speed: number): number {
  return patienceWith({ simulatorSpeed: speed }, 'simulator').requestTimeoutMs
}
