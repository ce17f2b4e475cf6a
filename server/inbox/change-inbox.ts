import type { Actor, Context } from '../kit/context.ts'
import { isId } from '../kit/id.ts'
import { invalid, notFound } from '../kit/problem.ts'
import { ownerOf } from './own-inbox.ts'
import type { InboxChange, InboxChanged } from './schema.ts'

/** What was changed by its owner is said here, so that their other windows show it. */
export function ownTopic(personId: string): string {
  return `inbox ${personId}`
}

/** Each may be done twice. @throws {Problem} 404 for what is missing, somebody else's or another workspace's. */
export async function changeItem(
  context: Context,
  actor: Actor,
  id: string,
  change: InboxChange,
): Promise<InboxChanged> {
  const { workspaceId } = actor
  const personId = await ownerOf(context, actor)
  if (personId === null) throw notFound('entry')
  const text = `update inbox_items set ${CHANGES[change]} where workspace_id = $1 and person_id = $2 and message_id = $3
    returning read_at, archived_at`
  const [row] = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<{ read_at: Date | null; archived_at: Date | null }>(`inbox_${change}`, text, [workspaceId, personId, id]),
  )
  if (!row) throw notFound('entry')
  context.wake.say(ownTopic(personId))
  return { id, read_at: row.read_at?.toISOString() ?? null, archived_at: row.archived_at?.toISOString() ?? null }
}

const CHANGES: Record<InboxChange, string> = {
  read: 'read_at = coalesce(read_at, now())',
  unread: 'read_at = null',
  archive: 'archived_at = coalesce(archived_at, now())',
  unarchive: 'archived_at = null',
}

const READ_AT_ONCE = 1000
/** Comes after every id. */
const NO_END = '~'

/** @returns how many were read by that. */
export async function readAll(context: Context, actor: Actor, through: string | undefined): Promise<number> {
  if (through !== undefined && !isId('msg', through))
    throw invalid([{ pointer: '/through', detail: 'Not the id of an entry.' }])
  const { workspaceId } = actor
  const personId = await ownerOf(context, actor)
  if (personId === null) return 0
  let read = 0
  for (;;) {
    const rows = await context.db.tenant(workspaceId, (tx) =>
      tx.rows('inbox_read_all', READ_ALL, [workspaceId, personId, through ?? NO_END, READ_AT_ONCE]),
    )
    read += rows.length
    if (rows.length < READ_AT_ONCE) break
  }
  if (read > 0) context.wake.say(ownTopic(personId))
  return read
}

const READ_ALL = `
update inbox_items i set read_at = now() from (
  select message_id from inbox_items
  where workspace_id = $1 and person_id = $2 and message_id <= $3 and read_at is null and archived_at is null
  order by message_id limit $4 for update
) unread where i.workspace_id = $1 and i.person_id = $2 and i.message_id = unread.message_id returning 1`
