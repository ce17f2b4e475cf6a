import { recordChange, stating } from '../../audit/record.ts'
import type { Actor, Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { invalid } from '../../kit/problem.ts'
import type { Claim, Run } from './claim.ts'
import { countsOf, type ImportRow, lockImport, readImport, refuseUnless, toOut } from './imports.ts'
import { stillMine } from './progress.ts'
import type { ImportOut } from './schema.ts'

/**
 * Has a file checked, or imported. What a run before found is forgotten; a dry run under way ends.
 *
 * @throws {Problem} 404, 409 where it cannot be started, 422 where nobody could be made of its columns.
 */
export async function startRun(context: Context, actor: Actor, id: string, run: Run): Promise<ImportOut> {
  const { workspaceId } = actor
  const out = await context.db.tenant(workspaceId, async (tx) => {
    const row = await lockImport(tx, workspaceId, id)
    if (row.state === run) return toOut(row)
    refuseUnless(row, run === 'importing' ? ['ready', 'checking'] : ['ready'])
    if (!row.columns.some(({ to }) => to !== null && KNOWN_BY.has(to)))
      throw invalid([
        { pointer: '/columns', detail: 'Say which column is a name, an email address or an external id.' },
      ])
    await forget(tx, row, run)
    await tx.rows(
      'import_start',
      `update imports set state = $3, rows_done = 0, counts = '{}', lease = null, leased_until = null, tries = 0,
         started_at = now(), by_kind = $4, by_id = $5, by_name = $6, by_address = $7
       where workspace_id = $1 and id = $2`,
      [workspaceId, id, run, actor.kind, actor.id, actor.name, actor.address],
    )
    return toOut(await readImport(tx, workspaceId, id))
  })
  context.wake.say('imports')
  return out
}

const KNOWN_BY = new Set<string>(['external_id', 'first_name', 'last_name', 'email'])

async function forget(tx: Tx, { workspace_id, id }: ImportRow, run: Run): Promise<void> {
  const values = [workspace_id, id]
  const text = 'delete from import_problems where workspace_id = $1 and import_id = $2 and run = $3'
  await tx.rows('import_forget_problems', text, [...values, run])
  await tx.rows('import_forget_managers', MANAGERS_GO, values)
}

const MANAGERS_GO = 'delete from import_managers where workspace_id = $1 and import_id = $2'

/** A dry run leaves the file for the import; an import is on record and its file gone. */
export async function finishImport(context: Context, claim: Claim): Promise<void> {
  const { workspaceId, importId, run } = claim
  await context.db.tenant(workspaceId, async (tx) => {
    if (!(await stillMine(tx, claim))) return
    if (run === 'importing') return end(tx, workspaceId, importId, 'done', null)
    await tx.rows('import_checked', CHECKED, [workspaceId, importId])
    await tx.rows('import_checked_managers', MANAGERS_GO, [workspaceId, importId])
  })
}

const CHECKED = `update imports set state = 'ready', checked = counts where workspace_id = $1 and id = $2`

/** The same row fails each time; what was imported before it stays. */
export async function giveUp(context: Context, claim: Claim): Promise<void> {
  const { workspaceId, importId } = claim
  await context.db.tenant(workspaceId, async (tx) => {
    if (!(await stillMine(tx, claim))) return
    const { rows_done } = await readImport(tx, workspaceId, importId)
    const trouble = `Handset failed again and again after row ${rows_done}. What came before stands. The operator finds why in the log.`
    await end(tx, workspaceId, importId, 'failed', trouble)
  })
}

/**
 * Ends it where it is: what was imported stays. One that has ended already stays as it is.
 *
 * @throws {Problem} 404.
 */
export async function cancelImport(context: Context, workspaceId: string, id: string): Promise<ImportOut> {
  return context.db.tenant(workspaceId, async (tx) => {
    const { state } = await lockImport(tx, workspaceId, id)
    if (['waiting', 'ready', 'checking', 'importing'].includes(state)) await end(tx, workspaceId, id, 'cancelled', null)
    return toOut(await readImport(tx, workspaceId, id))
  })
}

async function end(
  tx: Tx,
  workspaceId: string,
  id: string,
  state: 'done' | 'failed' | 'cancelled',
  trouble: string | null,
): Promise<void> {
  const row = await readImport(tx, workspaceId, id)
  const values = [workspaceId, id]
  await tx.rows('import_end', END, [...values, state, trouble])
  await tx.rows('import_file_goes', 'delete from import_chunks where workspace_id = $1 and import_id = $2', values)
  await tx.rows('import_managers_go', MANAGERS_GO, values)
  if (row.state !== 'importing') return
  const { new: added, changed, same, refused } = countsOf(row)
  const actor = { workspaceId, kind: row.by_kind, id: row.by_id, name: row.by_name, address: row.by_address }
  const changes = stating({ state, added, changed, same, refused })
  await recordChange(tx, actor, { action: 'people.imported', target: id, changes })
}

/** What a dry run counted is no result. */
const END = `
update imports set state = $3, trouble = $4, upload = null, lease = null, leased_until = null, finished_at = now(),
  rows_done = case state when 'importing' then rows_done else 0 end,
  counts = case state when 'importing' then counts else '{}' end
where workspace_id = $1 and id = $2`
