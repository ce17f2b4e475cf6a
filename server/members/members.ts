import type { z } from '@hono/zod-openapi'
import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { toPage } from '../kit/page.ts'
import { roleName } from '../workspaces/members.ts'
import type { memberOut } from './schema.ts'

type MemberOut = z.infer<typeof memberOut>

interface Row {
  id: string
  name: string
  email: string
  role: string
  ownRole: { name: string; permissions: string[] } | null
  joined_at: Date
  owners: number
}

/** Everybody may know who is here and who can help; addresses are for those who manage members or read the record. */
export async function listMembers(
  context: Context,
  actor: Actor,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: MemberOut[]; next: string | null }> {
  const isInstallation = actor.workspaceId === INSTALLATION
  const found = await context.db.signIn((tx) =>
    isInstallation
      ? tx.rows<Row>('operators_list', OPERATORS, [after ?? '', limit + 1])
      : tx.rows<Row>('members_list', MEMBERS, [actor.workspaceId, after ?? '', limit + 1]),
  )
  const { rows, next } = toPage(found, limit)
  const seesAddresses = actor.permissions.has('members.manage') || actor.permissions.has('audit.read')
  const items = rows.map((row) => {
    const you = actor.kind === 'user' && actor.id === row.id
    return {
      id: row.id,
      name: row.name,
      email: seesAddresses || you ? row.email : null,
      role: { id: row.role, name: roleName({ ...row, workspaceId: actor.workspaceId }) },
      joined_at: row.joined_at.toISOString(),
      you,
      last_owner: !isInstallation && row.role === 'owner' && row.owners < 2,
    }
  })
  return { items, next }
}

/** First the page, then who they are: joined at once, all people up to the page would be read (48 ms in place of 1). */
const MEMBERS = `
with page as materialized (
  select workspace_id, user_id, role, created_at from members
  where workspace_id = $1 and user_id > $2 order by workspace_id, user_id limit $3
)
select m.user_id as id, u.name, u.email, m.role, m.created_at as joined_at,
  case when r.id is not null then jsonb_build_object('name', r.name, 'permissions', to_jsonb(r.permissions)) end as "ownRole",
  (select count(*)::int from (
     select from members o where o.workspace_id = $1 and o.role = 'owner' limit 2) few) as owners
from page m
cross join lateral (select name, email from auth_users where id = m.user_id limit 1) u
left join roles r on r.workspace_id = m.workspace_id and r.id = m.role
order by m.user_id`

const OPERATORS = `
select id, name, email, 'owner' as role, null as "ownRole", created_at as joined_at, 2 as owners
from auth_users where operator and id > $1 order by id limit $2`

/** One member with what they may do; null where nobody like that is here. */
export async function findMember(context: Context, workspaceId: string, id: string) {
  const [row] = await context.db.signIn((tx) =>
    tx.rows<Pick<Row, 'name' | 'email'>>(
      'member_find',
      `select u.name, u.email from members m join auth_users u on u.id = m.user_id
       where m.workspace_id = $1 and m.user_id = $2`,
      [workspaceId, id],
    ),
  )
  return row ?? null
}
