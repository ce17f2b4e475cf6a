import type { Measures, Statistics } from './api.ts'
import { dayWords, hourWords, plusDays, type Range, rangeWords, type Step, stepOf } from './range.ts'
import { channelName } from './words.ts'

export interface Series {
  name: string
  label: string
  color: string
}

/** One bar: its name, and how much of each kind it holds. */
export interface Point {
  at: string
  /** As it is called in full. */
  label: string
  parts: Record<string, number>
}

/** From the ground up; what went well stands lowest. Each has a pattern of its own, so that colour is not needed. */
export const STATUS_SERIES: Series[] = [
  { name: 'delivered', label: 'Delivered', color: 'var(--green)' },
  { name: 'sent', label: 'Sent, not confirmed', color: 'url(#sent-pattern)' },
  { name: 'pending', label: 'On their way', color: 'url(#pending-pattern)' },
  { name: 'failed', label: 'Failed', color: 'url(#failed-pattern)' },
  { name: 'skipped', label: 'Skipped', color: 'url(#skipped-pattern)' },
]

export const CHANNEL_SERIES: Series[] = [
  { name: 'sms', label: channelName('sms'), color: 'var(--accent)' },
  { name: 'email', label: channelName('email'), color: 'url(#email-pattern)' },
  { name: 'in_app', label: channelName('in_app'), color: 'url(#app-pattern)' },
]

export type Split = 'status' | 'channel'
type Group = Statistics['groups'][number]

/** Every bar of a range, those with nothing too. */
export function pointsOf(groups: Group[], range: Range, timeZone: string, split: Split): Point[] {
  const step = stepOf(range)
  const bars = step === 'hour' ? hoursOf(groups, timeZone, range.from === range.to) : daysOf(range, step)
  const byName = new Map(bars.map((bar) => [bar.at, bar]))
  for (const group of groups) {
    const bar = byName.get(step === 'hour' ? group.hour! : startOf(group.day!, range, step))
    if (bar) add(bar, partsOf(group, split))
  }
  return bars
}

export function partsOf(group: Measures & { key?: string | undefined }, split: Split): Record<string, number> {
  if (split === 'channel') return { [group.key!]: group.messages }
  const { delivered, sent, pending, failed, skipped } = group
  return { delivered, sent: sent - delivered, pending, failed, skipped }
}

function add({ parts }: Point, more: Record<string, number>): void {
  for (const [name, value] of Object.entries(more)) parts[name] = (parts[name] ?? 0) + value
}

function daysOf(range: Range, step: Step): Point[] {
  const bars: Point[] = []
  const days = step === 'week' ? 7 : 1
  for (let at = range.from; at <= range.to; at = plusDays(at, days)) {
    const last = plusDays(at, days - 1)
    const label = days === 1 ? dayWords(at) : rangeWords({ from: at, to: earlier(last, range.to) })
    bars.push({ at, label, parts: {} })
  }
  return bars
}

const earlier = (one: string, other: string) => (one < other ? one : other)

/** From the first that has any to the last: how many hours a day has is a matter of the zone. */
function hoursOf(groups: Group[], timeZone: string, isOneDay: boolean): Point[] {
  const times = groups.map(({ hour }) => Date.parse(hour!))
  const bars: Point[] = []
  if (times.length === 0) return bars
  for (let at = Math.min(...times); at <= Math.max(...times); at += 3_600_000) {
    const iso = new Date(at).toISOString()
    bars.push({ at: iso, label: hourWords(iso, timeZone, isOneDay), parts: {} })
  }
  return bars
}

function startOf(day: string, { from }: Range, step: Step): string {
  if (step === 'day') return day
  const days = Math.floor((Date.parse(day) - Date.parse(from)) / 86_400_000)
  return plusDays(from, days - (days % 7))
}
