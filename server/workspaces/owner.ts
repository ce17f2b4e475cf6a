import { recordChange } from '../audit/record.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { invalid } from '../kit/problem.ts'
import { insertWorkspace } from './workspace.ts'

export interface NewOwner {
  name: string
  email: string
  password: string
  workspaceName: string
  timeZone?: string | undefined
}

export interface Owner {
  userId: string
  workspaceId: string
}

/** In a sign-in transaction of the caller's, who has marked the installation as set up. */
export async function insertOwner(tx: Tx, input: NewOwner, passwordHash: string): Promise<Owner> {
  const userId = newId('usr')
  const made = await tx
    .insertInto('auth_users')
    .values({ id: userId, name: input.name, email: input.email.toLowerCase(), email_verified: true, operator: true })
    .onConflict((at) => at.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw invalid([{ pointer: '/email', detail: 'Somebody with this address is here already.' }])
  await tx
    .insertInto('auth_accounts')
    .values({
      id: newId('acc'),
      user_id: userId,
      account_id: userId,
      // What better-auth calls signing in with a password.
      provider_id: 'credential',
      password: passwordHash,
    })
    .execute()
  const workspaceId = await insertWorkspace(tx, {
    name: input.workspaceName,
    timeZone: input.timeZone,
    ownerId: userId,
  })
  const actor = { workspaceId, kind: 'user', id: userId, name: input.name } as const
  await recordChange(tx, actor, { action: 'workspace.created', target: workspaceId })
  return { userId, workspaceId }
}
