import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { post } from '../mail/post.ts'
import { type Person, recordEverywhere } from './person.ts'
import { endSessions } from './sessions.ts'
import { RESET_PREFIX } from './tokens.ts'
import { PASSWORD } from './ways.ts'

export interface NewPassword {
  hash: string
  /** From where it was set. */
  address: string | null
  how: 'changed' | 'reset'
}

/**
 * Ends every session, since whoever had the old password may hold one, and tells the person, who may not have been the
 * one who did it.
 */
export async function storePassword(context: Context, tx: Tx, person: Person, given: NewPassword): Promise<void> {
  const now = context.now()
  const [kept] = await tx
    .updateTable('auth_accounts')
    .set({ password: given.hash, updated_at: now })
    .where('user_id', '=', person.id)
    .where('provider_id', '=', PASSWORD)
    .returning('id')
    .execute()
  if (!kept)
    await tx
      .insertInto('auth_accounts')
      .values({
        id: newId('acc'),
        user_id: person.id,
        account_id: person.id,
        provider_id: PASSWORD,
        password: given.hash,
      })
      .execute()
  await tx
    .deleteFrom('auth_verifications')
    .where('value', '=', person.id)
    .where('identifier', 'like', `${RESET_PREFIX}%`)
    .execute()
  await recordEverywhere(tx, person, given.address, { action: `member.password_${given.how}` })
  await endSessions(tx, person, given.address, null)
  await post(context, tx, [notice(person, given, now)])
}

/** Takes alike long whether there is a password or not. */
export async function isPassword(context: Context, userId: string | null, password: string): Promise<boolean> {
  const row =
    userId === null
      ? undefined
      : await context.db.signIn((tx) =>
          tx
            .selectFrom('auth_accounts')
            .select('password')
            .where('user_id', '=', userId)
            .where('provider_id', '=', PASSWORD)
            .executeTakeFirst(),
        )
  if (row?.password) return verifyPassword({ hash: row.password, password })
  await hashPassword(password)
  return false
}

function notice({ name, email }: Person, { address, how }: NewPassword, now: Date) {
  const when = `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const from = address ? `, from the address ${address}` : ''
  return {
    to: email,
    subject: how === 'reset' ? 'Your password was set anew' : 'Your password was changed',
    text: `${name},

your password for Handset was ${how === 'reset' ? 'set anew by a link from a mail' : 'changed'} at ${when}${from}.
All sessions of before have ended.

If that was not you, somebody can read your mail or knew your password: ask the operator of Handset at once.
`,
    validMinutes: 24 * 60,
  }
}
