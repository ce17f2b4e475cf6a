import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import { askForTokens, getJson, type Provider } from './provider.ts'

/** Who the provider says somebody is. */
export interface Claims {
  subject: string
  email: string | null
  /** Null where the provider does not say. */
  emailVerified: boolean | null
  name: string | null
  /** By what the provider will call this sign-in when it ends, where it tells. */
  sid: string | null
}

export interface Redeeming {
  client: { id: string; secret: string }
  code: string
  verifier: string
  nonce: string
  redirectUri: string
}

export type Redeemed =
  | { ok: true; claims: Claims }
  | { ok: false; why: 'provider_unreachable' | 'provider_refused' | 'not_proven'; detail: string }

/** Only what a provider signs with a key that it keeps to itself: no shared secret, and never unsigned. */
export const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]
export const CLOCKS_APART_SECONDS = 60

const tokens = z.object({ id_token: z.string().max(60_000), access_token: z.string().optional() })
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
const said = z.object({
  sub: z
    .string()
    .max(255)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u),
  email: z.string().max(200).optional().catch(undefined),
  email_verified: flag.optional().catch(false),
  name: z.string().max(200).optional().catch(undefined),
  sid: z.string().max(255).optional().catch(undefined),
})

/** Turns the code into who somebody is; nothing of it is believed before the signature (OpenID Connect Core §3.1.3.7). */
export async function redeem(context: Context, provider: Provider, given: Redeeming): Promise<Redeemed> {
  const answered = await askForTokens(context, provider, given.client, {
    grant_type: 'authorization_code',
    code: given.code,
    redirect_uri: given.redirectUri,
    code_verifier: given.verifier,
  })
  if (!answered.ok) return { ok: false, why: unreachable(answered), detail: answered.detail }
  const { status, json } = answered
  if (status !== 200) return { ok: false, why: 'provider_refused', detail: `${status} ${errorOf(json)}` }
  const read = tokens.safeParse(json)
  if (!read.success) return notProven('there is no ID token in the answer')
  const keys = await getJson(context, provider.jwksUri)
  if (!keys.ok) return { ok: false, why: unreachable(keys), detail: keys.detail }
  const verified = await verify(context, provider, given, read.data.id_token, keys.json)
  if ('detail' in verified) return notProven(verified.detail)
  return complete(context, provider, verified, read.data.access_token)
}

/** The code of an OAuth error, which is all that is worth a line in the log. */
export function errorOf(json: Record<string, unknown>): string {
  return typeof json.error === 'string' && /^\w{1,60}$/.test(json.error) ? json.error : 'without a reason'
}

type Said = z.infer<typeof said>

async function verify(
  context: Context,
  { issuer }: Provider,
  { client, nonce }: Redeeming,
  token: string,
  keys: unknown,
): Promise<Said | { detail: string }> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys as JSONWebKeySet), {
      issuer,
      audience: client.id,
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp', 'iat'],
      clockTolerance: CLOCKS_APART_SECONDS,
      currentDate: context.now(),
    })
    if (payload.nonce !== nonce) return { detail: 'the nonce is not the one that was sent' }
    const many = Array.isArray(payload.aud) && payload.aud.length > 1
    if ((many || payload.azp !== undefined) && payload.azp !== client.id)
      return { detail: 'it was issued to another client' }
    const read = said.safeParse(payload)
    return read.success ? read.data : { detail: 'its claims cannot be read' }
  } catch (error) {
    // The last is what a key is refused with that is none.
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException)
      return { detail: reasonOf(error) }
    throw error
  }
}

function reasonOf(error: Error & { code?: unknown; claim?: string }): string {
  return [error.code || 'unreadable', error.claim].filter(Boolean).join(' ')
}

/** Many providers tell the address only to who asks for it with the access token. */
async function complete(
  context: Context,
  { userinfoEndpoint }: Provider,
  first: Said,
  accessToken: string | undefined,
): Promise<Redeemed> {
  if (first.email !== undefined || !userinfoEndpoint || !accessToken) return { ok: true, claims: toClaims(first) }
  const answered = await getJson(context, userinfoEndpoint, { authorization: `Bearer ${accessToken}` })
  if (!answered.ok) return { ok: false, why: unreachable(answered), detail: answered.detail }
  const read = said.safeParse(answered.json)
  // What another says of another is none of ours (OpenID Connect Core §5.3.2).
  if (!read.success || read.data.sub !== first.sub) return notProven('the user info is about somebody else')
  return { ok: true, claims: toClaims({ ...first, ...read.data, sid: first.sid }) }
}

function toClaims({ sub, email, email_verified, name, sid }: Said): Claims {
  return {
    subject: sub,
    sid: sid ?? null,
    email: email?.toLowerCase() ?? null,
    emailVerified: email_verified ?? null,
    name:
      name === undefined
        ? null
        : [
            ...name
              .toWellFormed()
              .replace(/\p{Cc}+/gu, ' ')
              .trim(),
          ]
            .slice(0, 100)
            .join('') || null,
  }
}

function unreachable({ kind }: { kind: 'refused' | 'unreachable' }) {
  return kind === 'unreachable' ? 'provider_unreachable' : 'provider_refused'
}

function notProven(detail: string): Redeemed {
  return { ok: false, why: 'not_proven', detail }
}
