import type { Context } from '../kit/context.ts'
import type { Connection } from '../providers/adapter.ts'
import { openConnection, openPreviousTokens } from '../settings/secrets.ts'

/** What a callback's signature is checked with: the connection, and tokens that were replaced a short while ago. */
export interface Verifier {
  connection: Connection
  previousTokens: string[]
}

/** A flood of forged callbacks must not become a flood of queries; a saved token counts within this time. */
const KEPT_MS = 2000

export function connectionsForCallbacks(
  context: Context,
): (workspaceId: string, connectionId: string) => Promise<Verifier | null> {
  const kept = new Map<string, { at: number; verifier: Promise<Verifier | null> }>()
  return (workspaceId, connectionId) => {
    const key = `${workspaceId}|${connectionId}`
    const known = kept.get(key)
    if (known && performance.now() - known.at < KEPT_MS) return known.verifier
    if (kept.size > 10_000) kept.clear()
    const verifier = loadVerifier(context, workspaceId, connectionId)
    kept.set(key, { at: performance.now(), verifier })
    return verifier
  }
}

async function loadVerifier(context: Context, workspaceId: string, connectionId: string): Promise<Verifier | null> {
  if (!/^ws_[0-9a-z]{26}$/.test(workspaceId)) return null
  const row = await context.db.tenant(workspaceId, (tx) =>
    tx
      .selectFrom('connections')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', connectionId)
      .executeTakeFirst(),
  )
  if (!row?.secrets_sealed) return null
  const sealer = await context.keys.forWorkspace(workspaceId)
  const connection = openConnection(sealer, row, { simulatorUrl: context.simulatorUrl })
  const previousTokens = openPreviousTokens(sealer, row, context.now())
  return { connection, previousTokens }
}
