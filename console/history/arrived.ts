import type { MessageOut } from '../api.ts'

interface Page {
  items: MessageOut[]
  next: string | null
}

/** How many texts came since the list was drawn; `more` when not even the oldest of the newest page was there yet. */
export function countArrived(rows: MessageOut[], newest: Page | undefined): { count: number; more: boolean } {
  const top = rows[0]
  if (!newest || !top) return { count: 0, more: false }
  // Ids are ordered by time.
  const count = newest.items.filter((message) => message.id > top.id).length
  return { count, more: count === newest.items.length && newest.next !== null }
}
