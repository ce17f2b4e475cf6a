import { useSyncExternalStore } from 'react'
import type { SimHandsetView } from '../wire.ts'

/** When each handset was last looked at, kept in this browser. */
const KEY = 'simulator-seen'
let seen: Record<string, string> = read()
const listeners = new Set<() => void>()

export function useSeen(): Record<string, string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => seen,
  )
}

export function markSeen(handset: SimHandsetView): void {
  if (seen[handset.number] === handset.last_at) return
  seen = { ...seen, [handset.number]: handset.last_at }
  localStorage.setItem(KEY, JSON.stringify(seen))
  for (const listener of listeners) listener()
}

/** One's own reply is nothing new. */
export function isUnread(handset: SimHandsetView, looked: Record<string, string>): boolean {
  return (
    handset.last_text !== null &&
    handset.last_direction !== 'inbound' &&
    handset.last_at > (looked[handset.number] ?? '')
  )
}

function read(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}')
  } catch {
    return {}
  }
}
