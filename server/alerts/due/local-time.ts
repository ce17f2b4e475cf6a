const formatters = new Map<string, Intl.DateTimeFormat | null>()
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Further than any clock is from UTC. */
const FURTHEST_MS = 15 * 60 * MINUTE_MS

/** Whether clocks run by it here; of a directory anything may come. */
export function isKnownZone(zone: string): boolean {
  return formatterOf(zone) !== null
}

/**
 * The instant at which the clocks of a zone show this time of this day. Where they show it twice, since they were set
 * back, it is the first; where they never do, since they were set forward, it is as much later as they were set (02:30
 * is 03:30 then).
 */
export function instantAt(zone: string, date: string, time: string): Date {
  const wall = Date.parse(`${date}T${time}:00Z`)
  // What the clocks are ahead by some time before and after: they are set at most once in between.
  const [before, after] = [aheadAt(zone, wall - FURTHEST_MS), aheadAt(zone, wall + FURTHEST_MS)]
  const found = [wall - before, wall - after].filter((at) => at + aheadAt(zone, at) === wall)
  return new Date(found.length > 0 ? Math.min(...found) : wall - before)
}

/** `2026-12-01`: the day on the clocks of a zone. */
export function dateIn(zone: string, instant: Date): string {
  return new Date(instant.getTime() + aheadAt(zone, instant.getTime())).toISOString().slice(0, 10)
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** How far the clocks of a zone are ahead of UTC. */
function aheadAt(zone: string, at: number): number {
  const formatter = formatterOf(zone)
  if (!formatter) return 0
  const whole = Math.floor(at / 1000) * 1000
  const parts: Record<string, number> = {}
  for (const { type, value } of formatter.formatToParts(whole)) parts[type] = Number(value)
  const { year, month, day, hour, minute, second } = parts
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - whole
}

/** Null where the zone does not exist. There are only so many zones to keep. */
function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = makeFormatter(zone)
  if (formatters.size < 1000) formatters.set(zone, made)
  return made
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
  const numeric = 'numeric' as const
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric }
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...fields })
  } catch {
    return null
  }
}
