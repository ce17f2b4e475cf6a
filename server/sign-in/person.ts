import { type Change, recordChange } from '../audit/record.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'

export interface Person {
  id: string
  name: string
  email: string
  operator: boolean
}

export async function findPerson(tx: Tx, by: 'id' | 'email', value: string): Promise<Person | undefined> {
  return tx
    .selectFrom('auth_users')
    .select(['id', 'name', 'email', 'operator'])
    .where(by, '=', value)
    .executeTakeFirst()
}

export async function workspacesOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.selectFrom('members').select('workspace_id').where('user_id', '=', userId).execute()
  return rows.map((row) => row.workspace_id)
}

/**
 * What somebody did to their own account is written down in each workspace they belong to, since each trusts it; an
 * operator's in the installation's log too.
 */
export async function recordEverywhere(
  tx: Tx,
  person: Person,
  address: string | null,
  change: Omit<Change, 'target'>,
): Promise<void> {
  const workspaces = [...(await workspacesOf(tx, person.id)), ...(person.operator ? [INSTALLATION] : [])]
  for (const workspaceId of workspaces) {
    const actor = { workspaceId, kind: 'user', id: person.id, name: person.name, address } as const
    await recordChange(tx, actor, { ...change, target: person.id })
  }
}
