import type { Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import { countUse } from '../workspaces/account-limit.ts'

/** Of whom and for what a code is asked. */
export interface Ask {
  workspaceId: string
  subject: string
  e164: string
  /** Where the request came from, as far as it can be told. */
  address: string | null
}

/**
 * Of codes in an hour. Five a person and a number with five tries each: a chance of 25 in a million to guess one of them,
 * and, where two hours meet, of 45 at most (guessing.test.ts), from however many addresses.
 */
const MOST = { subject: 5, number: 5, address: 30, range: 20, workspace: 500 }

/**
 * Counts one more code to be sent. Pumping frauds have codes sent to numbers that lie side by side, so a range of ten
 * thousand is counted too; a number counts across workspaces, since it is one phone.
 *
 * @throws {Problem} 429 with the seconds to wait; it says which limit only of oneself, so that nobody learns about others.
 */
export async function countCode(context: Context, { workspaceId, subject, e164, address }: Ask): Promise<void> {
  const keys: [string, number][] = [
    [`code-for|${workspaceId}|${subject}`, MOST.subject],
    ...(address ? ([[`code-from|${address}`, MOST.address]] as [string, number][]) : []),
    [`code-to|${context.keys.hashNumber(e164).toString('base64url')}`, MOST.number],
    [
      `code-range|${workspaceId}|${context.keys.hashNumber(`range|${e164.slice(0, -4)}`).toString('base64url')}`,
      MOST.range,
    ],
    [`code-in|${workspaceId}`, MOST.workspace],
  ]
  for (const [key, most] of keys) {
    const seconds = await countUse(context, key, most)
    if (seconds !== null) throw tooMany(seconds)
  }
}

function tooMany(seconds: number): Problem {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  const detail = `Too many codes were asked for. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
  return new Problem(429, 'too_many_codes', detail, { more: { retry_after_seconds: seconds } })
}
