import { type Erasure, erasedRef, type SoughtOf } from '../people/erasures.ts'
import type { Payload } from './accept-events.ts'
import type { StoredDecision } from './events.ts'

/** Somebody who is erased, and how an event may name them. */
export interface Sought {
  personId: string
  /** What stands in their place. */
  erased: string
  refs: ReadonlySet<string>
  /** Wherever they stand, in lower case and as JSON has them. */
  words: string[]
  digits: string[]
}

/** Fewer digits, or characters, are as well those of something else. */
const FEWEST_DIGITS = 7
const FEWEST_CHARACTERS = 6

export function soughtIn(erasure: Pick<Erasure, 'personId' | 'salt'>, sought: SoughtOf): Sought {
  const { personId } = erasure
  const { numbers, emails, refs = [] } = sought
  const telling = refs.filter((ref) => ref.length >= FEWEST_CHARACTERS && !/^\d+$/.test(ref))
  const digits = numbers.map((number) => number.replace(/\D/g, '').slice(-9))
  return {
    personId,
    erased: erasedRef(erasure),
    refs: new Set([personId, ...refs]),
    words: [personId, ...emails.map(inJson), ...telling.map((ref) => `"${inJson(ref)}"`)].map((word) =>
      word.toLowerCase(),
    ),
    digits: digits.filter((one) => one.length >= FEWEST_DIGITS),
  }
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

interface Said {
  payload: Payload
  decision: StoredDecision | null
}

/**
 * What is left of an event that names people who are erased: of which kind it was, about which item, and who else had to do
 * with it. What it says of the item goes, since nobody can tell which of those words are about them.
 *
 * @returns null where it names none of them.
 */
export function eraseFromEvent(said: Said, people: readonly Sought[]): (Said & { of: string[] }) | null {
  const text = JSON.stringify(said.payload).toLowerCase()
  const joined = text.replace(/[ ()./+\xa0-]+/g, '')
  const named = people.filter((one) => isNamed(said.payload, text, joined, one))
  const left = people.filter((one) => said.decision?.left_out.some(({ ref }) => one.refs.has(ref)))
  if (named.length === 0 && left.length === 0) return null
  const all = new Set([...named, ...left])
  const swap = (ref: string) => [...all].find(({ refs }) => refs.has(ref))?.erased ?? ref
  return {
    payload: named.length > 0 ? reduced(said.payload, swap) : said.payload,
    decision: said.decision && {
      ...said.decision,
      left_out: said.decision.left_out.map((one) => ({ ...one, ref: swap(one.ref) })),
    },
    of: [...all].map(({ personId }) => personId),
  }
}

function isNamed({ actor, recipients, entity }: Payload, text: string, joined: string, one: Sought): boolean {
  const refs = [actor, ...Object.values(recipients ?? {}).flat(), ...(isPerson(entity) ? [entity.id] : [])]
  return (
    refs.some((ref) => ref !== undefined && one.refs.has(ref)) ||
    one.words.some((word) => text.includes(word)) ||
    one.digits.some((digits) => joined.includes(digits))
  )
}

/** An item with the number 7 is not the person with the number 7. */
function isPerson({ type }: Payload['entity']): boolean {
  return /^(person|people|user|member|contact|employee|customer)s?$/i.test(type)
}

function reduced({ actor, entity, recipients }: Payload, swap: (ref: string) => string): Payload {
  const { type, id, identifier } = entity
  return {
    ...(actor !== undefined && { actor: swap(actor) }),
    entity: isPerson(entity) ? { type, id: swap(id) } : { type, id, ...(identifier !== undefined && { identifier }) },
    ...(recipients && {
      recipients: Object.fromEntries(Object.entries(recipients).map(([role, refs]) => [role, refs.map(swap)])),
    }),
  }
}
