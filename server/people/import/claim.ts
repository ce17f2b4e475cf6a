import type { Context } from '../../kit/context.ts'
import { chance } from '../../kit/id.ts'

export type Run = 'checking' | 'importing'

export interface Claim {
  workspaceId: string
  importId: string
  /** Whoever has another one is at it no more. */
  lease: string
  run: Run
}

export const LEASE_SECONDS = 30
const KEPT_HOURS = 24
const AT_ONCE = 100

/**
 * The one that has waited longest and that nobody is at; whoever was killed is waited for until its lease ends. Of one
 * workspace one is imported at a time: others wait, and no other workspace for them.
 */
export async function claimImport(context: Context, run: Run): Promise<Claim | null> {
  const lease = chance(16)
  for (;;) {
    const claimed = await context.db
      .system((tx) => tx.rows<{ workspace_id: string; id: string }>('import_claim', CLAIM, [run, lease, LEASE_SECONDS]))
      .catch(nullIfAnother)
    if (claimed === null) continue
    const [row] = claimed
    return row ? { workspaceId: row.workspace_id, importId: row.id, lease, run } : null
  }
}

/** Another one of the same workspace was claimed at this very moment: the next look sees it. */
function nullIfAnother(error: { constraint?: string }): null {
  if (error.constraint === 'imports_one_at_work') return null
  throw error
}

const CLAIM = `
update imports i set lease = $2, leased_until = now() + make_interval(secs => $3), tries = i.tries + 1 from (
  select d.workspace_id, d.id from imports d
  where d.state = $1 and (d.leased_until is null or d.leased_until < now()) and (d.state = 'checking' or not exists (
    select from imports o
    where o.workspace_id = d.workspace_id and o.state = 'importing' and o.lease is not null and o.id <> d.id))
  order by d.started_at limit 1 for update skip locked
) due where i.workspace_id = due.workspace_id and i.id = due.id
returning i.workspace_id, i.id`

/** Files that nobody imports are kept for a day. @returns whether there may be more. */
export async function expireImports(context: Context): Promise<boolean> {
  const expired = await context.db.system((tx) =>
    tx.rows<{ id: string }>('imports_expire', EXPIRE, [KEPT_HOURS, AT_ONCE]),
  )
  return expired.length === AT_ONCE
}

const EXPIRE = `
with old as (
  select workspace_id, id from imports
  where state in ('waiting', 'ready') and created_at < now() - make_interval(hours => $1)
  order by created_at limit $2 for update skip locked
), gone as (
  delete from import_chunks c using old o where c.workspace_id = o.workspace_id and c.import_id = o.id
)
update imports i set state = 'expired', upload = null, finished_at = now() from old o
where i.workspace_id = o.workspace_id and i.id = o.id returning i.id`
