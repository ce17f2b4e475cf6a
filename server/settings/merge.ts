import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { Sealer } from '../kit/seal.ts'
import { activeOf, type Current, ownOf, senderOf } from './current.ts'
import { Faults } from './faults.ts'
import { mergeConnection, touchesConnection, type WantedConnection } from './merge-connection.ts'
import { mergeWorkspace, type WantedWorkspace } from './merge-workspace.ts'
import type { SettingsPatch } from './schema.ts'
import { openParts } from './secrets.ts'
import { maskedNumber, senderText } from './words.ts'

/** Everything that one save would make true. */
export interface Wanted {
  /** Null when this save leaves the connection alone. */
  connection: WantedConnection | null
  workspace: WantedWorkspace
}

/**
 * What was sent together with what is stored, as far as that can be judged without asking anybody.
 * @throws {Problem} 422 naming every field at fault.
 */
export async function merge(context: Context, actor: Actor, current: Current, input: SettingsPatch): Promise<Wanted> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  const faults = new Faults()
  const workspace = mergeWorkspace(input, current, { workspaceId, sealer, now: context.now() }, faults)
  const connection = wantsConnection(input, workspace, current)
    ? mergeProvider(context, sealer, current, input, faults)
    : null
  // The installation's switch stands for all workspaces, those with a connection of their own too.
  const needsProvider = workspaceId !== INSTALLATION && workspace.enabled && !connection && !activeOf(current)
  if (needsProvider && !faults.has('/provider')) {
    faults.missing('/provider', 'Provider')
  }
  const sender = connection ? connection.sender : (activeOf(current)?.sender ?? null)
  if (input.redirect?.enabled) await refuseStopped(context, workspaceId, workspace.redirect.number, sender, faults)
  if (faults.any) throw faults.problem(workspace.enabled)
  return { connection, workspace }
}

/** The organization number is the workspace's own, but only the provider can say that it is on the account. */
function wantsConnection(input: SettingsPatch, { organizationNumber }: WantedWorkspace, current: Current): boolean {
  if (touchesConnection(input)) return true
  const isNewNumber = organizationNumber !== null && organizationNumber !== current.settings?.organization_number
  return isNewNumber && ownOf(current) !== null
}

function mergeProvider(
  context: Context,
  sealer: Sealer,
  current: Current,
  input: SettingsPatch,
  faults: Faults,
): WantedConnection | null {
  const provider = input.provider ?? ownOf(current)?.connection.provider
  if (!provider) return faults.missing('/provider', 'Provider')
  if (input.provider === 'simulator' && context.simulatorUrl === null) {
    faults.add('/provider', 'The operator of this installation does not offer the simulator.')
    return null
  }
  const row = current.connections.find((candidate) => candidate.provider === provider) ?? null
  const stored = { row, parts: row && openParts(sealer, row), sender: row && senderOf(current, row.id) }
  return mergeConnection(input, provider as WantedConnection['provider'], stored, context.egress, faults)
}

/** A test phone that answered STOP would swallow every text while all seems well. */
async function refuseStopped(
  context: Context,
  workspaceId: string,
  number: string | null,
  sender: { kind: string; value: string } | null,
  faults: Faults,
): Promise<void> {
  if (number === null) return
  const optOut = await context.db.tenant(workspaceId, (tx) =>
    tx
      .selectFrom('opt_outs')
      .select('source')
      .where('workspace_id', '=', workspaceId)
      .where('number_hash', '=', context.keys.hashNumber(number))
      .executeTakeFirst(),
  )
  if (!optOut) return
  const to = sender ? ` to ${senderText(sender)}` : ''
  const isTheirs = optOut.source === 'keyword' || optOut.source === 'provider'
  faults.add(
    '/redirect/phone_number',
    isTheirs
      ? `${maskedNumber(number)} answered STOP. Text START from it${to} first.`
      : `${maskedNumber(number)} is on the opt-out list. Take it off there first.`,
  )
}
