import type { Minutes } from '../api.ts'

type Stretch = Minutes['items'][number]
/** A number for each figure; null where nobody counted, so that a line breaks there. */
export type Point = { at: number } & Partial<Record<Exclude<keyof Stretch, 'at'>, number | null>>

/** What a chart draws: times as numbers, and a gap wherever Handset was not running. */
export function pointsOf({ items, seconds }: Minutes): Point[] {
  const lengthMs = seconds * 1000
  return items.flatMap((item, n) => {
    const at = Date.parse(item.at)
    const before = items[n - 1]
    const gap = before !== undefined && at - Date.parse(before.at) > 1.5 * lengthMs
    return [...(gap ? [{ at: at - lengthMs }] : []), { ...item, at }]
  })
}

const MINUTE_MS = 60_000
const STEPS_MINUTES = [10, 15, 30, 60, 120, 240, 720]

/** Four to six round times by the reader's own clock. */
export function ticksOf(from: number, to: number): number[] {
  const step = (STEPS_MINUTES.find((minutes) => (to - from) / (minutes * MINUTE_MS) <= 6) ?? 1440) * MINUTE_MS
  const offset = new Date(to).getTimezoneOffset() * MINUTE_MS
  const first = Math.ceil((from - offset) / step) * step + offset
  const count = Math.max(0, Math.floor((to - first) / step) + 1)
  return Array.from({ length: count }, (_, n) => first + n * step)
}

const AT_MOST = 4
const SECOND_MS = 1000
const HOUR_MS = 60 * MINUTE_MS
const SPAN_STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 6, 12].map((hours) => hours * HOUR_MS),
]

/** Round numbers from nothing to beyond the highest value, for marks at the side: 0, 500, 1000, 1500. */
export function countMarks(most: number): number[] {
  const ten = 10 ** Math.floor(Math.log10(Math.max(most, 1) / AT_MOST))
  const step = [1, 2, 5, 10].map((n) => n * ten).find((one) => one >= 1 && one * AT_MOST >= most)
  return marks(most, step ?? 1)
}

/** The same for spans, which are round by the clock: 0, 30 s, 1 min. */
export function spanMarks(mostMs: number): number[] {
  const step = SPAN_STEPS_MS.find((one) => one * AT_MOST >= mostMs)
  return marks(mostMs, step ?? 24 * HOUR_MS)
}

function marks(most: number, step: number): number[] {
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, n) => n * step)
}

/** "1,204", "12.5", "0.3" */
export function short(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })
}

/** "12 ms", "1.5 s", "3 min" */
export function shortSpan(ms: number): string {
  if (ms === 0) return '0'
  if (ms % HOUR_MS === 0) return `${ms / HOUR_MS} h`
  if (ms % MINUTE_MS === 0 && ms < HOUR_MS) return `${ms / MINUTE_MS} min`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 120_000) return `${short(ms / 1000)} s`
  return ms < 2 * 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`
}
