import type { Selectable } from 'kysely'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { Connections, Senders, SmsSettings, Workspaces } from '../kit/tables.ts'
import type { Above } from './above.ts'
import type { Barred } from './state.ts'

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
  /** What the installation sets for all; null in the installation itself, and where only the own part was read. */
  above: Above | null
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
  return { workspace, settings: settings ?? null, connections, senders, above: null }
}

/** A connection in use, with its sender. */
export interface Active {
  connection: ConnectionRow
  sender: SenderRow | null
  inherited: boolean
}

/** The connection that texts go through now: the workspace's own, or the one it inherits. */
export function activeOf(current: Current): Active | null {
  const connection = current.connections.find((row) => row.id === current.settings?.connection_id)
  if (connection) return { connection, sender: senderOf(current, connection.id), inherited: false }
  const inherited = current.above?.active
  return inherited ? { connection: inherited.connection, sender: inherited.sender, inherited: true } : null
}

/** Of the workspace's own alone. */
export function ownOf(current: Current): Active | null {
  return activeOf({ ...current, above: null })
}

/**
 * The workspace's own switch: one that inherits and never touched it follows the installation's, and that one stands in
 * nobody's way before somebody touched it.
 */
export function isSwitchedOn(current: Current): boolean {
  const { settings, workspace } = current
  const follows = activeOf(current)?.inherited || workspace.workspace_id === INSTALLATION
  if (follows && settings?.enabled_at == null) return true
  return settings?.enabled ?? false
}

/** Whether texts go out as far as the switches say: the stricter of both wins. */
export function isOn(current: Current): boolean {
  const { above } = current
  if (above?.switchedOff || (activeOf(current)?.inherited && !above!.enabled)) return false
  return isSwitchedOn(current)
}

export function senderOf(current: Current, connectionId: string): SenderRow | null {
  return current.senders.find((row) => row.connection_id === connectionId) ?? null
}

/** Why nothing may be sent, whatever the settings say. */
export function barredBy({ workspace, above }: Current): Barred | null {
  const contact = above?.contact ?? null
  if (workspace.delete_after) return { by: 'deletion', at: workspace.delete_after }
  if (workspace.suspended_at)
    return { by: 'suspension', at: workspace.suspended_at, why: workspace.suspended_why, contact }
  return workspace.sms_entitled ? null : { by: 'entitlement', contact }
}

export function isRedirecting(settings: SettingsRow | null, now: Date): boolean {
  return settings?.redirect_enabled === true && (settings.redirect_until === null || settings.redirect_until > now)
}

/** Counts saves; 0 before the first. */
export function revisionOf(settings: SettingsRow | null): number {
  return settings?.revision ?? 0
}
