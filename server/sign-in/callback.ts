import type { Context } from '../kit/context.ts'
import { ATTEMPT_PREFIX, type Attempt, attempt, type BrowserCookie, isBrowser } from './begin.ts'
import { connectionOf, openSecret, redirectUri } from './connection.ts'
import { type Entered, enter } from './enter.ts'
import { discover } from './provider.ts'
import { redeem } from './redeem.ts'
import { hashOf, take } from './tokens.ts'

/** What the provider sent the browser back with. */
export interface Callback {
  workspaceId: string
  state: string | undefined
  code: string | undefined
  issuer: string | undefined
  error: string | undefined
  cookie: BrowserCookie
  address: string | null
}

/** Why somebody is not in; the console has words for each (console/sign-in/refusals.ts). */
export type Refusal =
  | 'expired'
  | 'cancelled'
  | 'changed'
  | 'provider_unreachable'
  | 'provider_refused'
  | 'not_proven'
  | 'no_email'
  | 'unverified'
  | 'other_domain'
  | 'removed'

export type Returned = { attempt: Attempt; entered: Entered } | { attempt: Attempt | null; refused: Refusal }

/** Each answer is heard once, from the browser that asked, and as the one of the provider that was asked. */
export async function returnFromProvider(context: Context, given: Callback): Promise<Returned> {
  const begun = given.state ? await takeAttempt(context, given.state) : null
  if (!begun || begun.workspaceId !== given.workspaceId || !isBrowser(begun, given.cookie))
    return refuse(context, given, null, 'expired', 'no such attempt of this browser')
  const heard = await hear(context, begun, given)
  return 'refused' in heard ? refuse(context, given, begun, heard.refused, heard.detail) : { attempt: begun, ...heard }
}

type Heard = { entered: Entered } | { refused: Refusal; detail: string }

async function hear(context: Context, begun: Attempt, { issuer, error, code, address }: Callback): Promise<Heard> {
  if (issuer !== undefined && issuer !== begun.issuer) return no('not_proven', 'another issuer answered')
  if (error !== undefined) return no(error === 'access_denied' ? 'cancelled' : 'provider_refused', error)
  if (!code) return no('provider_refused', 'no code came back')
  const connection = await context.db.signIn((tx) => connectionOf(tx, begun.workspaceId))
  if (connection?.issuer !== begun.issuer || connection.clientId !== begun.clientId)
    return no('changed', 'the settings changed meanwhile')
  const found = await discover(context, begun.issuer)
  if (!found.ok) return no(found.kind === 'unreachable' ? 'provider_unreachable' : 'provider_refused', found.detail)
  if (found.provider.namesItself && issuer === undefined) return no('not_proven', 'the answer names no issuer')
  const redeemed = await redeem(context, found.provider, {
    client: { id: connection.clientId, secret: await openSecret(context, connection) },
    code,
    verifier: begun.verifier,
    nonce: begun.nonce,
    redirectUri: redirectUri(begun.base, begun.workspaceId),
  })
  if (!redeemed.ok) return no(redeemed.why, redeemed.detail)
  const entered = await enter(context, connection, redeemed.claims, begun, address)
  return typeof entered === 'string' ? no(entered, 'by what it says of them') : { entered }
}

const no = (refused: Refusal, detail: string): Heard => ({ refused, detail })

async function takeAttempt(context: Context, state: string): Promise<Attempt | null> {
  const kept = await context.db.signIn((tx) => take(tx, ATTEMPT_PREFIX + hashOf(state)))
  return kept === null ? null : attempt.parse(JSON.parse(kept))
}

function refuse(
  context: Context,
  { workspaceId }: Callback,
  begun: Attempt | null,
  refused: Refusal,
  detail: string,
): Returned {
  // What the caller sent is not quoted: only what is ours, or a short word.
  const cause = detail.slice(0, 200).replace(/[^\x20-\x7e]/g, '?')
  context.log.warn({ workspace: begun && workspaceId, refused, cause }, 'a sign-in by a provider was refused')
  return { attempt: begun, refused }
}
