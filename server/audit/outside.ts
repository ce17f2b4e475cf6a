import type { Database, Tx } from '../kit/db.ts'
import { readByIndex } from './chain.ts'
import type { Finding } from './findings.ts'

export interface Tail {
  /** Counted no further than {@link COUNTED}. */
  count: number
  oldestAt: Date | null
  oldestId: string | null
}

export const COUNTED = 10_000
const ENTRIES_AT_ONCE = 5000
const TOLD = 100

/** Committed and waiting for the chaining loop. */
export async function readTail(tx: Tx, workspaceId: string): Promise<Tail> {
  const [row] = await tx.rows<Tail>(
    'audit_tail',
    `select (select count(*)::int from (select from audit_unchained where workspace_id = $1 limit ${COUNTED}) counted) as count,
       o.at as "oldestAt", o.entry_id as "oldestId"
     from (values (1)) one left join lateral (
       select at, entry_id from audit_unchained where workspace_id = $1 order by at, entry_id limit 1) o on true`,
    [workspaceId],
  )
  return row!
}

/** Entries that are neither chained nor about to be, and those that were about to be and are gone. */
export async function findOutside(db: Database, workspaceId: string): Promise<Finding[]> {
  const strays: string[] = []
  for (let after = ''; strays.length < TOLD; ) {
    const [page] = await db.system(async (tx) => {
      await readByIndex(tx)
      return tx.rows<Page>('audit_strays', STRAYS, [workspaceId, after])
    })
    strays.push(...page!.strays)
    if (page!.last === null) break
    after = page!.last
  }
  const lost = await db.system((tx) => tx.rows<{ entry_id: string }>('audit_lost', LOST, [workspaceId]))
  return [
    ...strays.slice(0, TOLD).map((entryId): Finding => {
      const detail = `${entryId} stands in the log and in no chain: it was put in past the chain, or its link was cut out.`
      return { kind: 'inserted', workspaceId, seq: null, entryId, detail }
    }),
    ...lost.map(({ entry_id }): Finding => {
      const detail = `${entry_id} was deleted before it was chained.`
      return { kind: 'deleted', workspaceId, seq: null, entryId: entry_id, detail }
    }),
  ]
}

interface Page {
  strays: string[]
  /** Null on the last page. */
  last: string | null
}

const STRAYS = `
with page as materialized (
  select id, at from audit_entries where workspace_id = $1 and id > $2 order by id limit ${ENTRIES_AT_ONCE}
)
select array(
    select p.id from page p
    where not exists (select from audit_chain c where c.workspace_id = $1 and c.entry_id = p.id)
      and not exists (select from audit_unchained u where u.workspace_id = $1 and u.at = p.at and u.entry_id = p.id)
    order by p.id
  ) as strays,
  (select max(id) from page having count(*) = ${ENTRIES_AT_ONCE}) as last`

const LOST = `
select u.entry_id from audit_unchained u
where u.workspace_id = $1
  and not exists (select from audit_entries e where e.workspace_id = u.workspace_id and e.id = u.entry_id)
limit ${TOLD}`
