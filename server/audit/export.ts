import { tellEntry } from '../../shared/audit/tell.ts'
import type { Actor, Context } from '../kit/context.ts'
import { csvLine } from '../kit/csv.ts'
import type { Tx } from '../kit/db.ts'
import { inParts } from '../kit/download.ts'
import type { Filter } from './filter.ts'
import { type EntryRow, findIds, readEntries } from './list.ts'
import { recordChange, stating } from './record.ts'
import type { AuditQuery, FORMATS } from './schema.ts'

type Format = (typeof FORMATS)[number]

/**
 * All entries that fit, newest first, a page at a time: nothing is held that was not asked for yet. That somebody took
 * them is recorded before the first byte leaves.
 */
export async function exportEntries(
  context: Context,
  actor: Actor,
  filter: Filter,
  { format, ...asked }: AuditQuery & { format: Format },
): Promise<ReadableStream<Uint8Array>> {
  const changes = stating({ format, ...asked })
  const own = await context.db.tenant(actor.workspaceId, async (tx) => {
    await recordChange(tx, actor, { action: 'audit.exported', target: 'audit', changes })
    return newestExport(tx, actor)
  })
  // Without an end: what a server with a clock ahead of this one recorded has ids that are still to come.
  return inParts(written(pagesOf(context, filter, own), WRITERS[format]))
}

async function newestExport(tx: Tx, { workspaceId, id }: Actor): Promise<string> {
  const [row] = await tx.rows<{ id: string }>(
    'audit_own_export',
    `select max(id) as id from audit_entries where workspace_id = $1 and actor_id = $2 and action = 'audit.exported'
       and at = now()`,
    [workspaceId, id],
  )
  return row!.id
}

async function* pagesOf(context: Context, filter: Filter, own: string): AsyncGenerator<EntryRow[]> {
  for (let beforeId: string | null = filter.beforeId; beforeId !== null; ) {
    const from: string = beforeId
    const { rows, next } = await context.db.tenant(filter.workspaceId, async (tx) => {
      const { ids, lookedTo } = await findIds(tx, { ...filter, beforeId: from })
      return { rows: await readEntries(tx, filter.workspaceId, ids), next: lookedTo ?? ids.at(-1) ?? null }
    })
    yield rows.filter((row) => row.id !== own)
    beforeId = next
  }
}

interface Writer {
  head: string
  row: (row: EntryRow, isFirst: boolean) => string
  tail: string
}

const COLUMNS = [
  'number',
  'at',
  'who',
  'kind',
  'who_id',
  'from_address',
  'action',
  'what',
  'target',
  'changes',
  'id',
  'hash',
]

const WRITERS: Record<Format, Writer> = {
  csv: {
    head: csvLine(COLUMNS),
    row: (row) => {
      const { seq, at, actor_name, actor_kind, actor_id, from_address, action, target, changes, id, hash } = row
      const what = told(row)
      const said = JSON.stringify(changes)
      const hex = hash?.toString('hex') ?? null
      return csvLine([seq, at, actor_name, actor_kind, actor_id, from_address, action, what, target, said, id, hex])
    },
    tail: '',
  },
  json: {
    head: '[\n',
    row: (row, isFirst) => {
      const { seq, hash, ...entry } = row
      const line = JSON.stringify({ seq, ...entry, sentence: told(row), hash: hash?.toString('hex') ?? null })
      return isFirst ? line : `,\n${line}`
    },
    tail: '\n]\n',
  },
}

function told({ workspace_id: within, actor_kind: kind, actor_name: name, action, target, changes }: EntryRow): string {
  return tellEntry({ actor: { kind, name }, action, target, changes: changes as never, within })
}

async function* written(pages: AsyncGenerator<EntryRow[]>, { head, row, tail }: Writer): AsyncGenerator<string> {
  yield head
  let isFirst = true
  for await (const rows of pages) {
    yield rows.map((one, i) => row(one, isFirst && i === 0)).join('')
    isFirst &&= rows.length === 0
  }
  yield tail
}
