import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { findOwn, meetOwn } from '../people/own-person.ts'

/** Whose inbox it is: the person that the member is. Null as long as nobody of the directory is them. */
export async function ownerOf(context: Context, actor: Actor): Promise<string | null> {
  const find = () => context.db.tenant(actor.workspaceId, (tx) => findOwn(tx, actor))
  const known = await find()
  if (known) return known
  await meetOwn(context, actor)
  return (await find()) ?? null
}

/** What a badge shows of somebody's inbox. */
export interface Standing {
  personId: string
  newest: string | null
  unread: number
  more: boolean
}

/** More of them is "99+". */
const MOST_COUNTED = 99

/** Those of the people who are still whom the member was taken for: a member who was removed hears no more. */
export async function standingOf(
  tx: Tx,
  workspaceId: string,
  people: { personId: string; userId: string }[],
): Promise<Standing[]> {
  const rows = await tx.rows<{ person_id: string; newest: string | null; counted: number }>(
    'inbox_standing',
    STANDING,
    [workspaceId, people.map(({ personId }) => personId), people.map(({ userId }) => userId), MOST_COUNTED + 1],
  )
  return rows.map(({ person_id, newest, counted }) => ({
    personId: person_id,
    newest,
    unread: Math.min(counted, MOST_COUNTED),
    more: counted > MOST_COUNTED,
  }))
}

const STANDING = `
select who.person_id, newest.message_id as newest, unread.counted::int as counted
from unnest($2::text[], $3::text[]) as who(person_id, user_id)
join persons p on p.workspace_id = $1 and p.id = who.person_id and p.user_id = who.user_id
join members m on m.workspace_id = $1 and m.user_id = who.user_id
left join lateral (
  select i.message_id from inbox_items i where i.workspace_id = $1 and i.person_id = who.person_id
  order by i.message_id desc limit 1
) newest on true
cross join lateral (
  select count(*) as counted from (
    select from inbox_items i
    where i.workspace_id = $1 and i.person_id = who.person_id and i.read_at is null and i.archived_at is null limit $4
  ) counting
) unread`
