const MOST_WORDS = 16
const LONGEST = 60

/** Above every character there is, so that `word` up to `word` with this behind it are all that begin with it. */
export const LAST = '\u{10ffff}'

/**
 * What somebody may be looked up by: the words of the name, the email address and the external id, each whole, in lower
 * case and without accents, so that "jose" finds José. Whatever begins "ada" begins "ada@acme.example" too, so "ada" is
 * left out beside it.
 */
export function wordsOf(person: {
  first_name: string
  last_name: string
  email: string | null
  external_id: string | null
}): string[] {
  return split([person.first_name, person.last_name, person.email, person.external_id].join(' '))
}

/** What was typed into a search, the same way. */
export function searchWords(typed: string): string[] {
  return split(typed)
}

/** As they stand with a person: each has a space before it and behind it, and no word holds one. */
export function inOne(words: string[]): string {
  return words.length > 0 ? ` ${words.join(' ')} ` : ''
}

/** In lower case and without accents. */
export function plainLetters(text: string): string {
  // Most names, and four times as fast.
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function split(text: string): string[] {
  const written = plainLetters(text)
    .split(/[\s,;()"'’`-]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > LONGEST || !word.isWellFormed() ? shortened(word) : word))
  const words = [...new Set(written)].slice(0, MOST_WORDS)
  return words.filter((word) => !words.some((other) => other.length > word.length && other.startsWith(word)))
}

/** A lone half of a pair has no place in UTF-8. */
function shortened(word: string): string {
  return [...word.toWellFormed()].slice(0, LONGEST).join('')
}
