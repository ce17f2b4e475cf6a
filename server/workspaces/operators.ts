import type { z } from '@hono/zod-openapi'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { toPage } from '../kit/page.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { endSessionsOfBound } from './by-provider.ts'
import type { operatorOut } from './schema.ts'

type OperatorOut = z.infer<typeof operatorOut>
interface Operator {
  id: string
  name: string
  email: string
}

/** An operator who asks, or a command of the machine. */
type Author = Omit<Parameters<typeof recordChange>[1], 'workspaceId'>

export async function listOperators(
  context: Pick<Context, 'db'>,
  { limit, after = '' }: { limit: number; after?: string | undefined },
): Promise<{ items: Omit<OperatorOut, 'you'>[]; next: string | null }> {
  const found = await context.db.signIn((tx) =>
    tx
      .selectFrom('auth_users')
      .select(['id', 'name', 'email'])
      .where('operator', '=', true)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit + 1)
      .execute(),
  )
  const { rows, next } = toPage(found, limit)
  const isOnly = found.length === 1 && after === ''
  return { items: rows.map((row) => ({ ...row, last_operator: isOnly })), next }
}

/** Somebody who has an account is an operator from their next request on. In a sign-in transaction of the caller's. */
export async function addOperator(tx: Tx, author: Author, email: string): Promise<Operator> {
  await lockOperators(tx, author)
  const person = await tx
    .selectFrom('auth_users')
    .select(['id', 'name', 'email', 'email_verified', 'operator'])
    .where('email', '=', email)
    .executeTakeFirst()
  if (!person)
    throw invalid([
      { pointer: '/email', detail: 'Nobody with this address is here. Invite them to a workspace first.' },
    ])
  const { operator, email_verified: isProven, ...one } = person
  // Who made the account chose the address, where the invitation was handed over and not mailed.
  if (author.kind === 'user' && !isProven) throw invalid([{ pointer: '/email', detail: UNPROVEN }])
  if (operator) throw new Problem(409, 'already_operator', `${one.name} is an operator already.`)
  await write(tx, author, one, true)
  return one
}

const UNPROVEN =
  'Whoever has this account never showed that the address is theirs. If you know that it is, run on the server: npm run handset -- operators add ADDRESS.'

/** From their next request on they are none any more; what else they are, they remain. The last one stays. */
export async function removeOperator(tx: Tx, author: Author, by: 'id' | 'email', value: string): Promise<void> {
  const operators = await lockOperators(tx, author)
  const person = operators.find((one) => one[by] === value)
  if (!person) throw new Problem(404, 'not_found', 'There is no such operator.')
  if (operators.length === 1)
    throw new Problem(409, 'last_operator', `${person.name} is the only operator. Make somebody else one first.`)
  await write(tx, author, person, false)
  await endSessionsOfBound(tx, author, { userId: person.id })
}

/** One change of them at a time. Of two who remove each other at the same instant, the second no longer may. */
async function lockOperators(tx: Tx, author: Author): Promise<Operator[]> {
  const operators = await tx
    .selectFrom('auth_users')
    .select(['id', 'name', 'email'])
    .where('operator', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (author.kind === 'user' && !operators.some(({ id }) => id === author.id))
    throw new Problem(403, 'not_allowed', 'Only the operator of this installation may do this.')
  return operators
}

async function write(tx: Tx, author: Author, { id, name, email }: Operator, operator: boolean): Promise<void> {
  await tx.updateTable('auth_users').set({ operator }).where('id', '=', id).execute()
  const ofNow = (value: string) => (operator ? { from: null, to: value } : { from: value, to: null })
  await recordChange(
    tx,
    { ...author, workspaceId: INSTALLATION },
    {
      action: operator ? 'installation.operator_added' : 'installation.operator_removed',
      target: id,
      changes: { member: ofNow(name), email: ofNow(email) },
    },
  )
}
