import { sql } from 'kysely'
import type { Tx } from '../kit/db.ts'
import { permissionsOf } from '../workspaces/members.ts'
import type { Connection } from './connection.ts'
import { roleOf } from './join.ts'
import { findPerson, type Person, workspacesOf } from './person.ts'
import { PASSWORD, PROVIDER } from './ways.ts'

export interface Known {
  person: Person
  by: 'identity' | 'address'
  /** Whether the workspace's provider may speak for the account without asking its owner. */
  isOurs: boolean
}

/** Whom an identity is tied to, or else whose address it is. */
export async function knownAs(tx: Tx, connection: Connection, subject: string, email: string): Promise<Known | null> {
  const identity = await tx
    .selectFrom('auth_accounts')
    .select('user_id')
    .where('provider_id', '=', PROVIDER + connection.issuer)
    .where('account_id', '=', subject)
    .executeTakeFirst()
  const person = await (identity ? findPerson(tx, 'id', identity.user_id) : findPerson(tx, 'email', email))
  if (!person) return null
  if (identity) return { person, by: 'identity', isOurs: true }
  return { person, by: 'address', isOurs: await belongsAltogether(tx, connection, person) }
}

/**
 * Who sets a provider up can say through it that they are anybody at their domain. That must win them nothing: neither an
 * account that reaches further than this workspace, nor one that may do more in it than newcomers.
 */
async function belongsAltogether(tx: Tx, connection: Connection, person: Person): Promise<boolean> {
  const { workspaceId } = connection
  const workspaces = await workspacesOf(tx, person.id)
  if (person.operator || workspaces.length !== 1 || workspaces[0] !== workspaceId) return false
  const password = await tx
    .selectFrom('auth_accounts')
    .select('id')
    .where('user_id', '=', person.id)
    .where('provider_id', '=', PASSWORD)
    .executeTakeFirst()
  if (password) return false
  const { role } = await tx
    .selectFrom('members')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', person.id)
    .executeTakeFirstOrThrow()
  const newcomers = permissionsOf(await roleOf(tx, connection))
  return [...permissionsOf(await roleOf(tx, { workspaceId, role }))].every((one) => newcomers.has(one))
}

/** Whom the workspace removed does not come back by signing in: they are invited again. In a sign-in transaction. */
export async function wasRemoved(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  // Its record is the workspace's own, and whoever signs people in does not read it.
  await sql`select set_config('role', 'handset_tenant', true), set_config('handset.workspace', ${workspaceId}, true)`.execute(
    tx,
  )
  const [row] = await tx.rows(
    'sso_removed',
    `select from audit_entries where workspace_id = $1 and target = $2 and action = 'member.removed'
       and not exists (select from members where workspace_id = $1 and user_id = $2) limit 1`,
    [workspaceId, userId],
  )
  await sql`set local role handset_sign_in`.execute(tx)
  return row !== undefined
}
