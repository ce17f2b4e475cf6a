import { recordChange, stating } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { csvLine } from '../kit/csv.ts'
import { inParts } from '../kit/download.ts'
import { listOptOuts, type OptOut, type OptOutFilter, type OptOutPlace, openNumber } from './opt-outs.ts'

const PAGE = 500
const COLUMNS = ['number', 'source', 'scope', 'note', 'created_by', 'created_at']

/**
 * All entries that fit, newest first, a page at a time. Who took the numbers is on record before the first of them leaves.
 * Where only the hash is known the number is left empty: the entry is counted, and cannot be taken elsewhere.
 */
export async function exportOptOuts(
  context: Context,
  actor: Actor,
  filter: OptOutFilter,
  asked: Record<string, unknown>,
): Promise<ReadableStream<Uint8Array>> {
  await context.db.tenant(actor.workspaceId, (tx) =>
    recordChange(tx, actor, { action: 'opt_out.exported', target: 'opt_outs', changes: stating(asked) }),
  )
  return inParts(pagesOf(context, actor.workspaceId, filter))
}

async function* pagesOf(context: Context, workspaceId: string, filter: OptOutFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  const sealer = await context.keys.forWorkspace(workspaceId)
  for (let after: OptOutPlace | null = null; ; ) {
    const page: Parameters<typeof listOptOuts>[2] = { after, limit: PAGE - 1, filter }
    const found: OptOut[] = await context.db.tenant(workspaceId, (tx) => listOptOuts(tx, workspaceId, page))
    if (found.length === 0) return
    yield found
      .map((one) => {
        const { source, scope, note, createdBy, createdAt } = one
        return csvLine([openNumber(sealer, one), source, scope, note, createdBy, createdAt.toISOString()])
      })
      .join('')
    if (found.length < PAGE) return
    after = found.at(-1)!
  }
}
