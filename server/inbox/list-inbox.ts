import type { Actor, Context } from '../kit/context.ts'
import { isId } from '../kit/id.ts'
import { NO_CURSOR, toPage } from '../kit/page.ts'
import { invalid } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import { linkAddress } from '../links/links.ts'
import type { MessageRow } from '../messages/row.ts'
import { openLetter } from '../messages/show.ts'
import { ownerOf } from './own-inbox.ts'
import type { InboxFilter, InboxItem, InboxQuery } from './schema.ts'

interface Row
  extends Pick<MessageRow, 'id' | 'body_sealed' | 'event_type' | 'event_id' | 'occurred_at' | 'created_at'> {
  url: string | null
  read_at: Date | null
  archived_at: Date | null
  code: string | null
  target: string | null
}

/** One page, newest first. Empty for whom nobody of the directory is. */
export async function listInbox(
  context: Context,
  actor: Actor,
  { filter, after, limit }: InboxQuery,
): Promise<{ items: InboxItem[]; next: string | null }> {
  if (after !== undefined && !isId('msg', after)) throw invalid([NO_CURSOR])
  const { workspaceId } = actor
  const personId = await ownerOf(context, actor)
  if (personId === null) return { items: [], next: null }
  const sealer = await context.keys.forWorkspace(workspaceId)
  const found = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<Row>(`inbox_list_${filter}`, listText(filter), [workspaceId, personId, after ?? NO_END, limit + 1]),
  )
  const { rows, next } = toPage(found, limit)
  return { items: rows.map((row) => showItem(row, sealer, context.publicUrl())), next }
}

function showItem(row: Row, sealer: Sealer, publicUrl: string | null): InboxItem {
  const { subject, text, identifier } = openLetter(row, sealer)
  return {
    id: row.id,
    title: subject,
    text,
    url: row.code && row.target ? linkAddress(publicUrl, row.code, row.target) : row.url,
    identifier: identifier ?? null,
    event_type: row.event_type,
    event_id: row.event_id,
    occurred_at: row.occurred_at.toISOString(),
    created_at: row.created_at.toISOString(),
    read_at: row.read_at?.toISOString() ?? null,
    archived_at: row.archived_at?.toISOString() ?? null,
  }
}

/** Comes after every id. */
const NO_END = '~'

/** Each is read off an index of its own. */
const CONDITIONS: Record<InboxFilter, string> = {
  unread: 'i.read_at is null and i.archived_at is null',
  all: 'i.archived_at is null',
  archived: 'i.archived_at is not null',
}

function listText(filter: InboxFilter): string {
  return `
select m.id, m.body_sealed, m.event_type, m.event_id, m.occurred_at, m.created_at, m.url, i.read_at, i.archived_at, l.code, l.target
from inbox_items i
join messages m on m.workspace_id = i.workspace_id and m.id = i.message_id
left join lateral (
  select code, target from links l where l.workspace_id = $1 and l.group_id = m.group_id and l.expires_at > now() limit 1
) l on true
where i.workspace_id = $1 and i.person_id = $2 and i.message_id < $3 and ${CONDITIONS[filter]}
order by i.message_id desc limit $4`
}
