import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'

export interface NewPerson {
  name: string
  email: string
  passwordHash: string
  /** Whether the address is known to be theirs. */
  verified: boolean
  operator?: boolean
}

/** Somebody who signs in with a password, in a sign-in transaction. Null where somebody has the address already. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<string | null> {
  const id = newId('usr')
  const made = await tx
    .insertInto('auth_users')
    .values({
      id,
      name: person.name,
      email: person.email.toLowerCase(),
      email_verified: person.verified,
      operator: person.operator ?? false,
    })
    .onConflict((at) => at.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return null
  await tx
    .insertInto('auth_accounts')
    .values({
      id: newId('acc'),
      user_id: id,
      account_id: id,
      // What better-auth calls signing in with a password.
      provider_id: 'credential',
      password: person.passwordHash,
    })
    .execute()
  return id
}
