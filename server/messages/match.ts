/** An open attempt, as far as it matters for whose a listed message may be. Times in ms. */
export interface Claimant {
  key: string
  /** A message that was created outside of these cannot be this attempt's. */
  fromMs: number
  untilMs: number
  /** Its answer or its callback may still come by itself and say which message is its own. */
  pending: boolean
  /** Listed messages that are its text word for word, and those that could be. */
  same: Listing[]
  perhaps: Listing[]
}

/** A listed message that no attempt owns yet. */
export interface Listing {
  reference: string
  createdMs: number
}

export type Verdict =
  | { kind: 'found'; reference: string }
  /** A complete look in which there was nothing that could be it. */
  | { kind: 'empty' }
  /** Another attempt's turn comes first. */
  | { kind: 'later' }
  /** There is a message that could be it, and nothing tells whether it is. */
  | { kind: 'unclear' }

/**
 * Whose the listed messages are. Each goes to one attempt, the oldest to the oldest: where two attempts sent the same
 * words to the same number it does not matter which of them made which message, only that as many count as sent as
 * there are messages. Nothing is called empty while a message is left that could be its own.
 */
export function match(claimants: Claimant[]): Map<string, Verdict> {
  const ordered = [...claimants].sort((a, b) => a.fromMs - b.fromMs || (a.key < b.key ? -1 : 1))
  const given = giveOut(ordered)
  const holder = new Map([...given].map(([key, listing]) => [listing.reference, key]))
  const verdicts = new Map<string, Verdict>()
  for (const one of ordered) {
    const own = given.get(one.key)
    if (own) verdicts.set(one.key, isContested(own, one, ordered, given) ? { kind: 'later' } : found(own))
  }
  for (const one of ordered) {
    if (!given.has(one.key)) verdicts.set(one.key, judgeEmpty(one, ordered, holder, verdicts))
  }
  return verdicts
}

function found({ reference }: Listing): Verdict {
  return { kind: 'found', reference }
}

function giveOut(ordered: Claimant[]): Map<string, Listing> {
  const taken = new Set<string>()
  const given = new Map<string, Listing>()
  for (const one of ordered) {
    const first = one.same
      .filter((listing) => isWithin(listing, one) && !taken.has(listing.reference))
      .sort((a, b) => a.createdMs - b.createdMs || (a.reference < b.reference ? -1 : 1))[0]
    if (!first) continue
    taken.add(first.reference)
    given.set(one.key, first)
  }
  return given
}

function isWithin({ createdMs }: Listing, { fromMs, untilMs }: Claimant): boolean {
  return createdMs >= fromMs && createdMs <= untilMs
}

/** Somebody who went without may still come and prove that it is theirs; who is pending proves it without us. */
function isContested(own: Listing, one: Claimant, all: Claimant[], given: Map<string, Listing>): boolean {
  if (one.pending) return true
  return all.some((other) => other.pending && !given.has(other.key) && isWithin(own, other) && isAmong(own, other.same))
}

function isAmong({ reference }: Listing, listings: Listing[]): boolean {
  return listings.some((listing) => listing.reference === reference)
}

function judgeEmpty(
  one: Claimant,
  all: Claimant[],
  holder: Map<string, string>,
  verdicts: Map<string, Verdict>,
): Verdict {
  const left = one.same.filter(({ createdMs }) => createdMs >= one.fromMs)
  const holders = left.map(({ reference }) => holder.get(reference))
  if (holders.includes(undefined)) return { kind: 'unclear' }
  if (holders.some((key) => verdicts.get(key!)?.kind !== 'found')) return { kind: 'later' }
  const hidden = one.perhaps.filter((listing) => isWithin(listing, one) && !holder.has(listing.reference))
  if (hidden.length === 0) return { kind: 'empty' }
  return all.some((other) => other.pending) ? { kind: 'later' } : { kind: 'unclear' }
}
