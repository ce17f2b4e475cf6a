import type { Database, Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { Finding } from './findings.ts'
import type { Head } from './heads-text.ts'
import { type Verdict, verifyWorkspace } from './verify.ts'

export interface Judged extends Verdict {
  name: string
  /** While everything in it is being deleted, a log that lacks entries tells nothing: it is not verified then. */
  fate: 'kept' | 'being_deleted' | 'deleted'
}

/** Every workspace, or the one that is asked for, and then those that only the heads know of. */
export async function* verifyAll(db: Database, only: string | null, heads: Head[]): AsyncGenerator<Judged> {
  const headsOf = Map.groupBy(heads, (head) => head.workspaceId)
  for (let after = ''; ; ) {
    const workspaces = await db.system((tx) => readWorkspaces(tx, after, only))
    for (const { id, name, erasing } of workspaces) {
      const known = headsOf.get(id) ?? []
      headsOf.delete(id)
      if (erasing) yield { ...nothingOf(id), name, fate: 'being_deleted' }
      else yield { ...(await verifyWorkspace(db, id, known)), name, fate: 'kept' }
    }
    if (workspaces.length < WORKSPACES_AT_ONCE) break
    after = workspaces.at(-1)!.id
  }
  for (const [workspaceId, known] of headsOf)
    if (only === null || workspaceId === only) yield await judgeGone(db, workspaceId, known)
}

interface Workspace {
  id: string
  name: string
  erasing: boolean
}

const WORKSPACES_AT_ONCE = 1000

function readWorkspaces(tx: Tx, after: string, only: string | null): Promise<Workspace[]> {
  return tx.rows<Workspace>(
    'audit_workspaces',
    `select workspace_id as id, name, erasing_since is not null as erasing from workspaces
     where workspace_id > $1 and ($2::text is null or workspace_id = $2)
     order by workspace_id limit ${WORKSPACES_AT_ONCE}`,
    [after, only],
  )
}

/** A workspace that was deleted took its log along; that it was deleted stands in the log of the installation. */
async function judgeGone(db: Database, workspaceId: string, heads: Head[]): Promise<Judged> {
  const [deleted] = await db.system((tx) =>
    tx.rows<{ at: Date }>(
      'audit_erased',
      `select at from audit_entries where workspace_id = $1 and target = $2 and action = 'workspace.erased' limit 1`,
      [INSTALLATION, workspaceId],
    ),
  )
  const entries = Math.max(...heads.map((head) => head.seq))
  const detail = `The whole log is gone with its workspace: ${entries} entries of which heads went outside, and no word of its deletion in the log of the installation.`
  const finding: Finding = { kind: 'truncated', workspaceId, seq: 1, entryId: null, detail }
  return {
    ...nothingOf(workspaceId),
    name: deleted ? `deleted ${deleted.at.toISOString()}` : 'unknown here',
    fate: 'deleted',
    findings: deleted ? [] : [finding],
  }
}

function nothingOf(workspaceId: string): Verdict {
  return { workspaceId, head: null, findings: [], tail: { count: 0, oldestAt: null, oldestId: null } }
}
