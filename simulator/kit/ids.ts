import { randomBytes } from 'node:crypto'

/** The two letters that tell what a provider id names. */
export type SidPrefix = 'AC' | 'SK' | 'SM' | 'MG' | 'PN' | 'SC' | 'AI' | 'AP' | 'RQ'

/** Random bytes are drawn in blocks: one call to the generator for each id costs more than all the rest of a message. */
let pool = Buffer.alloc(0)
let used = 0

export function newSid(prefix: SidPrefix): string {
  return prefix + randomHex(16)
}

export function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    pool = randomBytes(4096)
    used = 0
  }
  used += bytes
  return pool.toString('hex', used - bytes, used)
}

/** As the 2010 API writes times: `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfc2822(timeMs: number): string {
  return `${new Date(timeMs).toUTCString().slice(0, -3)}+0000`
}

/** As the newer APIs write times: `2015-07-30T20:12:31Z`. */
export function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`
}

/** When a carrier says it was done: `YYMMDDhhmm`, no seconds, no zone. */
export function carrierMinute(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\D/g, '').slice(2, 12)
}
