import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import { holdDirectory } from './hold-directory.ts'
import { insertPerson, lockPerson } from './save-person.ts'

/** The person that the member who asks is; undefined as long as nobody of the directory is them. */
export async function findOwn(tx: Tx, actor: Actor): Promise<string | undefined> {
  const row = await tx
    .selectFrom('persons')
    .select('id')
    .where('workspace_id', '=', actor.workspaceId)
    .where('user_id', '=', actor.id)
    .executeTakeFirst()
  return row?.id
}

/** The same, kept from whoever else would write them, the directory for one, until the transaction ends. */
export async function lockOwn(tx: Tx, actor: Actor): Promise<string | undefined> {
  await holdDirectory(tx, actor.workspaceId, 'together')
  const id = await findOwn(tx, actor)
  return id && (await lockPerson(tx, actor.workspaceId, id))?.id
}

/**
 * Makes the member one with the person of the directory who has the same email address, provided that the address is
 * proven and one person alone has it. Done whenever they look, so that a directory that comes later finds them too.
 */
export async function meetOwn(context: Context, actor: Actor): Promise<void> {
  if (actor.kind !== 'user' || !actor.email || !(await isProven(context, actor.id))) return
  await context.db.tenant(actor.workspaceId, (tx) =>
    tx.rows('person_meet', MEET, [actor.workspaceId, actor.id, actor.email!.toLowerCase()]),
  )
}

const MEET = `
update persons p set user_id = $2
where p.workspace_id = $1 and p.user_id is null and p.email_key = $3
  and not exists (select from persons own where own.workspace_id = $1 and own.user_id = $2)
  and not exists (
    select from persons other
    where other.workspace_id = $1 and other.email_key = $3 and other.id <> p.id)`

async function isProven(context: Context, userId: string): Promise<boolean> {
  const row = await context.db.signIn((tx) =>
    tx.selectFrom('auth_users').select('email_verified').where('id', '=', userId).executeTakeFirst(),
  )
  return row?.email_verified ?? false
}

/** Their person, made of what the account says where there is none, by whoever holds the directory. Two at once make one. */
export async function ensureOwn(tx: Tx, actor: Actor): Promise<string> {
  // The member's row, so that a second request waits here and then finds the person.
  const held = await tx.rows('member_hold', 'select from members where workspace_id = $1 and user_id = $2 for update', [
    actor.workspaceId,
    actor.id,
  ])
  // The installation has operators and no people.
  if (held.length === 0)
    throw new Problem(409, 'not_a_member', 'Only members of a workspace have a number and preferences. Choose one.')
  const known = await findOwn(tx, actor)
  if (known) return known
  const { first, last } = partsOf(actor.name)
  const id = await insertPerson(tx, actor.workspaceId, {
    first_name: first,
    last_name: last,
    ...(actor.email && { email: actor.email }),
  })
  await tx
    .updateTable('persons')
    .set({ user_id: actor.id })
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', id)
    .execute()
  return id
}

function partsOf(name: string): { first: string; last: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  return { first: first.slice(0, 200), last: rest.join(' ').slice(0, 200) }
}
