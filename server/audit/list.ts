import { tellEntry, titleOf } from '../../shared/audit/tell.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { toPage } from '../kit/page.ts'
import { type ChainedEntry, ENTRY_COLUMNS } from './canonical.ts'
import type { Filter } from './filter.ts'
import type { AuditEntryOut } from './schema.ts'

/** More than a page holds, and written into the statement: planners guess badly at a limit they do not know. */
const IDS_AT_ONCE = 201
/** Where filters are joined, so many rows of the one are looked through for the others before a page is given as it is. */
const LOOKED_THROUGH = 20_000

export type EntryRow = ChainedEntry & { seq: number | null; hash: Buffer | null }

/** One page, newest first. It may be short, or empty, and still have a next one: joined filters can be rare together. */
export async function listEntries(
  context: Context,
  filter: Filter,
  limit: number,
): Promise<{ items: AuditEntryOut[]; next: string | null }> {
  return context.db.tenant(filter.workspaceId, async (tx) => {
    const { ids, lookedTo } = await findIds(tx, filter)
    const page = toPage(
      ids.map((id) => ({ id })),
      limit,
    )
    const rows = await readEntries(
      tx,
      filter.workspaceId,
      page.rows.map((row) => row.id),
    )
    return { items: rows.map(showEntry), next: page.next ?? lookedTo }
  })
}

export function readEntries(tx: Tx, workspaceId: string, ids: string[]): Promise<EntryRow[]> {
  return tx.rows<EntryRow>(
    'audit_rows',
    `select ${ENTRY_COLUMNS}, c.seq, c.hash from audit_entries e
     left join audit_chain c on c.workspace_id = e.workspace_id and c.entry_id = e.id
     where e.workspace_id = $1 and e.id = any($2::text[]) order by e.id desc`,
    [workspaceId, ids],
  )
}

export function showEntry(row: EntryRow): AuditEntryOut {
  const { workspace_id: within, id, actor_kind, actor_id, actor_name, from_address, action, target, seq } = row
  const changes = row.changes as AuditEntryOut['changes']
  return {
    id,
    at: `${row.at.slice(0, 23)}Z`,
    actor: { kind: actor_kind, id: actor_id, name: actor_name },
    from_address,
    action,
    title: titleOf(action),
    sentence: tellEntry({
      actor: { kind: actor_kind, name: actor_name },
      action,
      target,
      changes: changes as never,
      within,
    }),
    target,
    changes,
    seq,
  }
}

/** Up to {@link IDS_AT_ONCE} of them, newest first; `lookedTo` where there may be more further back than was looked. */
export async function findIds(tx: Tx, filter: Filter): Promise<{ ids: string[]; lookedTo: string | null }> {
  const { name, text, values, joined } = statement(filter)
  const rows = await tx.rows<{ id: string; fits: boolean }>(name, text, values)
  if (!joined) return { ids: rows.map((row) => row.id), lookedTo: null }
  return {
    ids: rows.filter((row) => row.fits).map((row) => row.id),
    lookedTo: rows.find((row) => !row.fits)?.id ?? null,
  }
}

interface Statement {
  name: string
  text: string
  values: unknown[]
  joined: boolean
}

const RANGE = 'e.workspace_id = $1 and e.id >= $2 and e.id < $3'
const NEWEST = `order by e.id desc limit ${IDS_AT_ONCE}`

/**
 * A filter alone is read off the index that has its rows in order of id; several actions are several places in an index,
 * each in order. Of filters that are joined the one that usually has fewest rows leads.
 */
export function statement({ workspaceId, actor, actions, target, fromId, beforeId }: Filter): Statement {
  const range = [workspaceId, fromId, beforeId]
  const given = [target, actor, actions].filter((one) => one !== null).length
  if (given === 0)
    return {
      name: 'audit_ids',
      text: `select e.id from audit_entries e where ${RANGE} ${NEWEST}`,
      values: range,
      joined: false,
    }
  const leading = target !== null ? 'target' : actor !== null ? 'actor_id' : 'action'
  if (leading === 'action')
    return { name: 'audit_ids_action', text: OF_ACTIONS, values: [...range, actions], joined: false }
  const first = target ?? actor
  if (given === 1) {
    const text = `select e.id from audit_entries e where ${RANGE} and e.${leading} = $4 ${NEWEST}`
    return { name: `audit_ids_${leading}`, text, values: [...range, first], joined: false }
  }
  const values = [...range, first, leading === 'target' ? actor : null, actions]
  return { name: `audit_ids_joined_${leading}`, text: joinedBy(leading), values, joined: true }
}

const OF_ACTIONS = `
select e.id from unnest($4::text[]) as a(action) cross join lateral (
  select e.id from audit_entries e where ${RANGE} and e.action = a.action ${NEWEST}
) e ${NEWEST}`

function joinedBy(leading: 'target' | 'actor_id'): string {
  return `
with looked as materialized (
  select e.id, ($5::text is null or e.actor_id = $5) and ($6::text[] is null or e.action = any($6)) as fits
  from audit_entries e where ${RANGE} and e.${leading} = $4 order by e.id desc limit ${LOOKED_THROUGH}
), found as (
  select id from looked where fits order by id desc limit ${IDS_AT_ONCE}
)
select id, true as fits from found
union all
select min(id), false from looked
having count(*) = ${LOOKED_THROUGH} and (select count(*) from found) < ${IDS_AT_ONCE}
order by 1 desc`
}
