import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { toPage } from '../kit/page.ts'
import { readFacts } from './facts.ts'
import { type MessageRow, SELECT } from './row.ts'
import type { DecisionItem, UndecidedReason } from './schema.ts'
import { showMessage } from './show.ts'
import { whyUndecided } from './undecided.ts'

interface UndecidedRow {
  id: string
  attempt: number
  undecided: UndecidedReason
  looks: number
  since: Date
}

/** Texts that no looking decided, newest first, and what stands in the way for each. */
export async function listDecisions(
  context: Context,
  actor: Actor,
  page: { limit: number; after?: string | undefined },
): Promise<{ items: DecisionItem[]; next: string | null }> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const found = toPage(await readUndecided(tx, workspaceId, page.after ?? '~', page.limit + 1), page.limit)
    const ids = found.rows.map((row) => row.id)
    const [facts, rows] = await Promise.all([
      readFacts(context, tx, workspaceId),
      tx.rows<MessageRow>('history_rows', `${SELECT} and m.id = any($2::text[]) order by m.id desc`, [
        workspaceId,
        ids,
      ]),
    ])
    const messages = new Map(rows.map((row) => [row.id, showMessage(row, facts, sealer)]))
    const items = found.rows.map(({ id, attempt, undecided, looks, since }) => {
      const message = messages.get(id)!
      const why = whyUndecided(undecided, message.provider ?? 'the provider')
      return { ...message, attempt, looks, undecided, why, undecided_since: since.toISOString() }
    })
    return { items, next: found.next }
  })
}

function readUndecided(tx: Tx, workspaceId: string, before: string, limit: number): Promise<UndecidedRow[]> {
  return tx.rows<UndecidedRow>(
    'decisions_ids',
    `select message_id as id, n as attempt, undecided, looks, undecided_at as since from attempts
     where workspace_id = $1 and message_id < $2 and state = 'unknown' and undecided is not null
     order by message_id desc limit $3`,
    [workspaceId, before, limit],
  )
}
