import { readPhone } from '../../shared/phone.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'
import { noSuch } from './errors.ts'
import { type Asked, asInstant, asText, conditionOf, displayKey, type ListQuery, lower, unknownWay } from './list.ts'
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from './user-schema.ts'
import { openUser } from './users.ts'

interface Row {
  id: string
  resource_sealed: Buffer
  created_at: Date
  updated_at: Date
}

/** @throws {ScimError} 404. */
export async function showUser(context: Context, workspaceId: string, id: string, address: string): Promise<object> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const rows = await tx.rows<Row>('scim_user', `${USERS} and u.person_id = $2`, [workspaceId, id])
    if (rows.length === 0) throw noSuch('User')
    return (await toUsers(tx, sealer, workspaceId, rows, address))[0]!
  })
}

const USERS = `
select u.person_id as id, u.resource_sealed, u.created_at, u.updated_at from scim_users u where u.workspace_id = $1`

/** In the order in which they came. */
export async function listUsers(
  context: Context,
  workspaceId: string,
  { filter, offset, count }: ListQuery,
  address: string,
): Promise<{ total: number; users: object[] }> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const values: unknown[] = [workspaceId]
  const condition = filter ? ` and (${conditionOf(filter, asksOf(context), values)})` : ''
  return context.db.tenant(workspaceId, async (tx) => {
    const all = `select count(*)::int as total from scim_users u where u.workspace_id = $1${condition}`
    const page = `${USERS}${condition} order by u.person_id offset $${values.length + 1}::int limit $${values.length + 2}::int`
    const [[counted], rows] = await Promise.all([
      tx.rows<{ total: number }>('', all, values),
      tx.rows<Row>('', page, [...values, offset, count]),
    ])
    return { total: counted!.total, users: await toUsers(tx, sealer, workspaceId, rows, address) }
  })
}

function asksOf(context: Context): Record<string, Asked> {
  const email = asText('u.email', lower)
  const number = byNumber(context)
  return {
    id: asText('u.person_id'),
    username: asText('u.user_name', lower),
    externalid: asText('u.external_id'),
    displayname: asText('u.display_name', displayKey),
    emails: email,
    'emails.value': email,
    // One address is kept of each person, whatever the directory calls it.
    'emails.type': () => 'true',
    phonenumbers: number,
    'phonenumbers.value': number,
    'phonenumbers.type': () => 'true',
    active: byActive,
    'meta.created': asInstant('u.created_at'),
    'meta.lastmodified': asInstant('u.updated_at'),
  }
}

const byActive: Asked = (comparison, put) => {
  const value = { true: true, false: false }[lower(String(comparison.value))]
  if (comparison.by === 'pr') return 'true'
  if (value === undefined || !['eq', 'ne'].includes(comparison.by)) throw unknownWay(comparison)
  return `u.active = ${put(value === (comparison.by === 'eq'))}`
}

/** By the number that texts go to. What is no number is nobody’s. */
function byNumber(context: Context): Asked {
  return (comparison, put) => {
    if (comparison.by !== 'eq') throw unknownWay(comparison)
    const phone = readPhone(String(comparison.value))
    const hash = put(phone.ok ? context.keys.hashNumber(phone.e164) : null)
    return `u.person_id in (
      select f.person_id from phones f where f.workspace_id = $1 and f.source = 'scim' and f.number_hash = ${hash}::bytea)`
  }
}

async function toUsers(tx: Tx, sealer: Sealer, workspaceId: string, rows: Row[], address: string): Promise<object[]> {
  const ids = rows.map(({ id }) => id)
  const groups = ids.length === 0 ? [] : await tx.rows<InGroup>('scim_user_groups', GROUPS, [workspaceId, ids])
  return rows.map((row) => {
    const { externalId, ...user } = openUser(sealer, row.id, row.resource_sealed)
    const own = groups.filter(({ person_id }) => person_id === row.id)
    return {
      schemas: ENTERPRISE_SCHEMA in user ? [USER_SCHEMA, ENTERPRISE_SCHEMA] : [USER_SCHEMA],
      id: row.id,
      ...(externalId !== undefined && { externalId }),
      active: true,
      ...user,
      ...(own.length > 0 && {
        groups: own.map(({ id, name }) => ({ value: id, display: name, $ref: `${address}/Groups/${id}` })),
      }),
      meta: {
        resourceType: 'User',
        created: row.created_at.toISOString(),
        lastModified: row.updated_at.toISOString(),
        location: `${address}/Users/${row.id}`,
      },
    }
  })
}

interface InGroup {
  person_id: string
  id: string
  name: string
}

const GROUPS = `
select i.person_id, g.id, g.name from group_people i
join groups g on g.workspace_id = i.workspace_id and g.id = i.group_id
where i.workspace_id = $1 and i.person_id = any($2::text[]) order by i.person_id, g.id`
