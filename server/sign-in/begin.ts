import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import { limitUse } from '../workspaces/account-limit.ts'
import { connectionFor, redirectUri } from './connection.ts'
import { discover } from './provider.ts'
import { hashOf, keep, makeToken } from './tokens.ts'

/** What is laid down while somebody is at the provider; whoever comes back brings the key to it. */
export const attempt = z.object({
  workspaceId: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Hash of the cookie of the browser that began: a link that somebody else began signs nobody in. */
  browser: z.string(),
  /** The address the console was opened at, and where in it to go on. */
  base: z.string(),
  to: z.string(),
})
export type Attempt = z.infer<typeof attempt>

export const ATTEMPT_PREFIX = 'sso|'
export const ATTEMPT_MINUTES = 10
const MOST_FROM_CALLER = 120

interface Wanted {
  email: string
  to: string
  base: string
  address: string | null
}

/** Where to send the browser, and the cookie by which it is known again. */
export async function beginAtProvider(context: Context, wanted: Wanted): Promise<{ url: string; cookie: string }> {
  await limitUse(context, `sso-from|${wanted.address}`, MOST_FROM_CALLER)
  const connection = await context.db.signIn((tx) => connectionFor(tx, wanted.email))
  if (!connection)
    throw new Problem(404, 'no_single_sign_on', 'There is no single sign-on for this address. Use your password.')
  const { workspaceId, issuer, clientId } = connection
  const found = await discover(context, issuer)
  if (!found.ok) {
    context.log.warn({ workspace: workspaceId, cause: found.detail }, 'a sign-in provider was not usable')
    const detail = 'The sign-in provider of your organisation does not answer as it should. Try again in a while.'
    throw new Problem(503, 'provider_unreachable', detail)
  }
  const [state, browser] = [makeToken(), makeToken()]
  const [verifier, nonce] = [randomBytes(32).toString('base64url'), randomBytes(24).toString('base64url')]
  const { base, to } = wanted
  const kept: Attempt = { workspaceId, issuer, clientId, nonce, verifier, browser: browser.hash, base, to }
  await context.db.signIn((tx) => keep(tx, ATTEMPT_PREFIX + state.hash, JSON.stringify(kept), ATTEMPT_MINUTES))
  const url = new URL(found.provider.authorizationEndpoint)
  const query = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri(base, workspaceId),
    scope: 'openid email profile',
    state: state.token,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: wanted.email,
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return { url: url.href, cookie: browser.token }
}

/** The cookie by which a browser that began at an address is known. */
export type BrowserCookie = (base: string) => string | undefined

export function isBrowser({ browser, base }: Pick<Attempt, 'browser' | 'base'>, cookieOf: BrowserCookie): boolean {
  const cookie = cookieOf(base)
  return cookie !== undefined && hashOf(cookie) === browser
}
