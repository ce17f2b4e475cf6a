// Compares what was asked for with what the carrier took. It shares no code with Handset, so that it cannot share a
// mistake with it: it knows files of lines of JSON and nothing else.
import { readFileSync } from 'node:fs'

/** A text that the self-test set out to send. Two with the same number and words and different keys are two texts. */
export interface Asked {
  key: string
  to: string
  body: string
  class: string
}

/** Handset answered 202 and gave the text an id: from here on it must not be lost. */
export interface Acknowledged extends Asked {
  id: string
}

/** A line of the simulator's log: the carrier has the text. */
export interface Taken {
  to: string
  body: string
  /** When it was accepted, by the simulator's clock. */
  at: string
}

/** What Handset says of a text at the end. */
export interface Said {
  id: string
  status: string
  /** The states of its attempts, first to last. */
  attempts: string[]
  /** What went wrong with it, in Handset's words. */
  error?: string | null
  /** After this it is of no use any more, as the API says. */
  not_after: string
  /** When this was asked. */
  at: string
}

export interface Finding {
  to: string
  body: string
  why: string
}

export interface Check {
  asked: number
  acknowledged: number
  taken: number
  lost: Finding[]
  doubles: Finding[]
  unresolved: Finding[]
  /** Taken by the carrier when it was of no use any more. */
  late: Finding[]
  /** Codes that were not sent, since nobody could know whether they had been. */
  letGo: number
}

export function readLines<T>(file: string): T[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  // A line that was cut off by a kill has no end and was never acted upon.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as T)
}

const SENT = new Set(['sent', 'delivered', 'assumed_delivered', 'undelivered'])
const STILL_OPEN = new Set(['queued', 'sending', 'unknown'])
/** How an attempt ends, or stays, of which it was not known whether it was sent. */
const DOUBTED = new Set(['not_accepted', 'unknown'])
const OPEN_ATTEMPTS = new Set(['started', 'unknown'])

export function check(files: { asked: Asked[]; acknowledged: Acknowledged[]; taken: Taken[]; said: Said[] }): Check {
  const { asked, acknowledged, taken, said } = files
  const states = new Map(said.map((one) => [one.id, one]))
  const wanted = groupBy(asked)
  const promised = groupBy(acknowledged)
  const arrived = groupBy(taken)
  const lost: Finding[] = []
  const doubles: Finding[] = []
  const late: Finding[] = []
  let letGo = 0
  const texts = new Set([...wanted.keys(), ...promised.keys(), ...arrived.keys()])
  for (const text of texts) {
    const count = { asked: size(wanted, text), promised: size(promised, text), taken: size(arrived, text) }
    const [to, body] = JSON.parse(text) as [string, string]
    const known = promised.get(text)?.flatMap(({ id }) => states.get(id) ?? []) ?? []
    const excused = isCode(wanted.get(text)) ? known.filter(isLetGo).length : 0
    letGo += Math.max(0, Math.min(excused, count.promised - count.taken))
    // A text that was asked for and never acknowledged may be there once or not at all.
    for (let i = count.taken; i < count.promised - excused; i++) {
      const why = `acknowledged ${times(count.promised)}, taken by the carrier ${times(count.taken)}`
      lost.push({ to, body, why: [why, ...known.map(describe)].join('; ') })
    }
    for (let i = count.asked; i < count.taken; i++) {
      doubles.push({ to, body, why: `asked for ${times(count.asked)}, taken by the carrier ${times(count.taken)}` })
    }
    late.push(...tooLate(arrived.get(text) ?? [], known).map((why) => ({ to, body, why })))
  }
  const open = stillOpen(acknowledged, states)
  lost.push(...open.unknown)
  const unresolved = [...open.unresolved, ...untrue(promised, arrived, states)]
  const counts = { asked: asked.length, acknowledged: acknowledged.length, taken: taken.length, letGo }
  return { ...counts, lost, doubles, unresolved, late }
}

function stillOpen(
  acknowledged: Acknowledged[],
  states: Map<string, Said>,
): Record<'unknown' | 'unresolved', Finding[]> {
  const found = { unknown: [] as Finding[], unresolved: [] as Finding[] }
  for (const { id, to, body, class: kind } of acknowledged) {
    const state = states.get(id)
    if (!state) found.unknown.push({ to, body, why: `acknowledged as ${id}, of which Handset knows nothing` })
    else if (isOpen(state) && !(kind === 'otp' && isLetGo(state)))
      found.unresolved.push({ to, body, why: describe(state) })
  }
  return found
}

function isCode(group: Asked[] | undefined): boolean {
  return group?.every((text) => text.class === 'otp') ?? false
}

/**
 * A code of which it was not known whether it was sent is not sent again, and runs out; so does one whose time is over.
 * One that is given up while it was of use, and that nobody ever tried to send, is lost like any other text.
 */
function isLetGo({ status, attempts, not_after, at }: Said): boolean {
  return status === 'expired' && (DOUBTED.has(attempts.at(-1) ?? '') || Date.parse(not_after) <= Date.parse(at))
}

/** Which of equal texts was taken when is not known: only what fits none of them is late. */
function tooLate(arrived: Taken[], known: Said[]): string[] {
  const takenAt = arrived.map(({ at }) => at).sort(latestFirst)
  const usefulUntil = known.map(({ not_after }) => not_after).sort(latestFirst)
  return takenAt
    .map((at, i) => ({ at, until: usefulUntil[i] }))
    .filter(({ at, until }) => until !== undefined && Date.parse(at) > Date.parse(until))
    .map(({ at, until }) => `taken by the carrier at ${at}, of use until ${until}`)
}

function latestFirst(a: string, b: string): number {
  return Date.parse(b) - Date.parse(a)
}

/** Where the carrier has the text and Handset says otherwise, nothing is resolved, whatever Handset believes. */
function untrue(
  promised: Map<string, Acknowledged[]>,
  arrived: Map<string, Taken[]>,
  states: Map<string, Said>,
): Finding[] {
  const found: Finding[] = []
  for (const [text, group] of promised) {
    const known = group.flatMap(({ id }) => states.get(id) ?? [])
    // Of a code that ran out in doubt Handset says neither.
    if (known.length < group.length || known.some(isOpen)) continue
    const said = known.filter(claimsSent).length
    const taken = Math.min(size(arrived, text), group.length)
    if (said === taken) continue
    const [to, body] = JSON.parse(text) as [string, string]
    const why = `Handset says it was sent ${times(said)}, the carrier has it ${times(taken)}: ${known.map(describe).join('; ')}`
    found.push({ to, body, why })
  }
  return found
}

/** What the provider took and then failed to deliver was sent too. */
function claimsSent({ status, attempts }: Said): boolean {
  return SENT.has(status) || attempts.includes('accepted')
}

function isOpen({ status, attempts }: Said): boolean {
  return STILL_OPEN.has(status) || attempts.some((state) => OPEN_ATTEMPTS.has(state))
}

function describe({ id, status, attempts, error }: Said): string {
  return `${id} is ${status} (attempts: ${attempts.join(', ') || 'none'})${error ? `: ${error}` : ''}`
}

/** Number and words are what a phone sees; to it two equal texts are the same. */
function groupBy<T extends { to: string; body: string }>(rows: T[]): Map<string, T[]> {
  return Map.groupBy(rows, ({ to, body }) => JSON.stringify([to, body]))
}

function size(groups: Map<string, unknown[]>, text: string): number {
  return groups.get(text)?.length ?? 0
}

function times(count: number): string {
  return count === 0 ? 'never' : count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}
