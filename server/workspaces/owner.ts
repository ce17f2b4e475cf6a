import { recordChange } from '../audit/record.ts'
import type { Tx } from '../kit/db.ts'
import { invalid } from '../kit/problem.ts'
import { insertPerson } from './person.ts'
import { insertWorkspace } from './workspace.ts'

export interface NewOwner {
  name: string
  email: string
  password: string
  workspaceName: string
  timeZone?: string | undefined
  /** From where, for the record. */
  address?: string | null
}

export interface Owner {
  userId: string
  workspaceId: string
}

/** In a sign-in transaction of the caller's, who has marked the installation as set up. */
export async function insertOwner(tx: Tx, input: NewOwner, passwordHash: string): Promise<Owner> {
  const userId = await insertPerson(tx, { ...input, passwordHash, verified: true, operator: true })
  if (!userId) throw invalid([{ pointer: '/email', detail: 'Somebody with this address is here already.' }])
  const workspaceId = await insertWorkspace(tx, {
    name: input.workspaceName,
    timeZone: input.timeZone,
    ownerId: userId,
  })
  const actor = { workspaceId, kind: 'user', id: userId, name: input.name, address: input.address ?? null } as const
  await recordChange(tx, actor, { action: 'workspace.created', target: workspaceId })
  return { userId, workspaceId }
}
