import { setTimeout as sleep } from 'node:timers/promises'
import { FAULT_SHARES, type FaultSettings } from '../simulator/wire.ts'
import type { Pauses } from './length.ts'
import type { Random } from './random.ts'
import type { Records } from './records.ts'
import type { Stage } from './stage.ts'
import type { Workspace } from './workspace.ts'

/** What stays wrong during the whole run, by the switches of the command. */
export interface Throughout {
  /** Not one receipt arrives. */
  callbacksLost: boolean
  listLagMs: number
  /** A job beside Handset sends again blindly what is in doubt. */
  unguarded: boolean
}

/** All that a scenario works with. */
export interface Trial {
  stage: Stage
  workspace: Workspace
  records: Records
  random: Random
  throughout: Throughout
  /** The start of each of its texts. */
  label: string
}

/** What a scenario counted besides what the checker finds. */
export interface Outcome {
  /** So many texts were to be sent; each must have been acknowledged. */
  wanted: number
  faults: number
  /** From the end of the last fault until every text was settled; null when it never was. */
  recoveryMs: number | null
  figures: Figure[]
}

/** A figure of the procedure's own. */
export interface Figure {
  text: string
  ok: boolean
  /** It depends on how long the run is and how fast the machine, and is judged at full length only. */
  timing?: true
}

/** What two parts of a scenario come to, one after the other. */
export function inTurn(first: Outcome, second: Outcome): Outcome {
  const recoveries = [first.recoveryMs, second.recoveryMs].filter((ms) => ms !== null)
  return {
    wanted: first.wanted + second.wanted,
    faults: first.faults + second.faults,
    recoveryMs: recoveries.length === 2 ? Math.max(...recoveries) : null,
    figures: [...first.figures, ...second.figures],
  }
}

export async function setFaults({ stage, throughout }: Trial, change: Partial<FaultSettings>): Promise<void> {
  await stage.carrier.faults({
    ...change,
    ...(throughout.callbacksLost && { receipts_lost: 1 }),
    ...(throughout.listLagMs > 0 && { list_lag_ms: Math.max(throughout.listLagMs, change.list_lag_ms ?? 0) }),
  })
}

/** Ends what `setFaults` began and tells how often it struck. */
export async function endFaults(trial: Trial): Promise<number> {
  const none = Object.fromEntries(FAULT_SHARES.map((name) => [name, 0]))
  await setFaults(trial, { ...none, latency_ms: 0, requests_at_once: 0, list_lag_ms: 0 })
  const hits = await trial.stage.carrier.newHits()
  const counted = [...FAULT_SHARES, 'requests_at_once' as const].filter(
    (name) => !(name === 'receipts_lost' && trial.throughout.callbacksLost),
  )
  return counted.reduce((sum, name) => sum + (hits[name] ?? 0), 0)
}

/** Does something again and again, with pauses that chance decides; the answer ends that and tells how often it was. */
export function keepDoing(
  random: Random,
  [shortest, longest]: Pauses,
  act: () => Promise<void> | void,
): () => Promise<number> {
  const ending = new AbortController()
  let times = 0
  const doing = (async () => {
    while (!ending.signal.aborted) {
      await sleep(random.between(shortest, longest), undefined, { signal: ending.signal }).catch(() => {})
      if (ending.signal.aborted) return
      await act()
      times += 1
    }
  })()
  // What went wrong with it is told when it is ended.
  doing.catch(() => {})
  return async () => {
    ending.abort()
    await doing
    return times
  }
}
