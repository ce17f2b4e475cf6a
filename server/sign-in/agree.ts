import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { countTry, limitUse, refuseTooMany } from '../workspaces/account-limit.ts'
import { lockMembers } from '../workspaces/look-again.ts'
import { type BrowserCookie, isBrowser } from './begin.ts'
import { connectionOf } from './connection.ts'
import { ASK_PREFIX, type Asked, asked, onceMoreIfRaced } from './enter.ts'
import { join, tie } from './join.ts'
import { knownAs, wasRemoved } from './known.ts'
import { isPassword } from './password.ts'
import { findPerson, type Person } from './person.ts'
import { hashOf, look, take } from './tokens.ts'
import { PASSWORD } from './ways.ts'

export interface Asking {
  token: string
  cookie: BrowserCookie
  /** Who is signed in already. */
  userId: string | null
  address: string | null
}

const MOST_FROM_CALLER = 60

/** What the person is asked: nobody but the browser that came from the provider can see it. */
export async function describeAsked(context: Context, asking: Asking) {
  return context.db.signIn(async (tx) => {
    const { waiting, person } = await find(tx, asking)
    const workspace = await tx
      .selectFrom('workspaces')
      .select('name')
      .where('workspace_id', '=', waiting.workspaceId)
      .executeTakeFirstOrThrow()
    const password = await tx
      .selectFrom('auth_accounts')
      .select('id')
      .where('user_id', '=', person.id)
      .where('provider_id', '=', PASSWORD)
      .executeTakeFirst()
    return {
      email: person.email,
      workspace: workspace.name,
      issuer: waiting.issuer,
      signed_in: asking.userId === person.id,
      has_password: password !== undefined,
    }
  })
}

/** Ties the identity to the account of whoever is signed in to it, or gives its password now. */
export async function agree(context: Context, asking: Asking, password: string | undefined): Promise<Asked> {
  const { waiting, person } = await context.db.signIn((tx) => find(tx, asking))
  if (asking.userId !== person.id) await provePassword(context, asking, person, password)
  await onceMoreIfRaced(() => context.db.signIn((tx) => connect(tx, asking, waiting, person)))
  return waiting
}

async function connect(tx: Tx, { token, address }: Asking, waiting: Asked, person: Person): Promise<void> {
  const { workspaceId, issuer, subject } = waiting
  await lockMembers(tx, workspaceId)
  if (await wasRemoved(tx, workspaceId, person.id))
    throw new Problem(403, 'removed', 'You were removed from this workspace. Ask to be invited again.')
  if (!(await take(tx, ASK_PREFIX + hashOf(token)))) throw over()
  const connection = await connectionOf(tx, workspaceId)
  if (connection?.issuer !== issuer) throw over()
  // Asked in two browsers, they may have agreed in the other one meanwhile.
  const known = await knownAs(tx, connection, subject, person.email)
  const isTied = known?.by === 'identity'
  if (isTied && known.person.id !== person.id) throw over()
  if (!isTied) {
    const { id, name } = person
    await tie(tx, id, issuer, subject)
    const actor = { workspaceId, kind: 'user', id, name, address } as const
    const changes = { issuer: { from: null, to: issuer } }
    await recordChange(tx, actor, { action: 'member.sso_connected', target: id, changes })
  }
  await join(tx, connection, person, address)
}

async function find(tx: Tx, { token, cookie }: Asking): Promise<{ waiting: Asked; person: Person }> {
  const kept = await look(tx, ASK_PREFIX + hashOf(token))
  const waiting = kept === null ? null : asked.parse(JSON.parse(kept))
  const person = waiting && isBrowser(waiting, cookie) ? await findPerson(tx, 'id', waiting.userId) : undefined
  if (!waiting || !person) throw over()
  return { waiting, person }
}

async function provePassword(
  context: Context,
  { address }: Asking,
  { id, email }: Person,
  password: string | undefined,
): Promise<void> {
  if (password === undefined) throw invalid([{ pointer: '/password', detail: 'Your password is missing.' }])
  await limitUse(context, `agree-from|${address}`, MOST_FROM_CALLER)
  refuseTooMany(await countTry(context, email))
  if (!(await isPassword(context, id, password)))
    throw invalid([{ pointer: '/password', detail: 'This is not your password.' }])
}

function over(): Problem {
  return new Problem(410, 'over', 'This took too long, or was begun in another browser. Sign in again.')
}
