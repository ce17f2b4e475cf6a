import type { Person } from '../api.ts'
import { StoppedSentence } from '../texts/StoppedSentence.tsx'
import { nameOf } from './words.ts'

/** Where texts go, or why none reaches the person and what changes that. */
export function ReachSentence({ person }: { person: Person }) {
  const name = nameOf(person)
  const { phone, opt_out } = person
  if (opt_out) return <StoppedSentence optOut={opt_out} />
  if (person.reach === 'ok') return <>Texts go to {phone?.number}.</>
  if (person.reach === 'unverified') return <>{name} has not confirmed the number yet. Until then no text goes to it.</>
  if (person.reach === 'malformed') return <>What was given as the number is none. {phone?.problem}</>
  return <>{name} has no number.</>
}
