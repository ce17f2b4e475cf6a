export interface ListPage<T> {
  items: T[]
  next: string | null
}

/** How many came since the list was drawn; `more` when not even the oldest of the newest page was there yet. */
export function countArrived<T>(
  rows: T[],
  newest: ListPage<T> | undefined,
  isNewer: (one: T, other: T) => boolean,
): { count: number; more: boolean } {
  const top = rows[0]
  if (!newest || !top) return { count: 0, more: false }
  const count = newest.items.filter((item) => isNewer(item, top)).length
  return { count, more: count === newest.items.length && newest.next !== null }
}

/** Without those that went meanwhile: between the first and the last of the newest page, all that is not on it. */
export function withoutGone<T>(
  rows: T[],
  newest: ListPage<T> | undefined,
  { keyOf, isNewer }: { keyOf: (item: T) => string; isNewer: (one: T, other: T) => boolean },
): T[] {
  if (!newest) return rows
  const here = new Set(newest.items.map(keyOf))
  const last = newest.next === null ? undefined : newest.items.at(-1)
  return rows.filter((row) => here.has(keyOf(row)) || (last && !isNewer(row, last)))
}
