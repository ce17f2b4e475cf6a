/** How long something took is kept by bins, each a fifth wider than the one before: a percentile is right to a tenth. */
const WIDER = 1.2

/** The SQL of the bin that a time between two instants falls into. Clocks of two machines may disagree: not below nothing. */
export function binOf(from: string, to: string): string {
  return `floor(ln(greatest(extract(epoch from ${to} - ${from}) * 1000, 1)) / ln(${WIDER}))::integer`
}

export interface Bin {
  bin: number
  count: number
}

/**
 * Milliseconds within which that part of them was done, laid between the edges of the bin as if they came evenly.
 *
 * @param bins in any order.
 */
export function percentile(bins: Bin[], part: number): number | null {
  const total = bins.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return null
  let left = part * total
  const sorted = bins.toSorted((a, b) => a.bin - b.bin)
  const found = sorted.find(({ count }) => {
    if (count >= left) return true
    left -= count
    return false
  })
  const { bin, count } = found ?? sorted.at(-1)!
  return Math.round(WIDER ** (bin + Math.min(left / count, 1)))
}
