import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'

/** NIST SP 800-63B-4: six digits, ten minutes, once; five tries as the large verification services allow. */
export const CODE_DIGITS = 6
export const CODE_MINUTES = 10
export const MOST_TRIES = 5

/** Between one code and the next; each one asked for in vain makes the next wait longer. */
const WAITS_SECONDS = [30, 60, 120, 240, 480]

/** Whose code it is. */
export interface Owner {
  workspaceId: string
  purpose: 'phone' | 'way_back'
  subject: string
}

export interface OpenCode {
  numberHash: Buffer
  numberSealed: Buffer
  triesLeft: number
  resendAt: Date
  expiresAt: Date
  expired: boolean
}

export type Made = { ok: true; code: string } | { ok: false; resendAt: Date }

export function sealPurpose({ purpose, subject }: Owner): string {
  return `codes.number|${purpose}|${subject}`
}

/**
 * A new code for a number, which ends the one before. Refused until the wait for another is over; of several that ask at
 * once one gets it. `wording`: what they are told by asking.
 */
export async function makeCode(
  context: Context,
  tx: Tx,
  sealer: Sealer,
  owner: Owner,
  e164: string,
  wording: string,
): Promise<Made> {
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
  const [made] = await tx.rows('codes_make', MAKE, [
    owner.workspaceId,
    owner.purpose,
    owner.subject,
    context.keys.hashNumber(e164),
    sealer.seal(sealPurpose(owner), e164),
    hashOf(context, owner, code),
    WAITS_SECONDS,
    CODE_MINUTES,
    wording,
  ])
  if (made) return { ok: true, code }
  const open = await findCode(tx, owner)
  return { ok: false, resendAt: open!.resendAt }
}

/** An hour after the last one the waits begin anew. */
const MAKE = `
insert into codes as known (workspace_id, purpose, subject, number_hash, number_sealed, code_hash, resend_at, expires_at, wording)
values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => ($7::int[])[1]), now() + make_interval(mins => $8), $9)
on conflict (workspace_id, purpose, subject) do update set
  number_hash = excluded.number_hash, number_sealed = excluded.number_sealed, code_hash = excluded.code_hash, tries = 0,
  sends = case when known.sent_at < now() - interval '1 hour' then 1 else known.sends + 1 end, sent_at = now(),
  resend_at = now() + make_interval(secs => ($7::int[])[
    case when known.sent_at < now() - interval '1 hour' then 1 else least(known.sends + 1, cardinality($7::int[])) end]),
  expires_at = excluded.expires_at, wording = excluded.wording, used_at = null
where known.resend_at <= now() or known.used_at is not null
returning 1`

/** The code that waits to be entered, or the last one that ran out; none once it was used or taken back. */
export async function findCode(tx: Tx, { workspaceId, purpose, subject }: Owner): Promise<OpenCode | null> {
  const [row] = await tx.rows<OpenCode & { tries: number }>('codes_find', FIND, [workspaceId, purpose, subject])
  return row ? { ...row, triesLeft: Math.max(0, MOST_TRIES - row.tries) } : null
}

const FIND = `
select number_hash as "numberHash", number_sealed as "numberSealed", tries, resend_at as "resendAt",
  expires_at as "expiresAt", expires_at <= now() as expired
from codes where workspace_id = $1 and purpose = $2 and subject = $3 and used_at is null`

export type Checked =
  | { ok: true; numberHash: Buffer; e164: string; wording: string }
  | { ok: false; why: 'wrong'; triesLeft: number }
  | { ok: false; why: 'no_code' | 'expired' | 'too_many_tries' }

/**
 * Counts the try before it looks at the code, under the lock of its row: a hundred guesses at once count as a hundred, and
 * of many that are right one is taken. A try that failed must stay counted, so call it in a transaction of its own where
 * the answer may be thrown; the right one belongs into the transaction that acts on it.
 */
export async function takeCode(
  context: Context,
  tx: Tx,
  sealer: Sealer,
  owner: Owner,
  entered: string,
): Promise<Checked> {
  const key = [owner.workspaceId, owner.purpose, owner.subject]
  const [row] = await tx.rows<Row>('codes_lock', LOCK, key)
  if (!row || row.used) return { ok: false, why: 'no_code' }
  if (row.expired) return { ok: false, why: 'expired' }
  if (row.tries >= MOST_TRIES) return { ok: false, why: 'too_many_tries' }
  const isRight = timingSafeEqual(hashOf(context, owner, entered), row.code_hash)
  await tx.rows('codes_count', COUNT, [...key, isRight])
  if (isRight) {
    const e164 = sealer.open(sealPurpose(owner), row.number_sealed)
    return { ok: true, numberHash: row.number_hash, e164, wording: row.wording! }
  }
  const triesLeft = MOST_TRIES - row.tries - 1
  return triesLeft > 0 ? { ok: false, why: 'wrong', triesLeft } : { ok: false, why: 'too_many_tries' }
}

interface Row {
  number_hash: Buffer
  number_sealed: Buffer
  code_hash: Buffer
  /** Null for one that was made before this was kept, which counts as run out. */
  wording: string | null
  tries: number
  used: boolean
  expired: boolean
}

const LOCK = `
select number_hash, number_sealed, code_hash, wording, tries, used_at is not null as used,
  expires_at <= now() or wording is null as expired
from codes where workspace_id = $1 and purpose = $2 and subject = $3 for update`

const COUNT = `
update codes set tries = tries + 1, used_at = case when $4 then now() end
where workspace_id = $1 and purpose = $2 and subject = $3`

/** The one that waits is good no more. */
export async function dropCode(tx: Tx, { workspaceId, purpose, subject }: Owner): Promise<void> {
  await tx.rows('codes_drop', 'delete from codes where workspace_id = $1 and purpose = $2 and subject = $3', [
    workspaceId,
    purpose,
    subject,
  ])
}

/** The pepper's hash of what can be no number: a plus comes first in those. */
function hashOf({ keys }: Context, { workspaceId, purpose, subject }: Owner, code: string): Buffer {
  return keys.hashNumber(`code|${workspaceId}|${purpose}|${subject}|${code}`)
}
