/** Days of the workspace's calendar, both included. */
export interface Range {
  from: string
  to: string
}

/** As the API has it. */
export const MOST_DAYS = 400

const DAY_MS = 86_400_000
/** More than these in one chart are drawn by the week. */
const MOST_BARS = 92

export function today(timeZone: string, now = Date.now()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now)
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

export function daysOf({ from, to }: Range): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}

/** So many days up to and with this one. */
export function lastDays(days: number, to: string): Range {
  return { from: plusDays(to, 1 - days), to }
}

/** As many days, right before. */
export function before(range: Range): Range {
  return lastDays(daysOf(range), plusDays(range.from, -1))
}

export type Step = 'hour' | 'day' | 'week'

/** What one bar of a chart stands for. */
export function stepOf(range: Range): Step {
  const days = daysOf(range)
  if (days <= 2) return 'hour'
  return days > MOST_BARS ? 'week' : 'day'
}

const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const withYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** "3 Nov"; with the year once it is not this one. */
export function dayWords(day: string, now = Date.now()): string {
  const format = day.slice(0, 4) === new Date(now).toISOString().slice(0, 4) ? short : withYear
  return format.format(Date.parse(day))
}

/** "3 – 9 Nov", "28 Oct – 3 Nov", "3 Nov". */
export function rangeWords({ from, to }: Range): string {
  if (from === to) return dayWords(from)
  const first = from.slice(0, 7) === to.slice(0, 7) ? String(Number(from.slice(8))) : dayWords(from)
  return `${first} – ${dayWords(to)}`
}

/** "3 Nov, 14:00"; of one day, which stands above, "14:00". */
export function hourWords(iso: string, timeZone: string, isOneDay = false): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...(!isOneDay && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(Date.parse(iso))
}
