// Compares what was asked for with what the carrier took. It shares no code with Handset, so that it cannot share a
// mistake with it: it knows files of lines of JSON and nothing else.
import { readFileSync } from 'node:fs'

/** A text that the self-test set out to send. Two with the same number and words and different keys are two texts. */
export interface Asked {
  key: string
  to: string
  body: string
}

/** Handset answered 202 and gave the text an id: from here on it must not be lost. */
export interface Acknowledged extends Asked {
  id: string
}

/** A line of the simulator's log: the carrier has the text. */
export interface Taken {
  to: string
  body: string
}

/** What Handset says of a text at the end. */
export interface Said {
  id: string
  status: string
  /** The states of its attempts, first to last. */
  attempts: string[]
  /** What went wrong with it, in Handset's words. */
  error?: string | null
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
}

export function readLines<T>(file: string): T[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  // A line that was cut off by a kill has no end and was never acted upon.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as T)
}

const SENT = new Set(['sent', 'delivered', 'assumed_delivered', 'undelivered'])
const STILL_OPEN = new Set(['queued', 'sending', 'unknown'])
const OPEN_ATTEMPTS = new Set(['started', 'unknown'])

export function check(files: { asked: Asked[]; acknowledged: Acknowledged[]; taken: Taken[]; said: Said[] }): Check {
  const { asked, acknowledged, taken, said } = files
  const states = new Map(said.map((one) => [one.id, one]))
  const wanted = groupBy(asked)
  const promised = groupBy(acknowledged)
  const arrived = groupBy(taken)
  const lost: Finding[] = []
  const doubles: Finding[] = []
  const texts = new Set([...wanted.keys(), ...promised.keys(), ...arrived.keys()])
  for (const text of texts) {
    const count = { asked: size(wanted, text), promised: size(promised, text), taken: size(arrived, text) }
    const [to, body] = JSON.parse(text) as [string, string]
    // A text that was asked for and never acknowledged may be there once or not at all.
    for (let i = count.taken; i < count.promised; i++) {
      const known = promised.get(text)!.flatMap(({ id }) => states.get(id) ?? [])
      const why = `acknowledged ${times(count.promised)}, taken by the carrier ${times(count.taken)}`
      lost.push({ to, body, why: [why, ...known.map(describe)].join('; ') })
    }
    for (let i = count.asked; i < count.taken; i++) {
      doubles.push({ to, body, why: `asked for ${times(count.asked)}, taken by the carrier ${times(count.taken)}` })
    }
  }
  const unresolved: Finding[] = []
  for (const { id, to, body } of acknowledged) {
    const state = states.get(id)
    if (!state) lost.push({ to, body, why: `acknowledged as ${id}, of which Handset knows nothing` })
    else if (isOpen(state)) unresolved.push({ to, body, why: describe(state) })
  }
  unresolved.push(...untrue(promised, arrived, states))
  return { asked: asked.length, acknowledged: acknowledged.length, taken: taken.length, lost, doubles, unresolved }
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
