import { randomFillSync } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const pool = new Uint8Array(4096)
let used = pool.length

/**
 * A new id: prefix, 10 characters of time in milliseconds, 16 of chance (80 bits), in Crockford's base 32. Ids of one
 * prefix sort by the millisecond they were made in, so a primary key doubles as the newest-first index.
 */
export function newId(prefix: string, nowMs = Date.now()): string {
  let time = ''
  for (let rest = nowMs, i = 0; i < 10; i++) {
    time = ALPHABET[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  return `${prefix}_${time}${chance(16)}`
}

/** `length` characters of 5 random bits each. */
export function chance(length: number): string {
  if (used + length > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  let text = ''
  for (const end = used + length; used < end; used++) text += ALPHABET[pool[used]! & 31]
  return text
}

/** The smallest id of a prefix that could be made at or after `at`: a time filter becomes a range of the primary key. */
export function firstIdAt(prefix: string, at: Date): string {
  return `${newId(prefix, at.getTime()).slice(0, prefix.length + 11)}${'0'.repeat(16)}`
}

/** When an id was made. */
export function timeOfId(id: string): Date {
  const time = id.slice(-26, -16)
  return new Date([...time].reduce((ms, character) => ms * 32 + ALPHABET.indexOf(character), 0))
}

export function isId(prefix: string, text: string): boolean {
  return (
    text.length === prefix.length + 27 &&
    text.startsWith(`${prefix}_`) &&
    /^[0-9a-hjkmnp-tv-z]+$/.test(text.slice(prefix.length + 1))
  )
}

/**
 * The workspace that holds what belongs to the installation as a whole: the connection that workspaces inherit, and the
 * record of what the operator changed. Nobody is a member; operators act in it with all permissions.
 */
export const INSTALLATION = 'ws_00000000000000000000000000'
