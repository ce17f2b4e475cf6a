/** `2026-03-12` names a day and has no zone; with a time it is an instant. Anything else is shown as it stands. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/**
 * The filter `date`, with what people need of strftime. That of LiquidJS takes widths, by which eight characters make a
 * string of gigabytes, asks the clock and the machine's zone, and makes a formatter for each call.
 */
export function formatDate(value: unknown, format: unknown, zone: unknown): unknown {
  if (typeof value !== 'string' || !DATE.test(value)) return value
  const instant = new Date(value.length === 10 || /(Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`)
  if (Number.isNaN(instant.getTime())) return value
  const parts = value.length === 10 ? partsIn('UTC', instant) : partsIn(zone, instant)
  return String(format ?? '%-d %b %Y')
    .slice(0, 100)
    .replace(/%(-?)([a-zA-Z%])/g, (whole, bare: string, letter: string) => shown(parts, letter, bare !== '') ?? whole)
}

interface Parts {
  at: Date
  zone: string
}

/** The same instant as if its wall clock were UTC's. */
function partsIn(zone: unknown, instant: Date): Parts {
  const formatter = formatterOf(typeof zone === 'string' ? zone : 'UTC')
  if (!formatter) return { at: instant, zone: 'UTC' }
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    formatter.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  )
  return { at: new Date(Date.UTC(year!, month! - 1, day, hour, minute, second)), zone: String(zone ?? 'UTC') }
}

const formatters = new Map<string, Intl.DateTimeFormat | null>()

/** Null where the zone does not exist, and for UTC, which needs none. There are only so many zones to keep. */
function formatterOf(zone: string): Intl.DateTimeFormat | null {
  if (zone === 'UTC' || zone.length > 64) return null
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = makeFormatter(zone)
  if (made || formatters.size < 1000) formatters.set(zone, made)
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

const HOURS_12 = (at: Date) => at.getUTCHours() % 12 || 12
const PADDED = new Map<string, (at: Date) => number>([
  ['d', (at) => at.getUTCDate()],
  ['m', (at) => at.getUTCMonth() + 1],
  ['H', (at) => at.getUTCHours()],
  ['I', HOURS_12],
  ['M', (at) => at.getUTCMinutes()],
  ['S', (at) => at.getUTCSeconds()],
])
const PLAIN = new Map<string, (at: Date) => string | number>([
  ['a', (at) => DAYS[at.getUTCDay()]!.slice(0, 3)],
  ['A', (at) => DAYS[at.getUTCDay()]!],
  ['b', (at) => MONTHS[at.getUTCMonth()]!.slice(0, 3)],
  ['B', (at) => MONTHS[at.getUTCMonth()]!],
  ['e', (at) => at.getUTCDate()],
  ['y', (at) => String(at.getUTCFullYear()).slice(-2)],
  ['Y', (at) => at.getUTCFullYear()],
  ['l', HOURS_12],
  ['p', (at) => (at.getUTCHours() < 12 ? 'AM' : 'PM')],
  ['P', (at) => (at.getUTCHours() < 12 ? 'am' : 'pm')],
  ['%', () => '%'],
])

function shown({ at, zone }: Parts, letter: string, isBare: boolean): string | undefined {
  if (letter === 'Z') return zone
  const value = (PADDED.get(letter) ?? PLAIN.get(letter))?.(at)
  return PADDED.has(letter) && !isBare ? String(value).padStart(2, '0') : value?.toString()
}
