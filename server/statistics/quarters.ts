import { firstIdAt } from '../kit/id.ts'

export const QUARTER_MS = 15 * 60_000
/** What the characters of an id stand for that migrations/0037 notes: 7 of the 10 of its time. */
const SLICE_MS = 32 ** 3
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The quarters of an hour in which messages of these slices were made: of one that lies across a border, both. */
export function quartersOf(slices: string[]): Date[] {
  const starts = new Set<number>()
  for (const slice of slices) {
    const fromMs = startOf(slice)
    starts.add(quarterAt(fromMs))
    starts.add(quarterAt(fromMs + SLICE_MS - 1))
  }
  return [...starts].sort((a, b) => a - b).map((ms) => new Date(ms))
}

export function quarterAt(ms: number): number {
  return ms - (ms % QUARTER_MS)
}

/** When a message was made, as its id says. */
export function madeAt(id: string): number {
  return read(id.slice(4, 14))
}

/** The ids of messages that are made in a quarter: from the first, up to the second. */
export function idsOf(quarter: Date): { from: string; to: string } {
  return { from: firstIdAt('msg', quarter), to: firstIdAt('msg', new Date(quarter.getTime() + QUARTER_MS)) }
}

function startOf(slice: string): number {
  return read(slice.slice(4)) * SLICE_MS
}

function read(characters: string): number {
  return [...characters].reduce((sum, one) => sum * 32 + ALPHABET.indexOf(one), 0)
}
