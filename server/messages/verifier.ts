import type { Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { Connection } from '../providers/adapter.ts'
import { openConnection, openPreviousTokens } from '../settings/secrets.ts'

/** What a callback's signature is checked with: the connection, and tokens that were replaced a short while ago. */
export interface Verifier {
  connection: Connection
  previousTokens: string[]
}

export interface Verifiers {
  find(workspaceId: string, connectionId: string): Promise<Verifier | null>
  /** As it stands in the database, not longer ago than a second. */
  findAnew(workspaceId: string, connectionId: string): Promise<Verifier | null>
}

/** A flood of forged callbacks must not become a flood of queries; a saved token counts within this time. */
const KEPT_MS = 2000
/** What does not fit what is kept may fit what was saved this instant. */
const ANEW_EVERY_MS = 1000

interface Kept {
  at: number
  anewAt: number
  verifier: Promise<Verifier | null>
}

export function openVerifiers(context: Context): Verifiers {
  const kept = new Map<string, Kept>()
  const load = (workspaceId: string, connectionId: string, anewAt: number) => {
    if (kept.size > 10_000) kept.clear()
    const verifier = loadVerifier(context, workspaceId, connectionId)
    kept.set(`${workspaceId}|${connectionId}`, { at: performance.now(), anewAt, verifier })
    return verifier
  }
  return {
    find(workspaceId, connectionId) {
      const known = kept.get(`${workspaceId}|${connectionId}`)
      if (known && performance.now() - known.at < KEPT_MS) return known.verifier
      return load(workspaceId, connectionId, known?.anewAt ?? Number.NEGATIVE_INFINITY)
    },
    findAnew(workspaceId, connectionId) {
      const now = performance.now()
      const known = kept.get(`${workspaceId}|${connectionId}`)
      if (known && now - known.anewAt < ANEW_EVERY_MS) return known.verifier
      return load(workspaceId, connectionId, now)
    },
  }
}

async function loadVerifier(context: Context, workspaceId: string, connectionId: string): Promise<Verifier | null> {
  if (!/^ws_[0-9a-z]{26}$/.test(workspaceId)) return null
  const row =
    (await findConnection(context, workspaceId, connectionId)) ??
    (await findConnection(context, INSTALLATION, connectionId))
  if (!row?.secrets_sealed) return null
  const sealer = await context.keys.forWorkspace(row.workspace_id)
  const connection = openConnection(sealer, row, { simulatorUrl: context.simulatorUrl })
  const previousTokens = openPreviousTokens(sealer, row, context.now())
  return { connection, previousTokens }
}

function findConnection(context: Context, ownerId: string, connectionId: string) {
  return context.db.tenant(ownerId, (tx) =>
    tx
      .selectFrom('connections')
      .selectAll()
      .where('workspace_id', '=', ownerId)
      .where('id', '=', connectionId)
      .executeTakeFirst(),
  )
}
