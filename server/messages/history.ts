import type { Actor, Context } from '../kit/context.ts'
import { timeOfId } from '../kit/id.ts'
import { toPage } from '../kit/page.ts'
import { readFacts } from './facts.ts'
import type { Filter } from './filter.ts'
import { readRows } from './row.ts'
import type { MessageOut } from './schema.ts'
import { findIds } from './search.ts'
import { showMessage } from './show.ts'

/** Of the tenth of a second that a page may take, so much is for looking. */
const LOOKING_MS = 45

/** One page, newest first. It may be short, or empty, and still have a next one: joined filters can be rare together. */
export async function listMessages(
  context: Context,
  actor: Actor,
  filter: Filter,
  limit: number,
): Promise<{ items: MessageOut[]; next: string | null; searched_back_to: string | null }> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const { ids, lookedTo } = await findIds(tx, filter, limit, LOOKING_MS)
    const page = toPage(
      ids.map((id) => ({ id })),
      limit,
    )
    const [facts, rows] = await Promise.all([
      readFacts(context, tx, workspaceId),
      readRows(
        tx,
        workspaceId,
        page.rows.map((row) => row.id),
      ),
    ])
    return {
      items: rows.map((row) => showMessage(row, facts, sealer)),
      next: page.next ?? lookedTo,
      searched_back_to: lookedTo && timeOfId(lookedTo).toISOString(),
    }
  })
}
