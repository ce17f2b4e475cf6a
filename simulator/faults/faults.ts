import type { Changes } from '../kit/changes.ts'
import type { SimClock } from '../kit/clock.ts'
import { FAULT_SHARES, type FaultName, type FaultSettings, type FaultShare, type FaultsView } from '../wire.ts'

/** What goes wrong on purpose. Shares are between 0 and 1; a fault that struck is counted. */
export interface FaultState {
  settings: FaultSettings
  /** Rolls the dice for one fault; true means that it strikes now, and it has been counted. */
  strikes(fault: FaultShare): boolean
  /** Waiting, lag and refused sign-in strike whenever they are set. */
  count(fault: FaultName): void
  change(change: FaultChange): void
  clear(): void
  view(): FaultsView
}

export type FaultChange = { [Name in keyof FaultSettings]?: FaultSettings[Name] | undefined } & {
  until_count?: number | null | undefined
  until_ms?: number | null | undefined
}

function noFaults(): FaultSettings {
  const shares = Object.fromEntries(FAULT_SHARES.map((name) => [name, 0])) as Record<FaultShare, number>
  return { ...shares, latency_ms: 0, requests_at_once: 0, list_lag_ms: 0, queue_ms: 0, sign_in_refused: false }
}

export function createFaults(clock: SimClock, random: () => number, changes: Changes): FaultState {
  const state = {
    settings: noFaults(),
    hits: 0,
    hitsBy: new Map<FaultName, number>(),
    countLeft: null as number | null,
    endsAt: null as number | null,
  }
  let stopTimer = () => {}

  function clear(): void {
    stopTimer()
    Object.assign(state.settings, noFaults())
    Object.assign(state, { hits: 0, countLeft: null, endsAt: null })
    state.hitsBy.clear()
    changes.tell('faults', '')
  }

  /** Counted faults end with the last one, but their hits stay to be read. */
  function count(fault: FaultName): void {
    state.hits += 1
    state.hitsBy.set(fault, (state.hitsBy.get(fault) ?? 0) + 1)
    if (state.countLeft !== null) {
      state.countLeft -= 1
      if (state.countLeft <= 0) end()
    }
    changes.tell('faults', '')
  }

  function end(): void {
    Object.assign(state.settings, noFaults())
    Object.assign(state, { countLeft: null, endsAt: null })
    changes.tell('faults', '')
  }

  return {
    settings: state.settings,
    strikes(fault) {
      const share = state.settings[fault]
      if (share === 0 || random() >= share) return false
      count(fault)
      return true
    },
    count,
    clear,
    change({ until_count, until_ms, ...settings }) {
      for (const [name, value] of Object.entries(settings)) {
        if (value !== undefined) Object.assign(state.settings, { [name]: value })
      }
      if (until_count !== undefined) state.countLeft = until_count
      if (until_ms !== undefined) {
        stopTimer()
        state.endsAt = until_ms === null ? null : clock.now() + until_ms
        stopTimer = until_ms === null ? () => {} : clock.after(until_ms, end)
      }
      changes.tell('faults', '')
    },
    view: () => ({
      ...state.settings,
      active: activeFaults(state.settings),
      hits: state.hits,
      hits_by: Object.fromEntries(state.hitsBy),
      until_count: state.countLeft,
      until_ms: state.endsAt === null ? null : Math.max(0, state.endsAt - clock.now()),
    }),
  }
}

function activeFaults(settings: FaultSettings): FaultName[] {
  return Object.entries(settings).flatMap(([name, value]) => (value ? [name as FaultName] : []))
}
