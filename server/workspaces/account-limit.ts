import { createHash } from 'node:crypto'
import { newId } from '../kit/id.ts'
import type { SignInContext } from './better-auth.ts'
import { tooManyTries } from './sign-in-answers.ts'

/** NIST SP 800-63B §5.2.2: no more than 100 failed tries on one account, however many addresses they come from. */
const MOST_TRIES = 100
export const ACCOUNT_WINDOW_SECONDS = 3600

/** Counts a try at an account, known or not, before its password is looked at. Answers with the seconds to wait, or null. */
export async function countTry(context: SignInContext, email: string): Promise<number | null> {
  return countUse(context, keyOf('account', email), MOST_TRIES)
}

export async function forgetTries({ db }: SignInContext, email: string): Promise<void> {
  await db.signIn((tx) => tx.deleteFrom('auth_rate_limits').where('key', '=', keyOf('account', email)).execute())
}

/**
 * Counts one more under a key. Answers with the seconds to wait where that was one too many in an hour, or null. An hour
 * that begins later than the next one would was begun by a clock that ran ahead, and does not count.
 */
export async function countUse({ db, now }: SignInContext, key: string, most: number): Promise<number | null> {
  const nowMs = now().getTime()
  const windowMs = ACCOUNT_WINDOW_SECONDS * 1000
  const [row] = await db.signIn((tx) =>
    tx.rows<{ count: number; since: string }>(
      'count_sign_in_try',
      `insert into auth_rate_limits as kept (id, key, count, last_request) values ($1, $2, 1, $3)
       on conflict (key) do update set
         count = case when kept.last_request between $4 and $5 then kept.count + 1 else 1 end,
         last_request = case when kept.last_request between $4 and $5 then kept.last_request else $3 end
       returning count, last_request as since`,
      [newId('rl'), key, nowMs, nowMs - windowMs, nowMs + windowMs],
    ),
  )
  return row && row.count > most ? Math.ceil((Number(row.since) + windowMs - nowMs) / 1000) : null
}

/** The same for what nobody may go on with once it is too many. */
export async function limitUse(context: SignInContext, key: string, most: number): Promise<void> {
  refuseTooMany(await countUse(context, key, most))
}

export function refuseTooMany(waitSeconds: number | null): void {
  if (waitSeconds) throw tooManyTries(waitSeconds)
}

/** Of one length for addresses of any. */
export function keyOf(what: string, email: string): string {
  return `${what}|${createHash('sha256').update(email.toLowerCase()).digest('base64url')}`
}
