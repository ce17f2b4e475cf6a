import { setTimeout as sleep } from 'node:timers/promises'
import { hashPassword } from 'better-auth/crypto'
import { COMMAND_LINE, recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { post } from '../mail/post.ts'
import { keyOf, limitUse } from '../workspaces/account-limit.ts'
import { domainOf } from './domain.ts'
import { storePassword } from './password.ts'
import { findPerson, type Person } from './person.ts'
import { hashOf, keep, look, makeToken, RESET_PREFIX, take } from './tokens.ts'
import { PASSWORD } from './ways.ts'

export const RESET_MINUTES = 60
const MOST_FOR_ADDRESS = 5
const MOST_FROM_CALLER = 20
/** Longer than the work takes, so that the time of the answer tells nothing either. */
const ANSWER_AFTER_MS = 300

/** Who asks, and under which address Handset is open to them. */
export interface Caller {
  address: string | null
  base: string
}

/** Answers alike, and alike fast, whether somebody has this address or not. */
export async function askForReset(context: Context, email: string, caller: Caller): Promise<void> {
  if (!context.installation.mail())
    throw new Problem(
      409,
      'no_mail',
      'Handset has no mail server here, so it cannot send a link. Ask the operator for one.',
    )
  await limitUse(context, `reset-from|${caller.address}`, MOST_FROM_CALLER)
  await limitUse(context, keyOf('reset-for', email), MOST_FOR_ADDRESS)
  await Promise.all([sleep(ANSWER_AFTER_MS), context.db.signIn((tx) => writeTo(context, tx, email, caller.base))])
}

/** For the command line: whoever can run it owns the machine anyway, and it is on record. Null where nobody has this address. */
export async function makeResetLink(context: Pick<Context, 'db'>, email: string, base: string): Promise<string | null> {
  return context.db.signIn(async (tx) => {
    const person = await findPerson(tx, 'email', email.toLowerCase())
    if (!person) return null
    const changes = { member: { from: null, to: person.name } }
    await recordChange(tx, COMMAND_LINE, { action: 'member.password_link_made', target: person.id, changes })
    return linkFor(tx, person.id, base)
  })
}

/** Sets the password of whoever the link was written to, once. */
export async function resetByLink(
  context: Context,
  { token, password }: { token: string; password: string },
  address: string | null,
): Promise<void> {
  await limitUse(context, `reset-by|${address}`, MOST_FROM_CALLER)
  const kept = RESET_PREFIX + hashOf(token)
  // Hashing costs a tenth of a second of the machine, so nobody has it done who brings no link.
  if (!(await context.db.signIn((tx) => look(tx, kept)))) throw spent()
  const hash = await hashPassword(password)
  await context.db.signIn(async (tx) => {
    const userId = await take(tx, kept)
    const person = userId ? await findPerson(tx, 'id', userId) : undefined
    if (!person) throw spent()
    await storePassword(context, tx, person, { hash, address, how: 'reset' })
  })
}

function spent(): Problem {
  const detail = 'This link was used already or is older than an hour. Ask for another one.'
  return new Problem(422, 'link_spent', detail, { errors: [{ pointer: '/token', detail }] })
}

async function writeTo(context: Context, tx: Tx, email: string, base: string): Promise<void> {
  const person = await findPerson(tx, 'email', email.toLowerCase())
  if (!person) return
  const byProviderAlone = !(await hasPassword(tx, person.id)) && (await hasProvider(tx, person.email))
  const letter = byProviderAlone ? noPassword(person) : withLink(person, await linkFor(tx, person.id, base))
  await post(context, tx, [letter])
}

/** Behind the # it stands in no log of a server on the way. */
async function linkFor(tx: Tx, userId: string, base: string): Promise<string> {
  const { token, hash } = makeToken()
  await keep(tx, RESET_PREFIX + hash, userId, RESET_MINUTES)
  return `${base}/new-password#${token}`
}

async function hasPassword(tx: Tx, userId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('auth_accounts')
    .select('id')
    .where('user_id', '=', userId)
    .where('provider_id', '=', PASSWORD)
    .executeTakeFirst()
  return row !== undefined
}

/** Whoever their provider lets in must not be let in by a mailbox alone. */
async function hasProvider(tx: Tx, email: string): Promise<boolean> {
  const row = await tx
    .selectFrom('sso_domains')
    .innerJoin('sso_connections', 'sso_connections.workspace_id', 'sso_domains.workspace_id')
    .select('domain')
    .where('domain', '=', domainOf(email))
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}

function withLink({ name, email }: Person, link: string) {
  return {
    to: email,
    subject: 'Set a new password',
    text: `${name},

somebody, probably you, asked to set a new password for your account at Handset.

Set it here, within an hour: ${link}

The link works once. If you did not ask, leave it: your password stays as it is.
`,
    kind: 'password_reset',
    validMinutes: RESET_MINUTES,
  } as const
}

function noPassword({ name, email }: Person) {
  return {
    to: email,
    subject: 'You sign in without a password',
    text: `${name},

somebody, probably you, asked to set a new password for your account at Handset. Your account has none: you sign in
through your organisation. On the sign-in page, type your email address and choose Continue.
`,
  }
}
