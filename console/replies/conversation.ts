import type { Inbound, MessageOut } from '../api.ts'

export type Line = { at: string; key: string } & (
  | { written: Inbound; sent?: never }
  | { sent: MessageOut; written?: never }
)

/** What is known so far of one side, newest first. */
interface Side<T> {
  items: T[]
  /** There are older ones that were not asked for yet. */
  hasMore: boolean
}

/**
 * Both sides of a conversation as one, oldest first. Where one side is not known to its end, the other is shown no further
 * back: nobody should take a text for unanswered because its answer was not asked for.
 */
export function bothSides(written: Side<Inbound>, sent: Side<MessageOut>): Line[] {
  const from: Line[] = written.items.map((one) => ({ at: one.received_at, key: one.id, written: one }))
  const to: Line[] = sent.items.map((one) => ({ at: one.created_at, key: one.id, sent: one }))
  const horizon = Math.max(startOf(from, written.hasMore), startOf(to, sent.hasMore))
  return [...from, ...to].filter(({ at }) => Date.parse(at) >= horizon).sort(byTime)
}

function startOf(lines: Line[], hasMore: boolean): number {
  const oldest = lines.at(-1)
  return hasMore && oldest ? Date.parse(oldest.at) : Number.NEGATIVE_INFINITY
}

function byTime(one: Line, other: Line): number {
  return Date.parse(one.at) - Date.parse(other.at)
}
