import { REMINDER } from '../../../shared/events.ts'
import { addDays, dateIn, instantAt } from './local-time.ts'

export const PASSED = 'due_date_passed'
export const USUAL_TIME = '09:00'
const HOUR_MS = 3600_000
/** So long after its moment something is still told: after a pause of ours, or where the date came in late. */
export const GRACE_MS = 24 * HOUR_MS
/** Where a day begins first, and where it ends last. */
const EARLIEST_ZONE = 'Etc/GMT-14'
const LATEST_ZONE = 'Etc/GMT+12'

/** A trigger that a date sets off: some days ahead of it, or when it is over; at this time of the day. */
export interface Timed {
  event_type: string
  days_ahead?: number | null | undefined
  time_of_day?: string | null | undefined
}

/** Of a day it is over on the next; of an instant at the first such time after it. */
export function momentOf(due: string, timed: Timed, zone: string): Date {
  const { date, time } = localMoment(due, timed, zone)
  return instantAt(zone, date, time)
}

/** The same as the clocks of the zone show it. */
export function localMoment(due: string, timed: Timed, zone: string): { date: string; time: string } {
  const time = timed.time_of_day ?? USUAL_TIME
  const isDay = due.length === 10
  const day = isDay ? due : dateIn(zone, new Date(due))
  if (timed.event_type === REMINDER.type) return { date: addDays(day, -(timed.days_ahead ?? 1)), time }
  const isSameDay = !isDay && instantAt(zone, day, time).getTime() >= Date.parse(due)
  return { date: isSameDay ? day : addDays(day, 1), time }
}

/** Between these anybody's moment may be, wherever they live. A day's margin, since clocks are not where the sun is. */
function spanOf(due: string, timed: Timed): { from: number; to: number } {
  if (due.length === 10)
    return { from: momentOf(due, timed, EARLIEST_ZONE).getTime(), to: momentOf(due, timed, LATEST_ZONE).getTime() }
  const at = Date.parse(due) - (timed.event_type === REMINDER.type ? (timed.days_ahead ?? 1) * 24 * HOUR_MS : 0)
  return { from: at - 26 * HOUR_MS, to: at + 26 * HOUR_MS }
}

/** When to look at a date for the first time; undefined where nothing of it can be told any more. */
export function firstLook(due: string, all: readonly Timed[], now: Date): Date | undefined {
  const spans = all.map((timed) => spanOf(due, timed)).filter(({ to }) => to + GRACE_MS > now.getTime())
  return spans.length > 0 ? new Date(Math.min(...spans.map(({ from }) => from))) : undefined
}

/** Of those whose time has not begun, the first; and whether the time of any is now, so that each person counts. */
export function aheadOf(due: string, all: readonly Timed[], now: Date): { next: Date | undefined; within: boolean } {
  const spans = all.map((timed) => spanOf(due, timed))
  const ahead = spans.filter(({ from }) => from > now.getTime())
  return {
    next: ahead.length > 0 ? new Date(Math.min(...ahead.map(({ from }) => from))) : undefined,
    within: spans.some(({ from, to }) => from <= now.getTime() && to + GRACE_MS > now.getTime()),
  }
}
