import type { Selectable } from 'kysely'
import type { Tx } from '../kit/db.ts'
import type { Connections, Senders, SmsSettings, Workspaces } from '../kit/tables.ts'

export type ConnectionRow = Selectable<Connections>
export type SenderRow = Selectable<Senders>
export type SettingsRow = Selectable<SmsSettings>

/** Everything that is stored about a workspace's channel, as it stands in one transaction. */
export interface Current {
  workspace: Selectable<Workspaces>
  settings: SettingsRow | null
  /** One for each provider that was ever connected, the one in use among them. */
  connections: ConnectionRow[]
  /** The default sender of each connection. */
  senders: SenderRow[]
}

export async function readCurrent(tx: Tx, workspaceId: string): Promise<Current> {
  const workspace = await tx
    .selectFrom('workspaces')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const settings = await tx
    .selectFrom('sms_settings')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  const connections = await tx
    .selectFrom('connections')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
  const senders = await tx
    .selectFrom('senders')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('is_default', '=', true)
    .execute()
  return { workspace, settings: settings ?? null, connections, senders }
}

/** The connection that texts go through now, with its sender. */
export function activeOf(current: Current): { connection: ConnectionRow; sender: SenderRow | null } | null {
  const connection = current.connections.find((row) => row.id === current.settings?.connection_id)
  return connection ? { connection, sender: senderOf(current, connection.id) } : null
}

export function senderOf(current: Current, connectionId: string): SenderRow | null {
  return current.senders.find((row) => row.connection_id === connectionId) ?? null
}

export function isRedirecting(settings: SettingsRow | null, now: Date): boolean {
  return settings?.redirect_enabled === true && (settings.redirect_until === null || settings.redirect_until > now)
}

/** Counts saves; 0 before the first. */
export function revisionOf(settings: SettingsRow | null): number {
  return settings?.revision ?? 0
}
