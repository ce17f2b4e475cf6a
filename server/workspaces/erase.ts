import { sql } from 'kysely'
import { recordChange } from '../audit/record.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { doorsAmong, type TenantTable, tenantTables } from './tenant-tables.ts'

/** So many rows go in one transaction: more would keep others waiting. */
const AT_ONCE = 2000
/** Between shutting the doors and deleting the rest. Longer than any request or query that was let in before may take. */
const ALL_OUT_SECONDS = 300

/**
 * Deletes everything of workspaces whose days of grace are over, in batches. First members and keys, so that nobody gets
 * in any more; then, when whoever was in is out, all the rest; last the keys with the workspace itself, and a list of what
 * went into the installation's audit log. Each batch counts what it deleted in its own transaction, so that a process that
 * dies leaves nothing to repeat and nothing uncounted.
 *
 * @returns whether there may be more to do at once.
 */
export async function eraseTurn(context: Pick<Context, 'db'>): Promise<boolean> {
  const erasing = await context.db.system(async (tx) => {
    await tx.rows('erase_begin', BEGIN, [INSTALLATION])
    return tx.rows<{ id: string; all_out: boolean }>('erase_next', NEXT, [ALL_OUT_SECONDS])
  })
  let more = false
  for (const { id, all_out } of erasing)
    more = (await context.db.erase(id, (tx) => eraseBatch(tx, id, all_out))) || more
  return more
}

/** Whoever keeps it at this moment holds its row: then either it is kept, or it begins, and never both. */
const BEGIN = `
update workspaces w set erasing_since = now() from (
  select workspace_id from workspaces
  where delete_after <= now() and erasing_since is null and workspace_id <> $1 limit 10 for update skip locked
) due where w.workspace_id = due.workspace_id`

const NEXT = `
select workspace_id as id, erasing_since < now() - make_interval(secs => $1) as all_out from workspaces
where erasing_since is not null order by erasing_since limit 10`

async function eraseBatch(tx: Tx, workspaceId: string, allOut: boolean): Promise<boolean> {
  const [mine] = await tx.rows<Erased>(
    'erase_lock',
    'select name, slug, erased from workspaces where workspace_id = $1 for update skip locked',
    [workspaceId],
  )
  // Another worker is at it.
  if (!mine) return false
  const tables = await tenantTables(tx)
  const [keys] = tables.splice(
    tables.findIndex(({ name }) => name === 'workspace_keys'),
    1,
  )
  const gone = await deleteRows(tx, workspaceId, allOut ? tables : doorsAmong(tables), AT_ONCE)
  const total = sum(mine.erased, gone)
  if (Object.keys(gone).length > 0) {
    await tx.rows('erase_count', 'update workspaces set erased = $2 where workspace_id = $1', [workspaceId, total])
    return true
  }
  if (!allOut) return false
  await finish(tx, workspaceId, mine, keys!)
  return true
}

interface Erased {
  name: string
  slug: string
  erased: Record<string, number>
}

/**
 * At most so many rows altogether, from the first of the tables that have any. By the primary key, which the workspace
 * leads: left to itself, PostgreSQL looks through a table from its beginning, rows of others and rows that went included.
 */
async function deleteRows(
  tx: Tx,
  workspaceId: string,
  tables: TenantTable[],
  most: number,
): Promise<Record<string, number>> {
  const gone: Record<string, number> = {}
  let left = most
  for (const { name, key } of tables) {
    if (left <= 0) break
    const { rows } = await sql<{ count: number }>`
      with gone as (
        delete from ${sql.table(name)} where ctid = any(array(
          select ctid from ${sql.table(name)} where workspace_id = ${workspaceId}
          order by ${sql.join(key.map((column) => sql.ref(column)))} limit ${left})) returning 1
      ) select count(*)::int as count from gone`.execute(tx)
    const { count } = rows[0]!
    if (count > 0) gone[name] = count
    left -= count
  }
  return gone
}

/** Nothing else is left. Whoever would still write into it needs its row, which is held, and finds it gone. */
async function finish(tx: Tx, workspaceId: string, { name, slug, erased }: Erased, keys: TenantTable): Promise<void> {
  const gone = await deleteRows(tx, workspaceId, [keys], Number.MAX_SAFE_INTEGER)
  await tx.deleteFrom('workspaces').where('workspace_id', '=', workspaceId).execute()
  // Who erases may write nothing anywhere; the list is written by the role that records what is done to the installation.
  await sql`set local role handset_sign_in`.execute(tx)
  const counts = Object.entries(sum(erased, gone)).sort(([a], [b]) => (a < b ? -1 : 1))
  const actor = { workspaceId: INSTALLATION, kind: 'system', id: 'handset', name: 'Handset' } as const
  await recordChange(tx, actor, {
    action: 'workspace.erased',
    target: workspaceId,
    changes: {
      name: { from: name, to: null },
      slug: { from: slug, to: null },
      ...Object.fromEntries(counts.map(([table, count]) => [table, { from: count, to: 0 }])),
    },
  })
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const total = { ...a }
  for (const [table, count] of Object.entries(b)) total[table] = (total[table] ?? 0) + count
  return total
}
