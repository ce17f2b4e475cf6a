import { hashPassword } from 'better-auth/crypto'
import type { Context } from '../kit/context.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { limitUse } from '../workspaces/account-limit.ts'
import { mustUseProvider } from '../workspaces/by-provider.ts'
import { byProviderOnly } from './connection.ts'
import { isPassword, storePassword } from './password.ts'
import { findPerson } from './person.ts'

const MOST_TRIES = 20

/** All sessions end, the one that asks as well: the answer carries a new one. */
export async function changePassword(
  context: Context,
  headers: Headers,
  given: { currentPassword: string; newPassword: string },
  address: string | null,
): Promise<string[]> {
  const session = await context.signIn.session(headers)
  if (!session) throw new Problem(401, 'not_signed_in', 'Sign in first.')
  const { userId } = session
  if (await context.db.signIn((tx) => mustUseProvider(tx, userId))) throw byProviderOnly()
  await limitUse(context, `password-of|${userId}`, MOST_TRIES)
  if (!(await isPassword(context, userId, given.currentPassword)))
    throw invalid([{ pointer: '/currentPassword', detail: 'This is not your present password.' }])
  const hash = await hashPassword(given.newPassword)
  await context.db.signIn(async (tx) => {
    const person = await findPerson(tx, 'id', userId)
    if (!person) throw new Problem(401, 'not_signed_in', 'Sign in first.')
    await storePassword(context, tx, person, { hash, address, how: 'changed' })
  })
  return context.signIn.startFor(headers, userId)
}
