import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { toPage } from '../kit/page.ts'
import { notFound, Problem } from '../kit/problem.ts'
import { unlessTaken } from '../kit/taken.ts'
import { holdDirectory } from './hold-directory.ts'
import type { GroupOut } from './schema.ts'

const COUNTED = 10_000

interface GroupRow {
  id: string
  name: string
  external_id: string | null
  created_at: Date
  people: number
}

const SELECT = `
select g.id, g.name, g.external_id, g.created_at, (
  select count(*)::int from (
    select from group_people i where i.workspace_id = g.workspace_id and i.group_id = g.id limit ${COUNTED + 1}) few
) as people
from groups g where g.workspace_id = $1`

export async function listGroups(
  context: Context,
  workspaceId: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: GroupOut[]; next: string | null }> {
  return context.db.tenant(workspaceId, async (tx) => {
    const text = `${SELECT} and g.id > $2 order by g.id limit $3::int`
    const page = toPage(await tx.rows<GroupRow>('groups_list', text, [workspaceId, after ?? '', limit + 1]), limit)
    return { items: page.rows.map(toOut), next: page.next }
  })
}

/** @throws {Problem} 404. */
export async function showGroup(tx: Tx, workspaceId: string, id: string): Promise<GroupOut> {
  const [row] = await tx.rows<GroupRow>('group_show', `${SELECT} and g.id = $2`, [workspaceId, id])
  if (!row) throw notFound('group')
  return toOut(row)
}

function toOut({ people, created_at, ...row }: GroupRow): GroupOut {
  return {
    ...row,
    people: { count: Math.min(people, COUNTED), more: people > COUNTED },
    created_at: created_at.toISOString(),
  }
}

interface Given {
  name?: string | undefined
  external_id?: string | null | undefined
}

/** @throws {Problem} 409 where another group has the name or the external id. */
export async function addGroup(tx: Tx, actor: Actor, input: Given & { name: string }): Promise<GroupOut> {
  const id = newId('grp')
  await holdDirectory(tx, actor.workspaceId, 'together')
  const { name, external_id = null } = input
  await unlessTaken(
    tx.insertInto('groups').values({ workspace_id: actor.workspaceId, id, name, external_id }).execute(),
    TAKEN,
  )
  await recordChange(tx, actor, { action: 'group.created', target: id, changes: { name: { from: null, to: name } } })
  return showGroup(tx, actor.workspaceId, id)
}

/** @throws {Problem} 404; 409 as {@link addGroup}. */
export async function changeGroup(context: Context, actor: Actor, id: string, patch: Given): Promise<GroupOut> {
  const { workspaceId } = actor
  return context.db.tenant(workspaceId, async (tx) => {
    await lockGroup(tx, workspaceId, id)
    return updateGroup(tx, actor, id, patch)
  })
}

/** The group's row, kept from other writers until the transaction ends. False where there is none. */
export async function lockGroup(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  await holdDirectory(tx, workspaceId, 'together')
  const rows = await tx.rows(
    'group_lock',
    'select id from groups where workspace_id = $1 and id = $2 for no key update',
    [workspaceId, id],
  )
  return rows.length > 0
}

/** The same in a transaction of the caller's, who holds the group. */
export async function updateGroup(tx: Tx, actor: Actor, id: string, patch: Given): Promise<GroupOut> {
  const { workspaceId } = actor
  const was = await showGroup(tx, workspaceId, id)
  const wanted = {
    name: patch.name ?? was.name,
    external_id: patch.external_id === undefined ? was.external_id : patch.external_id,
  }
  const changed = (['name', 'external_id'] as const).filter((field) => wanted[field] !== was[field])
  if (changed.length === 0) return was
  await unlessTaken(
    tx.updateTable('groups').set(wanted).where('workspace_id', '=', workspaceId).where('id', '=', id).execute(),
    TAKEN,
  )
  const changes = Object.fromEntries(changed.map((field) => [field, { from: was[field], to: wanted[field] }]))
  await recordChange(tx, actor, { action: 'group.changed', target: id, changes })
  return showGroup(tx, workspaceId, id)
}

/** Adds people to a group; those who are in it stay. */
export async function joinGroup(tx: Tx, workspaceId: string, id: string, personIds: string[]): Promise<number> {
  const joined = await tx.rows(
    'group_join',
    `insert into group_people (workspace_id, group_id, person_id) select $1, $2, unnest($3::text[])
     on conflict do nothing returning person_id`,
    [workspaceId, id, personIds],
  )
  return joined.length
}

/** Takes people out of a group; those who are not in it stay out. */
export async function leaveGroup(tx: Tx, workspaceId: string, id: string, personIds: string[]): Promise<number> {
  const left = await tx.rows(
    'group_leave',
    'delete from group_people where workspace_id = $1 and group_id = $2 and person_id = any($3::text[]) returning person_id',
    [workspaceId, id, personIds],
  )
  return left.length
}

/** Its people stay. @throws {Problem} 404. */
export async function deleteGroup(context: Context, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await context.db.tenant(workspaceId, async (tx) => {
    await holdDirectory(tx, workspaceId, 'alone')
    const { name } = await showGroup(tx, workspaceId, id)
    await tx.deleteFrom('groups').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
    await recordChange(tx, actor, { action: 'group.deleted', target: id, changes: { name: { from: name, to: null } } })
  })
}

const TAKEN = {
  groups_name: () => taken('/name', 'Another group has this name.'),
  groups_external: () => taken('/external_id', 'Another group has this external id.'),
}

function taken(pointer: string, detail: string): Problem {
  return new Problem(409, 'taken', detail, { errors: [{ pointer, detail }] })
}
