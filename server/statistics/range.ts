import type { z } from '@hono/zod-openapi'
import { type FieldError, invalid } from '../kit/problem.ts'
import { MOST_DAYS, MOST_DAYS_BY_HOUR, PROPERTIES, type Property, type rangeQuery, TIMES, type Time } from './schema.ts'

/** Which messages are counted: days of the workspace's calendar, both of them included. */
export interface Range {
  from: string
  to: string
  /** Null for any. */
  channel: string | null
  class: string | null
  eventType: string | null
}

export interface Grouping {
  time: Time | null
  by: Property | null
}

const DAY_MS = 86_400_000

const NARROWED = { channel: 'channel', class: 'class', eventType: 'event_type' } as const

/** What narrows a range, for a statement on lines: only columns that something is asked of need be unpacked. */
export function narrowed(range: Range) {
  const given = (Object.keys(NARROWED) as (keyof typeof NARROWED)[]).filter((name) => range[name] !== null)
  const conditions = (['channel', 'class', 'eventType'] as const).map((name, i) =>
    given.includes(name) ? `line.${NARROWED[name]} = $${i + 5}` : `$${i + 5}::text is null`,
  )
  return {
    columns: given.map((name) => NARROWED[name]),
    fits: conditions.join(' and '),
    /** What tells statements apart. */
    name: given.join('_'),
  }
}

/** @throws {Problem} 422 naming what does not fit. */
export function readRange(query: z.infer<typeof rangeQuery>, { time }: Grouping = { time: null, by: null }): Range {
  const days = (Date.parse(query.to) - Date.parse(query.from)) / DAY_MS + 1
  const most = time === 'hour' ? MOST_DAYS_BY_HOUR : MOST_DAYS
  if (days < 1) throw invalid([{ pointer: '/to', detail: 'This is before the first day.' }])
  if (days > most)
    throw invalid([{ pointer: '/to', detail: `At most ${most} days${time === 'hour' ? ' by the hour' : ''}.` }])
  const { from, to, channel = null, class: ofClass = null, event_type: eventType = null } = query
  return { from, to, channel, class: ofClass, eventType }
}

/** @throws {Problem} 422 when it is none that there is. */
export function readGrouping(text: string | undefined): Grouping {
  const [first, second, ...more] = text === undefined || text === '' ? [] : text.split(',').map((part) => part.trim())
  const time = TIMES.find((one) => one === first) ?? null
  const wanted = time ? second : first
  const by = PROPERTIES.find((one) => one === wanted) ?? null
  const known = (first === undefined || time || by) && (wanted === undefined || by)
  if (!known || more.length > 0 || (!time && second !== undefined)) throw invalid([NO_GROUPING])
  return { time, by }
}

const NO_GROUPING: FieldError = {
  pointer: '/group_by',
  detail: `This must be one of: ${[...TIMES, ...PROPERTIES].join(', ')}; or ${TIMES.join(' or ')}, a comma, and one of the others.`,
}
