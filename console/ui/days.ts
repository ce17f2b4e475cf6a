/** So many days ago, in steps of a minute, or every look would be another question. */
export function daysAgo(days: number, now = Date.now()): string {
  const minute = Math.floor(now / 60_000) * 60_000
  return new Date(minute - days * 86_400_000).toISOString()
}
