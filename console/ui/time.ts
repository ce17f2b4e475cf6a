const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const withYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const whole = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})

/** Relative within a day of now, then the date: "2 min ago", "12 Mar 14:02". */
export function ago(iso: string, now: number): string {
  const at = Date.parse(iso)
  const apart = Math.abs(now - at)
  if (apart >= DAY) return day(iso, now)
  // The server's clock may be a little ahead, and `now` is only renewed a few times a minute.
  if (apart < 45_000) return at <= now + 30_000 ? 'just now' : 'in a moment'
  const span = apart < 59.5 * MINUTE ? `${Math.round(apart / MINUTE)} min` : `${Math.round(apart / HOUR)} h`
  return at <= now ? `${span} ago` : `in ${span}`
}

/** "12 Mar 14:02" in the viewer's zone; the year instead of the hour once it is not this one. */
export function day(iso: string, now: number): string {
  const date = new Date(iso)
  const format = date.getFullYear() === new Date(now).getFullYear() ? short : withYear
  return format.format(date).replace(',', '')
}

/** "14:02", with the day in front unless it is today. */
export function hour(iso: string, now: number): string {
  const date = new Date(iso)
  return date.toDateString() === new Date(now).toDateString() ? clock.format(date) : day(iso, now)
}

/** "14:02:03" */
export function toSeconds(iso: string): string {
  return seconds.format(new Date(iso))
}

/** "14:02:03.114" */
export function toMilliseconds(iso: string): string {
  const date = new Date(iso)
  return `${seconds.format(date)}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** For the hover: the viewer's own time with its zone, and UTC to the millisecond. */
export function exact(iso: string): string {
  return `${whole.format(new Date(iso))} · ${new Date(iso).toISOString().replace('T', ' ').replace('Z', ' UTC')}`
}

/** "0.4 s", "12 s", "3 min" */
export function span(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 2 * MINUTE) return `${Math.round(ms / 1000)} s`
  return ms < 2 * HOUR ? `${Math.round(ms / MINUTE)} min` : `${Math.round(ms / HOUR)} h`
}
