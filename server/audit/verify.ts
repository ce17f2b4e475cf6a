import type { Database, Tx } from '../kit/db.ts'
import { type ChainedEntry, chainHash, ENTRY_COLUMNS, NO_HASH } from './canonical.ts'
import { readByIndex } from './chain.ts'
import { explain, type Finding, type Misfit } from './findings.ts'
import type { Head } from './heads-text.ts'
import { findOutside, readTail, type Tail } from './outside.ts'

export interface Verdict {
  workspaceId: string
  /** The last link; null where nothing was chained yet. */
  head: { seq: number; hash: Buffer } | null
  findings: Finding[]
  /** Committed and not chained yet, so not proven by anything. */
  tail: Tail
}

/** Longer than a transaction can last: what was chained this much after younger entries was not written when it says. */
const LATE_MS = 600_000
/** A log that was rewritten by the thousand is told of no further. */
const ENOUGH_MISFITS = 1000

/**
 * Reads a workspace's log from its first entry to its last and recomputes every hash. Handset may be writing meanwhile:
 * each page is read for itself, and what comes after the last page is simply not part of the verdict.
 */
export async function verifyWorkspace(db: Database, workspaceId: string, heads: Head[]): Promise<Verdict> {
  const walk = newWalk(workspaceId, heads)
  for (let after = 0; ; ) {
    const links = await db.system(async (tx) => {
      await readByIndex(tx)
      return readLinks(tx, workspaceId, after)
    })
    for (const link of links) step(walk, link)
    if (links.length < LINKS_AT_ONCE) break
    after = links.at(-1)!.seq
  }
  const { last, findings } = walk
  findings.push(...explain(workspaceId, walk.misfits, walk.nearby), ...missingHeads(workspaceId, last.seq, heads))
  findings.push(...(await findOutside(db, workspaceId)))
  const tail = await db.system((tx) => readTail(tx, workspaceId))
  if (tail.oldestAt && walk.newestMs - tail.oldestAt.getTime() > LATE_MS)
    findings.push(late(workspaceId, null, tail.oldestId!, tail.oldestAt.toISOString(), walk.newestMs))
  findings.sort((a, b) => (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER))
  return { workspaceId, head: last.seq ? last : null, findings, tail }
}

type Link = { seq: number; entry_id: string; hash: Buffer } & (ChainedEntry | { id: null })

const LINKS_AT_ONCE = 2000

function readLinks(tx: Tx, workspaceId: string, after: number): Promise<Link[]> {
  return tx.rows<Link>(
    'audit_links',
    `select c.seq, c.entry_id, c.hash, ${ENTRY_COLUMNS}
     from (select * from audit_chain where workspace_id = $1 and seq > $2 order by seq limit ${LINKS_AT_ONCE}) c
     left join audit_entries e on e.workspace_id = c.workspace_id and e.id = c.entry_id
     order by c.seq`,
    [workspaceId, after],
  )
}

interface Walk {
  workspaceId: string
  last: { seq: number; hash: Buffer }
  newestMs: number
  /** Of the last few links, and of those around a misfit. */
  nearby: Map<number, Buffer>
  recent: [number, Buffer][]
  misfits: Misfit[]
  findings: Finding[]
  heads: Map<number, Head[]>
}

function newWalk(workspaceId: string, heads: Head[]): Walk {
  return {
    workspaceId,
    last: { seq: 0, hash: NO_HASH },
    newestMs: 0,
    nearby: new Map(),
    recent: [[0, NO_HASH]],
    misfits: [],
    findings: [],
    heads: Map.groupBy(heads, (head) => head.seq),
  }
}

function step(walk: Walk, link: Link): void {
  const { workspaceId, last, findings, misfits } = walk
  const gap = link.seq - last.seq - 1
  if (gap > 0) findings.push(cutOut(workspaceId, last.seq + 1, link.seq - 1))
  if (link.id === null) {
    const detail = `Number ${link.seq} (${link.entry_id}) was deleted: it was chained, and its entry is gone.`
    findings.push({ kind: 'deleted', workspaceId, seq: link.seq, entryId: link.entry_id, detail })
  } else if (gap === 0 && !chainHash(last.hash, link).equals(link.hash)) {
    if (misfits.length < ENOUGH_MISFITS)
      misfits.push({ seq: link.seq, entry: link, hash: link.hash, previous: last.hash })
    for (const [seq, hash] of walk.recent) walk.nearby.set(seq, hash)
  } else judgeTime(walk, link)
  const head = walk.heads.get(link.seq)?.find((one) => one.hash !== link.hash.toString('hex'))
  if (head) findings.push(rewritten(head))
  walk.recent = [...walk.recent.slice(-3), [link.seq, link.hash]]
  if (misfits.length && link.seq - misfits.at(-1)!.seq <= 2) walk.nearby.set(link.seq, link.hash)
  walk.last = { seq: link.seq, hash: link.hash }
}

function judgeTime(walk: Walk, entry: Link & ChainedEntry): void {
  const atMs = Date.parse(entry.at)
  if (walk.newestMs - atMs > LATE_MS)
    walk.findings.push(late(walk.workspaceId, entry.seq, entry.id, entry.at, walk.newestMs))
  walk.newestMs = Math.max(walk.newestMs, atMs)
}

function cutOut(workspaceId: string, first: number, last: number): Finding {
  const numbers = first === last ? `Number ${first} was` : `Numbers ${first} to ${last} were`
  const detail = `${numbers} deleted: the chain goes from number ${first - 1} to number ${last + 1}.`
  return { kind: 'deleted', workspaceId, seq: first, entryId: null, detail }
}

function late(workspaceId: string, seq: number | null, entryId: string, at: string, newestMs: number): Finding {
  const what = seq === null ? entryId : `Number ${seq} (${entryId})`
  const detail = `${what} was put in later: it says ${at}, and was written after entries of ${new Date(newestMs).toISOString()}.`
  return { kind: 'inserted', workspaceId, seq, entryId, detail }
}

function rewritten({ workspaceId, seq, at }: Head): Finding {
  const detail = `The log was rewritten: number ${seq} had another hash when its head went outside (${at}).`
  return { kind: 'rewritten', workspaceId, seq, entryId: null, detail }
}

/** Of the heads beyond the end of the log the furthest says it all. */
function missingHeads(workspaceId: string, lastSeq: number, heads: Head[]): Finding[] {
  const furthest = heads.filter((head) => head.seq > lastSeq).sort((a, b) => b.seq - a.seq)[0]
  if (!furthest) return []
  const detail = `The end was cut off: ${furthest.at} the log had ${furthest.seq} entries, and now it ends at number ${lastSeq}.`
  return [{ kind: 'truncated', workspaceId, seq: lastSeq + 1, entryId: null, detail }]
}
