import type { Context } from '../../kit/context.ts'
import { isConnectionFailure } from '../../kit/db.ts'
import { holdDirectory } from '../hold-directory.ts'
import { readChunks } from './chunks.ts'
import { type Claim, claimImport, LEASE_SECONDS, type Run } from './claim.ts'
import { finishImport, giveUp } from './finish.ts'
import { type ImportRow, readImport } from './imports.ts'
import { batchesOf } from './in-thread.ts'
import { placeManagers } from './managers.ts'
import { mergeRows } from './merge.ts'
import { readingOf } from './preview.ts'
import { noteProgress, stillMine, waitForNoDisk } from './progress.ts'

/** Rows that are written in one transaction. */
const BATCH = 1000
const MOST_TRIES = 5
/** Rows; the server's own look at its tables comes a minute later. */
const LEARN_AT = [5_000, 50_000]

/**
 * Carries out dry runs, or imports. A turn deals with one file; each set of rows is written together with how far it got,
 * so whoever takes over from a process that died goes on exactly there.
 */
export function openImporting(context: Context, run: Run): { turn: () => Promise<boolean>; stop: () => void } {
  const stopping = new AbortController()
  return {
    async turn() {
      if (stopping.signal.aborted) return false
      const claim = await claimImport(context, run)
      if (claim) await carryOut(context, claim, stopping.signal)
      return claim !== null
    },
    stop: () => stopping.abort(),
  }
}

async function carryOut(context: Context, claim: Claim, signal: AbortSignal): Promise<void> {
  const { workspaceId, importId } = claim
  const row = await context.db.tenant(workspaceId, (tx) => readImport(tx, workspaceId, importId))
  if (row.tries > MOST_TRIES) return giveUp(context, claim)
  const keeping = setInterval(() => void keepLease(context, claim), (LEASE_SECONDS * 1000) / 5)
  let blameless = false
  try {
    if (!(await mergeAll(context, claim, row, signal))) return
    if (claim.run === 'importing') while (await placeManagers(context, claim));
    await finishImport(context, claim)
  } catch (error) {
    blameless = isConnectionFailure(error)
    throw error
  } finally {
    clearInterval(keeping)
    await release(context, claim, blameless)
  }
}

/** False when it was not read to its end: cancelled, taken over, or this process is going. */
async function mergeAll(context: Context, claim: Claim, row: ImportRow, signal: AbortSignal): Promise<boolean> {
  const { workspaceId, importId, run } = claim
  const sealer = await context.keys.forWorkspace(workspaceId)
  const chunks = readChunks(context, sealer, { workspaceId, importId, upload: row.upload! })
  const reading = { ...readingOf(row), skip: row.rows_done, batch: BATCH, most: row.rows! }
  const consent = row.consent && { ...row.consent, byName: row.by_name }
  const merging = { workspaceId, importId, write: run === 'importing', consent }
  for await (const batch of batchesOf(chunks, { ...reading, keepAll: false })) {
    const mine = await context.db.tenant(workspaceId, async (tx) => {
      if (merging.write) await holdDirectory(tx, workspaceId, 'alone')
      const [, mine] = await Promise.all([waitForNoDisk(tx), stillMine(tx, claim)])
      if (!mine) return false
      const merged = await mergeRows(context, tx, sealer, merging, batch)
      await noteProgress(tx, claim, batch, merged)
      return true
    })
    if (!mine || signal.aborted) return false
    if (merging.write && LEARN_AT.includes(batch.rowsRead)) await learnSizes(context)
  }
  return true
}

/** Statements that were planned while these tables were small are planned anew after that, for all connections. */
async function learnSizes({ db }: Context): Promise<void> {
  await db.pool.query('analyze persons, phones, person_words, group_people')
}

/** Reading what another had read already may take longer than a lease. */
async function keepLease({ db, log }: Context, { workspaceId, importId, lease }: Claim): Promise<void> {
  const text = `update imports set leased_until = now() + make_interval(secs => $4)
    where workspace_id = $1 and id = $2 and lease = $3`
  await db
    .tenant(workspaceId, (tx) => tx.rows('import_keep_lease', text, [workspaceId, importId, lease, LEASE_SECONDS]))
    .catch((error) => log.warn({ err: error }, 'the lease of an import was not renewed'))
}

/**
 * So that the next goes on at once. When the database is away, the lease ends by itself; that it went away is no try of
 * the file.
 */
async function release(
  { db, log }: Context,
  { workspaceId, importId, lease }: Claim,
  blameless: boolean,
): Promise<void> {
  const text = `update imports set leased_until = null, lease = null, tries = greatest(tries - $4::int, 0)
    where workspace_id = $1 and id = $2 and lease = $3`
  await db
    .tenant(workspaceId, (tx) => tx.rows('import_release', text, [workspaceId, importId, lease, Number(blameless)]))
    .catch((error) => log.warn({ err: error }, 'the lease of an import was not given back'))
}
