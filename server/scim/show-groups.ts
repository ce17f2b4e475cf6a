import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { noSuch } from './errors.ts'
import { type Asked, asInstant, asText, conditionOf, type ListQuery, lower, unknownWay } from './list.ts'

export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group'

interface Row {
  id: string
  name: string
  external_id: string | null
  created_at: Date
}

/** @throws {ScimError} 404. */
export function showGroup(
  context: Context,
  workspaceId: string,
  id: string,
  address: string,
  withMembers: boolean,
): Promise<object> {
  return context.db.tenant(workspaceId, async (tx) => {
    const rows = await tx.rows<Row>('scim_group', `${GROUPS} and g.id = $2`, [workspaceId, id])
    if (rows.length === 0) throw noSuch('Group')
    return (await toGroups(tx, workspaceId, rows, address, withMembers))[0]!
  })
}

const GROUPS = 'select g.id, g.name, g.external_id, g.created_at from groups g where g.workspace_id = $1'

export function listGroups(
  context: Context,
  workspaceId: string,
  { filter, offset, count }: ListQuery,
  address: string,
  withMembers: boolean,
): Promise<{ total: number; groups: object[] }> {
  const values: unknown[] = [workspaceId]
  const condition = filter ? ` and (${conditionOf(filter, ASKS, values)})` : ''
  return context.db.tenant(workspaceId, async (tx) => {
    const all = `select count(*)::int as total from groups g where g.workspace_id = $1${condition}`
    const page = `${GROUPS}${condition} order by g.id offset $${values.length + 1}::int limit $${values.length + 2}::int`
    const [[counted], rows] = await Promise.all([
      tx.rows<{ total: number }>('', all, values),
      tx.rows<Row>('', page, [...values, offset, count]),
    ])
    return { total: counted!.total, groups: await toGroups(tx, workspaceId, rows, address, withMembers) }
  })
}

/** Of groups there are few enough to look at each. */
const byName: Asked = (comparison, put) => {
  if (comparison.by === 'co') return `strpos(lower(g.name), ${put(lower(String(comparison.value)))}) > 0`
  return asText('lower(g.name) collate "C"', lower)(comparison, put)
}

const byMember: Asked = (comparison, put) => {
  if (comparison.by !== 'eq') throw unknownWay(comparison)
  return `exists (select from group_people i join scim_users u on u.workspace_id = i.workspace_id and u.person_id = i.person_id
    where i.workspace_id = $1 and i.group_id = g.id and i.person_id = ${put(String(comparison.value))})`
}

const ASKS: Record<string, Asked> = {
  id: asText('g.id'),
  displayname: byName,
  externalid: asText('g.external_id'),
  members: byMember,
  'members.value': byMember,
  'meta.created': asInstant('g.created_at'),
}

async function toGroups(
  tx: Tx,
  workspaceId: string,
  rows: Row[],
  address: string,
  withMembers: boolean,
): Promise<object[]> {
  const ids = withMembers ? rows.map(({ id }) => id) : []
  const members = ids.length === 0 ? [] : await tx.rows<Members>('scim_members', MEMBERS, [workspaceId, ids])
  const byGroup = new Map(members.map((one) => [one.group_id, one.people]))
  return rows.map(({ id, name, external_id, created_at }) => ({
    schemas: [GROUP_SCHEMA],
    id,
    ...(external_id !== null && { externalId: external_id }),
    displayName: name,
    ...(withMembers && {
      members: (byGroup.get(id) ?? []).map((value) => ({ value, $ref: `${address}/Users/${value}`, type: 'User' })),
    }),
    meta: { resourceType: 'Group', created: created_at.toISOString(), location: `${address}/Groups/${id}` },
  }))
}

interface Members {
  group_id: string
  people: string[]
}

const MEMBERS = `
select i.group_id, array_agg(i.person_id order by i.person_id) as people from group_people i
join scim_users u on u.workspace_id = i.workspace_id and u.person_id = i.person_id
where i.workspace_id = $1 and i.group_id = any($2::text[]) group by i.group_id`
