import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { type ChainedEntry, chainHash, ENTRY_COLUMNS, NO_HASH } from './canonical.ts'

/** Hashing them takes about 10 ms, which is as long as nothing else should wait. */
const ENTRIES_AT_ONCE = 1000
const WORKSPACES_AT_ONCE = 200

/**
 * One turn of the loop that numbers and chains what was committed, oldest first in each workspace. Only workspaces with
 * something new are looked at, in turns, so that a busy one keeps nobody waiting; several workers share them.
 *
 * @returns the turn: whether there may be more.
 */
export function openChaining(context: Pick<Context, 'db'>): () => Promise<boolean> {
  let after = ''
  return async () => {
    const { workspaces, more } = await context.db.system((tx) => chainSome(tx, after))
    const isLastPage = workspaces.length < WORKSPACES_AT_ONCE
    after = isLastPage ? '' : workspaces.at(-1)!
    return more || !isLastPage
  }
}

async function chainSome(tx: Tx, after: string): Promise<{ workspaces: string[]; more: boolean }> {
  const [, found] = await Promise.all([
    readByIndex(tx),
    tx.rows<{ workspace_id: string; locked: boolean }>('audit_pick', PICK, [after, WORKSPACES_AT_ONCE]),
  ])
  const workspaces = found.map((row) => row.workspace_id)
  const mine = found.filter((row) => row.locked).map((row) => row.workspace_id)
  if (mine.length === 0) return { workspaces, more: false }
  // A statement of its own: it sees what the worker that held the lock before has committed.
  const share = Math.ceil(ENTRIES_AT_ONCE / mine.length)
  const links = link(await tx.rows<Unchained>('audit_unchained', UNCHAINED, [mine, share]))
  await tx.rows('audit_chain', CHAIN, [
    links.map((row) => row.workspaceId),
    links.map((row) => row.seq),
    links.map((row) => row.entryId),
    links.map((row) => row.hash),
    links.map((row) => row.place),
  ])
  const ofEach = Map.groupBy(links, (row) => row.workspaceId)
  return { workspaces, more: [...ofEach.values()].some((rows) => rows.length === share) }
}

/**
 * A plan is made once for each connection, often while these tables are empty: reading them whole looked cheap then, and
 * took a minute when 200,000 entries waited (measured). Every part of these statements has its index.
 */
export function readByIndex(tx: Tx): Promise<object[]> {
  const ways = ['enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin']
  const off = ways.map((name) => `set_config('${name}', 'off', true)`)
  return tx.rows('audit_by_index', `select ${off.join(', ')}`, [])
}

interface Unchained extends ChainedEntry {
  /** Of the row that says it waits; nobody else takes that away while this one holds the lock. */
  place: string
  head_seq: number | null
  head_hash: Buffer | null
}

interface Link {
  workspaceId: string
  seq: number
  entryId: string
  hash: Buffer
  place: string
}

function link(rows: Unchained[]): Link[] {
  const heads = new Map<string, { seq: number; hash: Buffer }>()
  return rows.map((row) => {
    const head = heads.get(row.workspace_id) ?? { seq: row.head_seq ?? 0, hash: row.head_hash ?? NO_HASH }
    const next = { seq: head.seq + 1, hash: chainHash(head.hash, row) }
    heads.set(row.workspace_id, next)
    return { workspaceId: row.workspace_id, entryId: row.id, place: row.place, ...next }
  })
}

/** Jumps from one workspace to the next on the key, however many rows each has. A lock that another holds is left. */
const PICK = `
with recursive waiting as (
  (select workspace_id, 1 as n from audit_unchained where workspace_id > $1 order by workspace_id limit 1)
  union all
  select u.workspace_id, w.n + 1 from waiting w cross join lateral (
    select workspace_id from audit_unchained where workspace_id > w.workspace_id order by workspace_id limit 1
  ) u where w.n < $2
), found as materialized (select workspace_id from waiting)
select workspace_id, pg_try_advisory_xact_lock(hashtextextended('audit_chain ' || workspace_id, 0)) as locked
from found order by workspace_id`

/** A row whose entry is gone stays: the verification tells of it. */
const UNCHAINED = `
select ${ENTRY_COLUMNS}, u.place, h.seq as head_seq, h.hash as head_hash
from unnest($1::text[]) as w(id)
left join lateral (
  select seq, hash from audit_chain c where c.workspace_id = w.id order by seq desc limit 1
) h on true
cross join lateral (
  select u.workspace_id, u.at, u.entry_id, u.ctid::text as place from audit_unchained u
  where u.workspace_id = w.id order by u.at, u.entry_id limit $2
) u
join audit_entries e on e.workspace_id = u.workspace_id and e.id = u.entry_id
order by u.workspace_id, u.at, u.entry_id`

const CHAIN = `
with added as (
  insert into audit_chain (workspace_id, seq, entry_id, hash)
  select * from unnest($1::text[], $2::bigint[], $3::text[], $4::bytea[])
)
delete from audit_unchained where ctid = any($5::tid[])`
