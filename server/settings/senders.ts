import type { Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import type { AccountSender, Asked } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { refusalMembers } from './ask.ts'
import { activeOf, type ConnectionRow, readCurrent } from './current.ts'
import { notConnected } from './secret-actions.ts'
import { openConnection } from './secrets.ts'
import { atSentenceStart, providerName } from './words.ts'

/** The senders of the connected account, to choose from. A webhook has none: the gateway behind it chooses. */
export async function listSenders(context: Context, workspaceId: string): Promise<AccountSender[]> {
  const active = activeOf(await context.db.tenant(workspaceId, (tx) => readCurrent(tx, workspaceId)))
  if (!active) throw notConnected()
  const sealer = await context.keys.forWorkspace(workspaceId)
  const connection = openConnection(sealer, active.connection, context)
  const adapter = adapterFor(connection.provider)
  if (!adapter.can.listsSenders) return []
  const asked = await askOnce(active.connection, () => adapter.senders(context.egress.http, connection))
  const provider = atSentenceStart(providerName(connection.provider))
  switch (asked.kind) {
    case 'found':
      return asked.value
    case 'missing':
      return []
    case 'unreachable':
      throw new Problem(503, 'provider_unreachable', `${provider} could not be reached: ${asked.detail}. Try again.`)
    case 'refused':
      throw new Problem(422, 'provider_refused', `${provider} does not show its senders: ${asked.refusal.cause}`, {
        more: refusalMembers(asked.refusal),
      })
  }
}

/** Who asks again and again within this time hears the same: what a reader may do freely must not become a flood at the provider. */
const KEPT_MS = 5000
const KEPT_CONNECTIONS = 1000
const kept = new Map<string, { at: number; asked: Promise<Asked<AccountSender[]>> }>()

/** What was saved meanwhile is another question. */
function askOnce(
  { workspace_id, id, changed_at }: ConnectionRow,
  ask: () => Promise<Asked<AccountSender[]>>,
): Promise<Asked<AccountSender[]>> {
  const key = `${workspace_id}|${id}|${changed_at.toISOString()}`
  const known = kept.get(key)
  if (known && performance.now() - known.at < KEPT_MS) return known.asked
  if (kept.size >= KEPT_CONNECTIONS) kept.clear()
  const asked = ask()
  kept.set(key, { at: performance.now(), asked })
  // A fault of ours is nobody's answer.
  asked.catch(() => kept.delete(key))
  return asked
}
