import { isBuiltInRole } from '../../shared/permissions.ts'
import { recordChange } from '../audit/record.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { endSessionsOfBound } from '../workspaces/by-provider.ts'
import { type Membership, roleName } from '../workspaces/members.ts'
import type { Connection } from './connection.ts'
import type { Person } from './person.ts'
import { PROVIDER } from './ways.ts'

export type GivenRole = Pick<Membership, 'role' | 'ownRole'>

export async function insertNew(tx: Tx, email: string, name: string | null): Promise<Person> {
  const person = { id: newId('usr'), name: name ?? email.slice(0, email.lastIndexOf('@')), email, operator: false }
  await tx
    .insertInto('auth_users')
    .values({ ...person, email_verified: true })
    .execute()
  return person
}

/** Ties an identity to a person for good. */
export async function tie(tx: Tx, userId: string, issuer: string, subject: string): Promise<void> {
  await tx
    .insertInto('auth_accounts')
    .values({ id: newId('acc'), user_id: userId, account_id: subject, provider_id: PROVIDER + issuer })
    .execute()
}

/** Whoever belongs already keeps the role they have. */
export async function join(
  tx: Tx,
  connection: Pick<Connection, 'workspaceId' | 'role'>,
  person: Person,
  address: string | null,
): Promise<void> {
  const { workspaceId } = connection
  const given = await roleOf(tx, connection)
  const joined = await tx
    .insertInto('members')
    .values({ workspace_id: workspaceId, user_id: person.id, role: given.role })
    .onConflict((at) => at.columns(['workspace_id', 'user_id']).doNothing())
    .returning('user_id')
    .executeTakeFirst()
  if (!joined) return
  const actor = { workspaceId, kind: 'user', id: person.id, name: person.name, address } as const
  await recordChange(tx, actor, {
    action: 'member.joined',
    target: person.id,
    changes: {
      member: { from: null, to: person.name },
      email: { from: null, to: person.email },
      role: { from: null, to: roleName({ ...given, workspaceId }) },
      by: { from: null, to: 'single sign-on' },
    },
  })
  await endSessionsOfBound(tx, actor, { userId: person.id })
}

/** What a connection gives. A role that is gone meanwhile gives what the least one does. */
export async function roleOf(
  tx: Tx,
  { workspaceId, role }: Pick<Connection, 'workspaceId' | 'role'>,
): Promise<GivenRole> {
  if (isBuiltInRole(role)) return { role, ownRole: null }
  const ownRole = await tx
    .selectFrom('roles')
    .select(['name', 'permissions'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', role)
    .executeTakeFirst()
  return ownRole ? { role, ownRole } : { role: 'member', ownRole: null }
}
