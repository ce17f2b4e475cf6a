import type { Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { firstLook } from './moments.ts'
import { timedTriggers } from './timed-triggers.ts'

const AT_ONCE = 2000
/** Until then, events that were looked at with the triggers as they were have been stored. */
const WAIT_SECONDS = 5

/** Dates that are known are gone through from the beginning: a trigger that they set off was made or changed. */
export async function askForRecheck(tx: Tx, workspaceId: string): Promise<void> {
  await tx.rows(
    'due_rechecks_ask',
    `insert into due_rechecks (workspace_id, begins_at) values ($1, now() + make_interval(secs => $2))
     on conflict (workspace_id) do update set begins_at = excluded.begins_at, after_type = '', after_id = ''`,
    [workspaceId, WAIT_SECONDS],
  )
}

/** Says of a batch of known dates when to look at them, by the triggers as they are now. @returns whether there is more. */
export async function recheckTurn(context: Context, at: Date | null): Promise<boolean> {
  const asked = await context.db.system((tx) =>
    tx.rows<{ workspace_id: string; now: Date }>('due_rechecks_waiting', WAITING, [at]),
  )
  let more = false
  for (const { workspace_id, now } of asked)
    more = (await context.db.tenant(workspace_id, (tx) => recheckBatch(tx, workspace_id, now))) || more
  return more
}

async function recheckBatch(tx: Tx, workspaceId: string, now: Date): Promise<boolean> {
  const [asked] = await tx.rows<{ after_type: string; after_id: string }>(
    'due_rechecks_take',
    'select after_type, after_id from due_rechecks where workspace_id = $1 for update skip locked',
    [workspaceId],
  )
  if (!asked) return false
  const timed = await timedTriggers(tx, workspaceId)
  const { after_type, after_id } = asked
  const rows = await tx.rows<Row>('due_rechecks_read', READ, [workspaceId, after_type, after_id, AT_ONCE])
  const open = rows.filter(({ due, over }) => due !== null && over === null)
  await tx.rows('due_rechecks_set', SET, [
    workspaceId,
    open.map(({ type }) => type),
    open.map(({ id }) => id),
    open.map(({ due }) => firstLook(due!, timed, now) ?? null),
  ])
  const last = rows.at(-1)
  if (rows.length < AT_ONCE || !last)
    await tx.rows('due_rechecks_done', 'delete from due_rechecks where workspace_id = $1', [workspaceId])
  else await tx.rows('due_rechecks_note', NOTE, [workspaceId, last.type, last.id])
  return rows.length === AT_ONCE
}

interface Row {
  type: string
  id: string
  due: string | null
  over: string | null
}

const WAITING = `
select workspace_id, coalesce($1::timestamptz, now()) as now from due_rechecks
where begins_at <= coalesce($1::timestamptz, now()) order by begins_at limit 20`

/** In the order in which everybody holds them. */
const READ = `
select entity_type as type, entity_id as id, due, over from due_dates
where workspace_id = $1 and (entity_type, entity_id) > ($2, $3) order by entity_type, entity_id limit $4::int for update`

const SET = `
update due_dates d set next_at = n.next_at, relook = false
from unnest($2::text[], $3::text[], $4::timestamptz[]) as n(type, id, next_at)
where d.workspace_id = $1 and d.entity_type = n.type and d.entity_id = n.id and d.next_at is distinct from n.next_at`

const NOTE = 'update due_rechecks set after_type = $2, after_id = $3 where workspace_id = $1'
