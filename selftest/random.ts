/** Chance that a seed decides, so that a run can be repeated: what is done to whom, and after which pause. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number
  between(low: number, high: number): number
  pick<T>(of: readonly T[]): T
  /** A stream of its own for one purpose, which the use of others does not shift. */
  fork(purpose: string): Random
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  // Mulberry32: small, and even enough for choosing victims.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    pick: (of) => of[Math.floor(next() * of.length)]!,
    fork: (purpose) => randomFrom(hash(`${seed}|${purpose}`)),
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (const byte of Buffer.from(text)) sum = Math.imul(sum ^ byte, 0x01000193)
  return sum >>> 0
}
