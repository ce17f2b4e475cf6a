import type { OperatorCap } from './workspace-schema.ts'

interface Columns {
  operator_cap_set: boolean
  operator_cap_micros: number | null
}

export function capOf({ operator_cap_set, operator_cap_micros: micros }: Columns): OperatorCap {
  if (!operator_cap_set) return { kind: 'default' }
  return micros === null ? { kind: 'none' } : { kind: 'amount', micros }
}

export function columnsOf(cap: OperatorCap): Columns {
  return { operator_cap_set: cap.kind !== 'default', operator_cap_micros: cap.kind === 'amount' ? cap.micros : null }
}

/** As the record says it. */
export function capWords(cap: OperatorCap): string {
  if (cap.kind === 'default') return 'what holds for all'
  return cap.kind === 'none' ? 'any amount' : `$${(cap.micros / 1_000_000).toFixed(2)}`
}
