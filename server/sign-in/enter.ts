import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import { isRefusedValue, type Tx } from '../kit/db.ts'
import type { BegunBy } from '../workspaces/better-auth.ts'
import { lockMembers } from '../workspaces/look-again.ts'
import type { Attempt } from './begin.ts'
import type { Connection } from './connection.ts'
import { domainOf } from './domain.ts'
import { insertNew, join, tie } from './join.ts'
import { knownAs, wasRemoved } from './known.ts'
import type { Claims } from './redeem.ts'
import { keep, makeToken } from './tokens.ts'

/** Somebody is in, or has an account that only they can connect: with the token they are asked whether they want to. */
export type Entered = { kind: 'in'; userId: string; by: BegunBy } | { kind: 'ask'; token: string }

/** What waits for somebody's consent. */
export const asked = z.object({
  workspaceId: z.string(),
  issuer: z.string(),
  subject: z.string(),
  sid: z.string().nullable().default(null),
  userId: z.string(),
  browser: z.string(),
  base: z.string(),
  to: z.string(),
})
export type Asked = z.infer<typeof asked>

export const ASK_PREFIX = 'sso-ask|'
const ASK_MINUTES = 15

/**
 * Who it is. A person is known by issuer and subject alone. An address leads to an account only where that account is
 * this workspace's altogether; otherwise its owner must agree.
 */
export async function enter(
  context: Context,
  connection: Connection & { domains: string[] },
  claims: Claims,
  begun: Attempt,
  address: string | null,
): Promise<Entered | 'no_email' | 'unverified' | 'other_domain' | 'removed'> {
  const { email } = claims
  if (!email || !z.email().safeParse(email).success) return 'no_email'
  if (claims.emailVerified === false || (claims.emailVerified === null && !connection.acceptUnsaid)) return 'unverified'
  if (!connection.domains.includes(domainOf(email))) return 'other_domain'
  return onceMoreIfRaced(() => context.db.signIn((tx) => letIn(tx, connection, { ...claims, email }, begun, address)))
}

async function letIn(
  tx: Tx,
  connection: Connection,
  { subject, email, name, sid }: Claims & { email: string },
  begun: Attempt,
  address: string | null,
): Promise<Entered | 'removed'> {
  // Whoever is being removed at this moment is gone before it is looked whether they belong.
  await lockMembers(tx, connection.workspaceId)
  const known = await knownAs(tx, connection, subject, email)
  if (known && (await wasRemoved(tx, connection.workspaceId, known.person.id))) return 'removed'
  if (known && !known.isOurs) return ask(tx, begun, { subject, sid }, known.person.id)
  const person = known?.person ?? (await insertNew(tx, email, name))
  if (known?.by !== 'identity') await tie(tx, person.id, connection.issuer, subject)
  await join(tx, connection, person, address)
  return { kind: 'in', userId: person.id, by: begunBy({ ...connection, subject, sid }) }
}

export function begunBy(given: Pick<Asked, 'workspaceId' | 'issuer' | 'subject' | 'sid'>): BegunBy {
  const { workspaceId: ssoWorkspaceId, issuer: ssoIssuer, subject: ssoSubject, sid: ssoSid } = given
  return { ssoWorkspaceId, ssoIssuer, ssoSubject, ssoSid }
}

async function ask(
  tx: Tx,
  begun: Attempt,
  { subject, sid }: Pick<Claims, 'subject' | 'sid'>,
  userId: string,
): Promise<Entered> {
  const { token, hash } = makeToken()
  const { workspaceId, issuer, browser, base, to } = begun
  const waiting: Asked = { workspaceId, issuer, subject, sid, userId, browser, base, to }
  await keep(tx, ASK_PREFIX + hash, JSON.stringify(waiting), ASK_MINUTES)
  return { kind: 'ask', token }
}

/** Two windows of somebody may come back, or agree, at once: the second then finds what the first made. */
export async function onceMoreIfRaced<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isRefusedValue(error)) throw error
    return work()
  }
}
