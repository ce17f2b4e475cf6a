/** How big a scenario is. Each names its own figures. */
export type Length = Record<string, number | Pauses>

/** What the size of most scenarios says: so many texts, posted at that pace, and the workers that send them. */
export type Traffic = { texts: number; perSecond: number; workers: number }

/** The shortest and the longest of the pauses between two faults. */
export type Pauses = [shortest: number, longest: number]

/** A scenario's size where the whole run is to take about so many minutes. */
export type Lengths<L extends Length> = Record<3 | 10 | 60, L>

/** The size for any number of minutes: between two columns in proportion, outside of them the nearest. */
export function lengthFor<L extends Length>(lengths: Lengths<L>, minutes: number): L {
  const [low, high]: (3 | 10 | 60)[] = minutes <= 10 ? [3, 10] : [10, 60]
  const share = Math.min(1, Math.max(0, (minutes - low!) / (high! - low!)))
  const between = (from: number, to: number) => Math.round(from + (to - from) * share)
  const entries = Object.entries(lengths[low!]).map(([name, from]) => {
    const to = lengths[high!][name]!
    if (typeof from === 'number') return [name, between(from, to as number)]
    const [shortest, longest] = to as Pauses
    return [name, [between(from[0], shortest), between(from[1], longest)]]
  })
  return Object.fromEntries(entries) as L
}
