import type { Behaviour } from '../wire.ts'

/** A phone in the simulated world. It comes into being when it is first texted, or by hand. */
export interface SimHandset {
  number: string
  name: string
  behaviour: Behaviour
  /** When the last text went to it or came from it. */
  lastAt: number
  lastSid: string | null
  /** A phone that nobody named or changed may be forgotten when there are too many. */
  kept: boolean
}

export interface Handsets {
  find(number: string): SimHandset | null
  /** The handset, made when it is not there yet; it moves to the end of the line of those to be forgotten. */
  touch(number: string, nowMs: number, sid?: string): SimHandset
  change(number: string, change: HandsetChange, nowMs: number): SimHandset
  remove(number: string): boolean
  /** The one that was texted last comes first. */
  newestFirst(): SimHandset[]
}

export interface HandsetChange {
  name?: string | undefined
  behaviour?: Behaviour | undefined
}

export function createHandsets(keepAtMost: number): Handsets {
  const handsets = new Map<string, SimHandset>()

  function touch(number: string, nowMs: number, sid?: string): SimHandset {
    const known = handsets.get(number)
    const handset = known ?? { number, name: '', behaviour: 'delivers', lastAt: nowMs, lastSid: null, kept: false }
    handset.lastAt = nowMs
    handset.lastSid = sid ?? handset.lastSid
    handsets.delete(number)
    handsets.set(number, handset)
    if (!known && handsets.size > keepAtMost) forgetOne(handsets)
    return handset
  }

  return {
    find: (number) => handsets.get(number) ?? null,
    touch,
    change(number, change, nowMs) {
      const handset = handsets.get(number) ?? touch(number, nowMs)
      handset.name = change.name ?? handset.name
      handset.behaviour = change.behaviour ?? handset.behaviour
      handset.kept = true
      return handset
    },
    remove: (number) => handsets.delete(number),
    newestFirst: () => [...handsets.values()].reverse(),
  }
}

function forgetOne(handsets: Map<string, SimHandset>): void {
  for (const handset of handsets.values()) {
    if (handset.kept) continue
    handsets.delete(handset.number)
    return
  }
}
