import type { Actor, Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { newId } from '../../kit/id.ts'
import { toPage } from '../../kit/page.ts'
import { notFound, Problem } from '../../kit/problem.ts'
import type { ConsentInput } from '../schema.ts'
import { LEASE_SECONDS } from './claim.ts'
import type { Encoding } from './encoding.ts'
import type { Column } from './read-row.ts'
import type { Delimiter } from './records.ts'
import type { Counts, ImportOut } from './schema.ts'

export interface ImportRow {
  workspace_id: string
  id: string
  state: ImportOut['state']
  file_name: string
  upload: string | null
  size_bytes: number | null
  encoding: Encoding | null
  delimiter: Delimiter | null
  has_header: boolean | null
  columns: Column[]
  rows: number | null
  rows_done: number
  counts: Counts | Record<string, never>
  checked: Counts | null
  trouble: string | null
  consent: ConsentInput | null
  tries: number
  at_work: boolean
  by_kind: Actor['kind']
  by_id: string
  by_name: string
  by_address: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

const NONE: Counts = { new: 0, changed: 0, same: 0, refused: 0, problems: {} }

export function countsOf(row: Pick<ImportRow, 'counts'>): Counts {
  return { ...NONE, ...row.counts }
}

export async function addImport(tx: Tx, actor: Actor, fileName: string): Promise<ImportOut> {
  const id = newId('imp')
  const { workspaceId, kind, name, address } = actor
  await tx.rows(
    'import_add',
    `insert into imports (workspace_id, id, file_name, by_kind, by_id, by_name, by_address)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [workspaceId, id, fileName, kind, actor.id, name, address],
  )
  return toOut(await readImport(tx, workspaceId, id))
}

/** @throws {Problem} 404. */
export async function readImport(tx: Tx, workspaceId: string, id: string): Promise<ImportRow> {
  const [row] = await tx.rows<ImportRow>('import_read', `${SELECT} and id = $2`, [workspaceId, id])
  if (!row) throw notFound('import')
  return row
}

/** Kept from others until the transaction ends. @throws {Problem} 404. */
export async function lockImport(tx: Tx, workspaceId: string, id: string): Promise<ImportRow> {
  const [row] = await tx.rows<ImportRow>('import_lock', `${SELECT} and id = $2 for update`, [workspaceId, id])
  if (!row) throw notFound('import')
  return row
}

/** A process that is at it renews its lease five times in this time, so one that missed two of them has gone. */
const SELECT = `
select *, coalesce(leased_until > now() + make_interval(secs => ${LEASE_SECONDS / 2}), false) as at_work
from imports where workspace_id = $1`

export async function listImports(
  context: Context,
  workspaceId: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: ImportOut[]; next: string | null }> {
  const text = `${SELECT} and id < $2 order by id desc limit $3::int`
  const rows = await context.db.tenant(workspaceId, (tx) =>
    tx.rows<ImportRow>('imports_list', text, [workspaceId, after ?? '~', limit + 1]),
  )
  const page = toPage(rows, limit)
  return { items: page.rows.map(toOut), next: page.next }
}

/** @throws {Problem} 409 where it is past this. */
export function refuseUnless(row: ImportRow, states: ImportRow['state'][]): void {
  if (states.includes(row.state)) return
  throw new Problem(409, `import_${row.state}`, TOLD[row.state])
}

const TOLD: Record<ImportRow['state'], string> = {
  waiting: 'There is no file yet. Send it first.',
  ready: 'It waits to be started.',
  checking: 'It is being checked. Wait until that is done, or cancel it.',
  importing: 'It is under way.',
  done: 'It is done. Start another one.',
  cancelled: 'It was cancelled. Start another one.',
  failed: 'It failed. Start another one.',
  expired: 'Its file is gone. Start another one.',
}

export function toOut(row: ImportRow): ImportOut {
  const { id, state, file_name, size_bytes, encoding, delimiter, has_header, columns, rows, rows_done, at_work } = row
  return {
    ...{ id, state, file_name, size_bytes, encoding, delimiter, has_header, columns, rows, rows_done, at_work },
    counts: countsOf(row),
    checked: row.checked,
    trouble: row.trouble,
    consent: row.consent,
    created_by: row.by_name,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  }
}
