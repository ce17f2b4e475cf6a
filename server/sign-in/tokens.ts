import type { Tx } from '../kit/db.ts'
import { chance, newId } from '../kit/id.ts'
import { hashToken } from '../kit/token.ts'

export const RESET_PREFIX = 'password-reset|'

/** 200 random bits; only the hash is kept, so that who reads the database gets no link. */
export function makeToken(): { token: string; hash: string } {
  const token = chance(40)
  return { token, hash: hashOf(token) }
}

export function hashOf(token: string): string {
  return hashToken(token).toString('base64url')
}

/** Lays something down for whoever brings the token. What ran out is swept on the way. */
export async function keep(tx: Tx, identifier: string, value: string, minutes: number): Promise<void> {
  await tx.rows(
    'sign_in_keep',
    `with swept as (delete from auth_verifications where expires_at < now())
     insert into auth_verifications (id, identifier, value, expires_at)
     values ($1, $2, $3, now() + make_interval(mins => $4))`,
    [newId('ver'), identifier, value, minutes],
  )
}

/** Once: of two who bring it at the same time, one gets it. */
export async function take(tx: Tx, identifier: string): Promise<string | null> {
  const [row] = await tx.rows<{ value: string }>(
    'sign_in_take',
    'delete from auth_verifications where identifier = $1 and expires_at > now() returning value',
    [identifier],
  )
  return row?.value ?? null
}

export async function look(tx: Tx, identifier: string): Promise<string | null> {
  const [row] = await tx.rows<{ value: string }>(
    'sign_in_look',
    'select value from auth_verifications where identifier = $1 and expires_at > now()',
    [identifier],
  )
  return row?.value ?? null
}
