import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { addGroup, joinGroup, leaveGroup, lockGroup, updateGroup } from '../people/groups.ts'
import { noSuch, ScimError } from './errors.ts'
import type { GroupChange, Step } from './read-group.ts'

const LONGEST_NAME = 100

export async function makeGroup(context: Context, actor: Actor, { name, externalId, steps }: GroupChange) {
  if (name === undefined) throw new ScimError(400, 'invalidValue', 'A group has a displayName.')
  refuseLong(name)
  return context.db.tenant(actor.workspaceId, async (tx) => {
    const { id } = await addGroup(tx, actor, { name, external_id: externalId })
    await move(tx, actor, id, steps)
    return id
  })
}

/**
 * The members that a directory sees and moves are its own users; whoever is in the group by another way stays in it.
 *
 * @throws {ScimError} 404; 409 where another group has the name.
 */
export async function changeGroup(context: Context, actor: Actor, id: string, change: GroupChange): Promise<void> {
  const { workspaceId } = actor
  const { name, externalId, steps } = change
  if (name !== undefined) refuseLong(name)
  await context.db.tenant(workspaceId, async (tx) => {
    if (!(await lockGroup(tx, workspaceId, id))) throw noSuch('Group')
    if (name !== undefined || externalId !== undefined)
      await updateGroup(tx, actor, id, { name, external_id: externalId })
    await move(tx, actor, id, steps)
  })
}

function refuseLong(name: string): void {
  if (name.length <= LONGEST_NAME) return
  throw new ScimError(400, 'invalidValue', `The displayName of a group has at most ${LONGEST_NAME} characters.`)
}

/** Whoever is named and not here is left out, since a directory with thousands of members must not fail for one. */
async function move(tx: Tx, actor: Actor, id: string, steps: Step[]): Promise<void> {
  const { workspaceId } = actor
  let joined = 0
  let left = 0
  for (const { kind, ids } of steps) {
    if (kind === 'set') {
      const rest = await tx.rows<{ id: string }>('scim_group_rest', REST, [workspaceId, id, ids])
      left += await leaveGroup(
        tx,
        workspaceId,
        id,
        rest.map((row) => row.id),
      )
    }
    if (kind === 'remove') left += await leaveGroup(tx, workspaceId, id, await usersAmong(tx, workspaceId, ids))
    else joined += await joinGroup(tx, workspaceId, id, await usersAmong(tx, workspaceId, ids))
  }
  if (joined + left === 0) return
  const counts = {
    ...(joined && { joined: { from: null, to: joined } }),
    ...(left && { left: { from: null, to: left } }),
  }
  await recordChange(tx, actor, { action: 'group.people_changed', target: id, changes: counts })
}

async function usersAmong(tx: Tx, workspaceId: string, ids: string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>('scim_users_among', AMONG, [workspaceId, ids])
  return rows.map((row) => row.id)
}

const AMONG = `
select person_id as id from scim_users where workspace_id = $1 and person_id = any($2::text[])
order by person_id`

const REST = `
select g.person_id as id from group_people g
join scim_users u on u.workspace_id = g.workspace_id and u.person_id = g.person_id
where g.workspace_id = $1 and g.group_id = $2 and g.person_id <> all($3::text[])`
