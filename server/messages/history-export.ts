import { recordChange, stating } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { csvLine } from '../kit/csv.ts'
import { inParts } from '../kit/download.ts'
import type { Sealer } from '../kit/seal.ts'
import { readFacts } from './facts.ts'
import type { Filter } from './filter.ts'
import { type MessageRow, readRows } from './row.ts'
import type { MessageOut } from './schema.ts'
import { findIds } from './search.ts'
import { openNumbers, showMessage } from './show.ts'

const PAGE = 1000
/** What is rare is looked for so long before the connection is given back and taken anew. */
const LOOKING_MS = 1000

/**
 * All messages that fit, newest first, a page at a time: nothing is held that was not asked for yet, and whoever goes away
 * is not looked for any more. That somebody took them is recorded before the first leaves; numbers and addresses are
 * masked unless they are asked for.
 */
export async function exportMessages(
  context: Context,
  actor: Actor,
  filter: Filter,
  { full, asked }: { full: boolean; asked: Record<string, unknown> },
): Promise<ReadableStream<Uint8Array>> {
  await context.db.tenant(actor.workspaceId, (tx) =>
    recordChange(tx, actor, { action: 'history.exported', target: 'history', changes: stating(asked) }),
  )
  return inParts(written(context, filter, full))
}

async function* written(context: Context, filter: Filter, full: boolean): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map(([name]) => name))
  const sealer = await context.keys.forWorkspace(filter.workspaceId)
  for (let beforeId: string | null = filter.beforeId; beforeId !== null; ) {
    const from: string = beforeId
    const { lines, next } = await context.db.tenant(filter.workspaceId, async (tx) => {
      const { ids, lookedTo } = await findIds(tx, { ...filter, beforeId: from }, PAGE, LOOKING_MS)
      const page = ids.slice(0, PAGE)
      const [facts, rows] = await Promise.all([
        readFacts(context, tx, filter.workspaceId),
        readRows(tx, filter.workspaceId, page),
      ])
      const shown = rows.map((row) => ({ ...showMessage(row, facts, sealer), ...(full && openly(row, sealer)) }))
      return { lines: shown.map(toLine), next: ids.length > PAGE ? page.at(-1)! : lookedTo }
    })
    yield lines.join('')
    beforeId = next
  }
}

function openly(row: MessageRow, sealer: Sealer): Partial<MessageOut> {
  const { to, redirectedTo } = openNumbers(row, sealer)
  return { ...(to !== null && { to }), redirected_to: redirectedTo }
}

type Cell = string | number | null

const COLUMNS: [name: string, of: (message: MessageOut) => Cell][] = [
  ['created_at', (message) => message.created_at],
  ['channel', (message) => message.channel],
  ['class', (message) => message.class],
  ['recipient', (message) => message.recipient],
  ['to', (message) => message.to],
  ['redirected_to', (message) => message.redirected_to],
  ['from', (message) => message.from],
  ['status', (message) => message.status],
  ['skip_reason', (message) => message.skip_reason],
  ['error_code', (message) => message.error?.code ?? null],
  ['outcome', (message) => message.status_text],
  ['event_type', (message) => message.event_type],
  ['event_id', (message) => message.event_id],
  ['trigger_id', (message) => message.trigger_id],
  ['template', (message) => message.template],
  ['subject', (message) => message.subject],
  ['text', (message) => message.body],
  ['encoding', (message) => message.encoding],
  ['segments', (message) => (message.channel === 'sms' ? message.segments : null)],
  ['cost_micros', (message) => (message.channel === 'sms' ? message.cost.micros : null)],
  ['currency', (message) => (message.channel === 'sms' ? message.cost.currency : null)],
  ['billed', (message) => (message.channel === 'sms' ? String(message.cost.billed) : null)],
  ['url', (message) => message.url],
  ['provider', (message) => message.provider],
  ['provider_id', (message) => message.provider_id],
  ['sent_at', (message) => message.sent_at],
  ['finished_at', (message) => message.finished_at],
  ['id', (message) => message.id],
]

function toLine(message: MessageOut): string {
  return csvLine(COLUMNS.map(([, of]) => of(message)))
}
