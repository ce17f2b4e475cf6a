import type { Tx } from '../kit/db.ts'

/**
 * The first thing that whoever writes people or groups of a workspace does, so that no two wait for each other in a
 * circle. Those who write one person or one group hold the directory together: each locks its own rows against other
 * writers (`for no key update`), which those who only point at them do not wait for. Whoever deletes, or writes many, holds
 * it alone.
 */
export async function holdDirectory(tx: Tx, workspaceId: string, how: 'together' | 'alone'): Promise<void> {
  const lock = how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
  await tx.rows(`directory_${how}`, `select ${lock}(hashtextextended('directory ' || $1, 0))`, [workspaceId])
}
