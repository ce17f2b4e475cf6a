import { hashToken } from '../kit/token.ts'
import { SECURE_COOKIE_PREFIX, type SignInContext } from './better-auth.ts'

/** Why a session ended that its owner did not end. */
export type EndedWhy = 'single_sign_on' | 'signed_out_at_provider'

/**
 * The beginning of a statement that ends sessions and keeps why, where `gone` deletes them and returns their token and
 * expires_at among others. What ran out is swept on the way.
 */
export function endingFor(why: EndedWhy, gone: string): string {
  return `with gone as (${gone}),
  swept as (delete from auth_ended_sessions where until < now()),
  noted as (
    insert into auth_ended_sessions (token_hash, why, until)
    select sha256(convert_to(token, 'UTF8')), '${why}', expires_at from gone on conflict do nothing)`
}

/** What to tell a browser that still has the cookie of a session that was ended. */
export async function whyEnded({ db, now }: SignInContext, headers: Headers): Promise<EndedWhy | null> {
  const token = tokenIn(headers)
  if (!token) return null
  const row = await db.signIn((tx) =>
    tx
      .selectFrom('auth_ended_sessions')
      .select('why')
      .where('token_hash', '=', hashToken(token))
      .where('until', '>', now())
      .executeTakeFirst(),
  )
  return (row?.why as EndedWhy | undefined) ?? null
}

/** better-auth’s cookie: the token, a dot, and its signature. */
function tokenIn(headers: Headers): string | undefined {
  const cookies = headers.get('cookie') ?? ''
  const name = cookies.includes(SECURE_COOKIE_PREFIX) ? SECURE_COOKIE_PREFIX : 'handset'
  return new RegExp(`(?:^|; ?)${name}\\.session_token=([A-Za-z0-9]{1,100})[.%;]`).exec(`${cookies};`)?.[1]
}
