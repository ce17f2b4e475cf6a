import type { Permission } from '../../shared/permissions.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { type Asking, lookAgain } from '../workspaces/look-again.ts'

/** Changes something about members, roles or invitations when it is this request's turn; see {@link takeTurn}. */
export function inTurn<T>(
  context: Context,
  actor: Actor,
  permission: Permission | null,
  work: (tx: Tx, actor: Asking) => Promise<T>,
): Promise<T> {
  return context.db.tenant(actor.workspaceId, async (tx) => work(tx, await takeTurn(tx, actor, permission)))
}

/**
 * One change of a workspace's members at a time, until the transaction ends. Who asks is looked at once more: of two who
 * remove each other at the same instant, the second no longer may.
 */
export async function takeTurn(tx: Tx, actor: Actor, permission: Permission | null): Promise<Asking> {
  if (actor.workspaceId === INSTALLATION) throw noMembers()
  return lookAgain(tx, actor, permission)
}

function noMembers(): Problem {
  return new Problem(
    409,
    'installation_has_no_members',
    'The installation has operators, and neither members nor roles. Choose a workspace first.',
  )
}
