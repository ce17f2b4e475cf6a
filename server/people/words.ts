const MOST_WORDS = 16
const LONGEST = 60

/** Above every character there is, so that `word` up to `word` with this behind it are all that begin with it. */
export const LAST = '\u{10ffff}'

/**
 * What somebody may be looked up by: the words of the name, the email address and the external id, each whole, in lower
 * case and without accents, so that "jose" finds José.
 */
export function wordsOf(person: {
  first_name: string
  last_name: string
  email: string | null
  external_id: string | null
}): string[] {
  return split([person.first_name, person.last_name, person.email, person.external_id].join(' '))
}

/** What was typed into a search, the same way; words that begin others among them are left out. */
export function searchWords(typed: string): string[] {
  const words = split(typed)
  return words.filter((word) => !words.some((other) => other !== word && other.startsWith(word)))
}

/** In lower case and without accents. */
export function plainLetters(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function split(text: string): string[] {
  const words = plainLetters(text)
    .split(/[\s,;()"'’`-]+/u)
    // A lone half of a pair has no place in UTF-8.
    .map((word) => [...word.toWellFormed()].slice(0, LONGEST).join(''))
    .filter((word) => word !== '')
  return [...new Set(words)].slice(0, MOST_WORDS)
}
