import type { Tx } from '../../kit/db.ts'
import type { Claim } from './claim.ts'
import { countsOf, type ImportRow } from './imports.ts'
import type { Merged } from './merge.ts'
import { isRefusal, type Problem } from './problem-words.ts'
import type { Batch } from './read-rows.ts'
import type { Counts } from './schema.ts'

/**
 * For a set of rows, which stands with how far it got: a server that crashes loses both or neither, so nothing has to wait
 * for its disk. What ends the run does, and with it all that came before.
 */
export async function waitForNoDisk(tx: Tx): Promise<void> {
  await tx.rows('import_no_wait', 'set local synchronous_commit = off', [])
}

/** Held until the transaction ends, so that nobody cancels or takes over in the middle of a set. */
export async function stillMine(tx: Tx, { workspaceId, importId, lease, run }: Claim): Promise<boolean> {
  const rows = await tx.rows(
    'import_mine',
    `select id from imports where workspace_id = $1 and id = $2 and lease = $3 and state = $4 for update`,
    [workspaceId, importId, lease, run],
  )
  return rows.length > 0
}

/** How far it got, with what was found in these rows: in the transaction that wrote them. */
export async function noteProgress(tx: Tx, claim: Claim, batch: Batch, merged: Merged): Promise<void> {
  const { workspaceId, importId } = claim
  const problems = [...batch.problems, ...merged.problems]
  await writeProblems(tx, claim, problems)
  const [row] = await tx.rows<Pick<ImportRow, 'counts'>>(
    'import_counts',
    'select counts from imports where workspace_id = $1 and id = $2',
    [workspaceId, importId],
  )
  const counts = sum(countsOf(row!), merged, problems)
  await tx.rows(
    'import_progress',
    `update imports set rows_done = $3, counts = $4, tries = 0 where workspace_id = $1 and id = $2`,
    [workspaceId, importId, batch.rowsRead, JSON.stringify(counts)],
  )
}

/** One kind is told once of a line. */
export async function writeProblems(tx: Tx, { workspaceId, importId, run }: Claim, problems: Problem[]): Promise<void> {
  if (problems.length === 0) return
  const column = <T>(pick: (one: Problem) => T): T[] => problems.map(pick)
  await tx.rows(
    'import_problems_write',
    `insert into import_problems (workspace_id, import_id, run, line, kind, named, other_line)
     select $1, $2, $3, i.* from unnest($4::int[], $5::text[], $6::text[], $7::int[]) as i on conflict do nothing`,
    [
      workspaceId,
      importId,
      run,
      column(({ line }) => line),
      column(({ kind }) => kind),
      column(({ named }) => named),
      column(({ other_line }) => other_line),
    ],
  )
}

function sum(counts: Counts, merged: Merged, problems: Problem[]): Counts {
  const kinds = { ...counts.problems }
  for (const { kind } of problems) kinds[kind] = (kinds[kind] ?? 0) + 1
  return {
    new: counts.new + merged.new,
    changed: counts.changed + merged.changed,
    same: counts.same + merged.same,
    refused: counts.refused + problems.filter(({ kind }) => isRefusal(kind)).length,
    problems: kinds,
  }
}
