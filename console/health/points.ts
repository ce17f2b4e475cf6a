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

/** "1,204", "12.5", "0.3" */
export function short(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })
}

/** "12 ms", "1.5 s", "3 min" */
export function shortSpan(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 120_000) return `${short(ms / 1000)} s`
  return ms < 2 * 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`
}
