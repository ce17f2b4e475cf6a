import { useSyncExternalStore } from 'react'
import type { SimHandsetView, SimMessageView, SimStateView } from '../wire.ts'
import { getHandsets, getMessages, getState } from './api.ts'

/** What the page shows, kept up to date by the simulator's events. */
export interface Live {
  status: 'loading' | 'live' | 'stopped'
  state: SimStateView | null
  handsets: SimHandsetView[]
  /** The handset that is open, and its texts, oldest first. */
  opened: string | null
  messages: SimMessageView[]
}

let live: Live = { status: 'loading', state: null, handsets: [], opened: null, messages: [] }
const listeners = new Set<() => void>()
let _events: EventSource | null = null

export function useLive(): Live {
  return useSyncExternalStore(subscribe, () => live)
}

/** Shows the texts of one handset from now on. */
export async function openHandset(number: string | null): Promise<void> {
  change({ opened: number, messages: [] })
  if (number) await loadMessages(number)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  _events ??= listen()
  return () => listeners.delete(listener)
}

function change(changes: Partial<Live>): void {
  live = { ...live, ...changes }
  for (const listener of listeners) listener()
}

/** The browser connects again by itself; each connection begins by reading everything. */
function listen(): EventSource {
  const source = new EventSource('/sim/events')
  source.addEventListener('hello', () => void loadAll())
  source.addEventListener('changes', (event) => applyChanges(JSON.parse(event.data)))
  source.addEventListener('many', loadSoon)
  source.onerror = () => change({ status: 'stopped' })
  return source
}

async function loadAll(): Promise<void> {
  const [state, { items }] = await Promise.all([getState(), getHandsets()])
  change({ status: 'live', state, handsets: items })
  if (live.opened) await loadMessages(live.opened)
}

async function loadMessages(number: string): Promise<void> {
  const { items } = await getMessages(number)
  if (live.opened === number) change({ messages: items.reverse() })
}

let isLoadDue = false

/** Under load a message is one of thousands: once a second is enough. */
function loadSoon(): void {
  if (isLoadDue) return
  isLoadDue = true
  setTimeout(() => {
    isLoadDue = false
    void loadAll()
  }, 1000)
}

interface Changes {
  state: Omit<SimStateView, 'accounts'>
  messages: SimMessageView[]
  handsets: (SimHandsetView | { number: string; gone: true })[]
}

function applyChanges({ state, messages, handsets }: Changes): void {
  change({
    status: 'live',
    state: live.state && { ...live.state, ...state },
    messages: merge(
      live.messages,
      messages.filter((message) => message.handset === live.opened),
    ),
    handsets: mergeHandsets(live.handsets, handsets),
  })
}

function merge(before: SimMessageView[], changed: SimMessageView[]): SimMessageView[] {
  if (changed.length === 0) return before
  const bySid = new Map(before.map((message) => [message.sid, message]))
  for (const message of changed) bySid.set(message.sid, message)
  return [...bySid.values()].sort((a, b) => a.created_at.localeCompare(b.created_at))
}

function mergeHandsets(before: SimHandsetView[], changed: Changes['handsets']): SimHandsetView[] {
  const byNumber = new Map(before.map((handset) => [handset.number, handset]))
  for (const handset of changed) {
    if ('gone' in handset) byNumber.delete(handset.number)
    else byNumber.set(handset.number, handset)
  }
  return [...byNumber.values()].sort((a, b) => b.last_at.localeCompare(a.last_at))
}
