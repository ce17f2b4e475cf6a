const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_LENGTH = 10
/** Years of five digits are written in a way that the server does not read. */
const END_OF_YEARS_MS = Date.UTC(10_000, 0)

/** When an entry was made: its id begins with the millisecond, in Crockford's base 32. Null for what is no id. */
export function timeOfEntry(id: string): Date | null {
  const time = /^aud_([0-9a-hjkmnp-tv-z]{26})$/.exec(id)?.[1]?.slice(0, TIME_LENGTH)
  if (!time) return null
  const ms = [...time].reduce((sum, letter) => sum * 32 + ALPHABET.indexOf(letter), 0)
  return ms < END_OF_YEARS_MS ? new Date(ms) : null
}
