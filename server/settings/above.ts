import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { activeOf, type ConnectionRow, type Current, isRedirecting, readCurrent, type SenderRow } from './current.ts'
import { openParts } from './secrets.ts'

/** What a workspace may know of the installation's settings. */
export interface Above {
  /** The connection that workspaces without one of their own send through. Without secrets. */
  active: { connection: ConnectionRow; sender: SenderRow | null; webhookHost: string | null } | null
  enabled: boolean
  /** By hand, so that it holds for those with a connection of their own too. */
  switchedOff: boolean
  redirecting: boolean
  ownAllowed: boolean
  /** Whom to ask for access. */
  contact: string | null
}

/** With what the installation sets for all. */
export async function readWhole(context: Context, workspaceId: string): Promise<Current> {
  const [current, above] = await Promise.all([
    context.db.tenant(workspaceId, (tx) => readCurrent(tx, workspaceId)),
    readAbove(context, workspaceId),
  ])
  return { ...current, above }
}

export async function readAbove(context: Context, workspaceId: string): Promise<Above | null> {
  if (workspaceId === INSTALLATION) return null
  const sealer = await context.keys.forWorkspace(INSTALLATION)
  const { current, ownAllowed } = await context.db.tenant(INSTALLATION, async (tx) => ({
    current: await readCurrent(tx, INSTALLATION),
    ownAllowed: await readOwnAllowed(tx),
  }))
  const active = activeOf(current)
  const url = active?.connection.provider === 'webhook' ? openParts(sealer, active.connection).webhookUrl : null
  return {
    active: active && {
      connection: {
        ...active.connection,
        // Its texts are the workspace's own.
        workspace_id: workspaceId,
        ...{ secrets_sealed: null, secrets_set: {}, previous_token_sealed: null, webhook_url_sealed: null },
      },
      sender: active.sender,
      webhookHost: url && new URL(url).host,
    },
    enabled: current.settings?.enabled ?? false,
    switchedOff: current.settings?.enabled === false && current.settings.enabled_at !== null,
    redirecting: isRedirecting(current.settings, context.now()),
    ownAllowed,
    contact: await readContact(context),
  }
}

async function readContact(context: Context): Promise<string | null> {
  const row = await context.db.signIn((tx) => tx.selectFrom('installation').select('access_contact').executeTakeFirst())
  return row?.access_contact ?? null
}

async function readOwnAllowed(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('inherited_channel').select('own_settings_allowed').executeTakeFirstOrThrow()
  return row.own_settings_allowed
}
