import { sql } from 'kysely'
import { recordChange } from '../audit/record.ts'
import type { Tx } from '../kit/db.ts'
import { endingFor } from './ended-sessions.ts'

/** Members at a confirmed domain. Owners and operators always may use a password, lest a broken provider lock all out. */
const BOUND = `
from auth_users u
join sso_domains d on d.domain = split_part(u.email, '@', 2) and d.confirmed_at is not null
join sso_connections c on c.workspace_id = d.workspace_id and c.required
join members m on m.workspace_id = c.workspace_id and m.user_id = u.id and m.role <> 'owner'
where not u.operator`

/** Whether somebody must not come in by a password. */
export async function mustUseProvider(tx: Tx, userId: string): Promise<boolean> {
  const [row] = await tx.rows('sso_must', `select ${BOUND} and u.id = $1`, [userId])
  return row !== undefined
}

type Author = Omit<Parameters<typeof recordChange>[1], 'workspaceId'>

/**
 * Whatever binds somebody to their provider ends their sessions that it did not begin, since nobody goes on who came by
 * a password: a workspace that demands it, a domain that is confirmed, a role or membership that is given, an operator
 * who is none any more. In the transaction of that change, whoever's it is.
 */
export async function endSessionsOfBound(
  tx: Tx,
  author: Author,
  whose: { workspaceId: string } | { userId: string },
): Promise<void> {
  // Sessions are no workspace's, so its own role does not reach them.
  const { rows } = await sql<{ role: string }>`select current_setting('role') as role`.execute(tx)
  await sql`set local role handset_sign_in`.execute(tx)
  const by = 'userId' in whose ? ['user', 'u.id', whose.userId] : ['workspace', 'c.workspace_id', whose.workspaceId]
  const ended = await tx.rows<Ended>(`sso_end_sessions_of_${by[0]}`, end(by[1]!), [by[2]])
  for (const { workspace_id, sessions, people, person, name } of ended) {
    const target = people === 1 ? person : workspace_id
    const whom = people === 1 ? name : people
    const changes = { sessions: { from: sessions, to: 0 }, people: { from: whom, to: null } }
    await recordChange(tx, { ...author, workspaceId: workspace_id }, { action: 'sso.sessions_ended', target, changes })
  }
  await sql`select set_config('role', ${rows[0]!.role}, true)`.execute(tx)
}

interface Ended {
  workspace_id: string
  sessions: number
  people: number
  person: string
  name: string
}

function end(column: string): string {
  const gone = `delete from auth_sessions s using (
    select u.id, u.name, c.workspace_id ${BOUND} and ${column} = $1) b
  where s.user_id = b.id and s.sso_workspace_id is distinct from b.workspace_id
  returning s.token, s.expires_at, b.id, b.name, b.workspace_id`
  return `${endingFor('single_sign_on', gone)}
  select workspace_id, count(*) as sessions, count(distinct id) as people, min(id) as person, min(name) as name
  from gone group by workspace_id`
}
