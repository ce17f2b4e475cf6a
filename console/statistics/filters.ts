import type { Asked } from './api.ts'
import { lastDays, type Range } from './range.ts'

export const SPANS = [7, 30, 90] as const
const USUAL_DAYS = 30
export const CHANNELS = ['sms', 'email', 'in_app'] as const
export const CLASSES = ['otp', 'alert', 'nudge', 'campaign', 'test'] as const

/** What stands in the address: so many days up to now, or two days; and what is looked at alone. */
export interface Filters {
  days?: number | undefined
  from?: string | undefined
  to?: string | undefined
  channel?: (typeof CHANNELS)[number] | undefined
  class?: (typeof CLASSES)[number] | undefined
  event_type?: string | undefined
}

/** What an address says that is none of these is passed over. */
export function readFilters(search: Record<string, unknown>): Filters {
  const { days, from, to, channel, event_type: eventType } = search
  const known = CHANNELS.find((one) => one === channel)
  const kind = CLASSES.find((one) => one === search.class)
  const span = SPANS.find((one) => one === days)
  const isCustom = isDay(from) && isDay(to)
  return {
    ...(span && !isCustom && { days: span }),
    ...(isCustom && { from: from as string, to: to as string }),
    ...(known && { channel: known }),
    ...(kind && { class: kind }),
    ...(typeof eventType === 'string' && eventType && { event_type: eventType }),
  }
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
}

export function rangeOf({ days, from, to }: Filters, today: string): Range {
  if (from && to) return from <= to ? { from, to } : { from: to, to: from }
  return lastDays(days ?? USUAL_DAYS, today)
}

/** As the API asks for it. */
export function toQuery(filters: Filters, range: Range): Asked {
  const { channel, class: kind, event_type: eventType } = filters
  return {
    ...range,
    ...(channel && { channel }),
    ...(kind && { class: kind }),
    ...(eventType && { event_type: eventType }),
  }
}
