import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { limitUse } from '../workspaces/account-limit.ts'
import { endingFor } from '../workspaces/ended-sessions.ts'
import { type Connection, connectionOf } from './connection.ts'
import { discover, getJson } from './provider.ts'
import { ALGORITHMS, CLOCKS_APART_SECONDS } from './redeem.ts'
import { hashOf, keep, look } from './tokens.ts'

export type LoggedOut = { ok: true } | { ok: false; kind: 'refused' | 'unreachable'; detail: string }

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** A provider that signs everybody out at closing time comes from one address. */
const MOST_FROM_CALLER = 3600
const OLDEST_MINUTES = 5

const name = z.string().min(1).max(255)
const claims = z
  .object({
    jti: name,
    sub: name.optional(),
    sid: name.optional(),
    events: z.looseObject({ [EVENT]: z.looseObject({}) }),
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined)
type Said = z.infer<typeof claims>

/** A provider says that it signed somebody out: what it began here ends too (OpenID Connect Back-Channel Logout 1.0 §2.6). */
export async function logoutByProvider(
  context: Context,
  { workspaceId, token, address }: { workspaceId: string; token: string; address: string | null },
): Promise<LoggedOut> {
  await limitUse(context, `sso-logout-from|${address}`, MOST_FROM_CALLER)
  const connection = await context.db.signIn((tx) => connectionOf(tx, workspaceId))
  // Whoever makes something up has no request of ours sent to the provider.
  if (!connection || !isFor(connection, token)) return refused('It is not from the provider of this workspace.')
  const found = await discover(context, connection.issuer)
  if (!found.ok) return found
  const keys = await getJson(context, found.provider.jwksUri)
  if (!keys.ok) return keys
  const said = await verify(context, connection, token, keys.json)
  if ('detail' in said) {
    context.log.warn({ workspace: workspaceId, cause: said.detail }, 'a sign-out by a provider was refused')
    return refused(said.detail)
  }
  return context.db.signIn((tx) => end(tx, connection, said))
}

function isFor({ issuer, clientId }: Connection, token: string): boolean {
  try {
    const { iss, aud } = decodeJwt(token)
    return iss === issuer && [aud].flat().includes(clientId)
  } catch {
    return false
  }
}

async function verify(
  context: Context,
  { issuer, clientId }: Connection,
  token: string,
  keys: unknown,
): Promise<Said | { detail: string }> {
  let payload: JWTPayload
  try {
    const verified = await jwtVerify(token, createLocalJWKSet(keys as JSONWebKeySet), {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ['iat', 'jti'],
      maxTokenAge: OLDEST_MINUTES * 60,
      clockTolerance: CLOCKS_APART_SECONDS,
      currentDate: context.now(),
    })
    // Given, it tells this kind of token from others; older providers leave it out.
    if (!/^(logout\+)?jwt$/i.test(verified.protectedHeader.typ ?? 'JWT')) return { detail: 'it is no logout token' }
    payload = verified.payload
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException)
      return { detail: 'code' in error && typeof error.code === 'string' ? error.code : 'unreadable' }
    throw error
  }
  const read = claims.safeParse(payload)
  return read.success ? read.data : { detail: 'its claims are not those of a logout token' }
}

/** Once: brought again, it must not end what began since. */
async function end(tx: Tx, { workspaceId, issuer }: Connection, { jti, sub, sid }: Said): Promise<LoggedOut> {
  const identifier = `sso-logout|${hashOf(`${workspaceId}|${issuer}|${jti}`)}`
  await tx.rows('sso_logout_turn', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [identifier])
  if ((await look(tx, identifier)) !== null) return refused('it was heard already')
  await keep(tx, identifier, '', 2 * OLDEST_MINUTES)
  const gone = await tx.rows<{ id: string; name: string; sessions: number }>('sso_logout', END, [
    workspaceId,
    issuer,
    sub ?? null,
    sid ?? null,
  ])
  for (const { id, name: person, sessions } of gone) {
    const provider = { workspaceId, kind: 'system', id: 'provider', name: 'Sign-in provider' } as const
    const changes = { sessions: { from: sessions, to: 0 }, people: { from: person, to: null } }
    await recordChange(tx, provider, { action: 'sso.signed_out', target: id, changes })
  }
  return { ok: true }
}

const refused = (detail: string): LoggedOut => ({ ok: false, kind: 'refused', detail })

/** One sign-in where it is named; those that were begun without a name end with all of that person. */
const END = `
${endingFor(
  'signed_out_at_provider',
  `delete from auth_sessions s using auth_users u
   where s.user_id = u.id and s.sso_workspace_id = $1 and s.sso_issuer = $2
     and ($3::text is null or s.sso_subject = $3)
     and ($4::text is null or s.sso_sid = $4 or ($3::text is not null and s.sso_sid is null))
   returning s.token, s.expires_at, u.id, u.name`,
)}
select id, name, count(*) as sessions from gone group by id, name`
