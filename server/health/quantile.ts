import { STEPS_SECONDS } from '../kit/metrics.ts'

/**
 * Below which length so great a share of what was counted lies, in seconds; within a step as if its lengths were spread
 * evenly, as Prometheus does it. Null when nothing was counted. What took longer than all steps counts as the last.
 */
export function quantile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((all, one) => all + one, 0)
  if (total === 0) return null
  let left = share * total
  for (const [step, count] of counts.entries()) {
    const from = step === 0 ? 0 : STEPS_SECONDS[step - 1]
    const to = STEPS_SECONDS[step]
    if (from === undefined || to === undefined) break
    if (count > 0 && left <= count) return from + (to - from) * (left / count)
    left -= count
  }
  return STEPS_SECONDS.at(-1)!
}

/** Step by step; of different lengths when another version counted in other steps. */
export function addCounts(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, step) => (a[step] ?? 0) + (b[step] ?? 0))
}
