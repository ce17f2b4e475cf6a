import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Connection, SenderKind } from '../providers/adapter.ts'
import { openConnection } from '../settings/secrets.ts'
import type { ChannelFacts } from './gate.ts'

/** How a workspace sends at this moment: read in the transaction that begins the attempts. */
export interface Channel extends ChannelFacts {
  connectionId: string
  provider: Connection['provider']
  account: string
  sender: { kind: SenderKind; value: string } | null
  redirectSealed: Buffer | null
  row: ChannelRow
}

interface ChannelRow {
  workspace_id: string
  suspended: boolean
  enabled: boolean
  waiting: string | null
  connection_id: string | null
  provider: Connection['provider'] | null
  account_sid: string | null
  credentials_kind: 'auth_token' | 'api_key' | null
  api_key_sid: string | null
  secrets_sealed: Buffer | null
  webhook_url_sealed: Buffer | null
  drops_repeats: boolean | null
  changed_at: Date
  sender_kind: SenderKind | null
  sender_value: string | null
  redirect_sealed: Buffer | null
  redirecting: boolean
}

export async function readChannels(tx: Tx, workspaceIds: string[]): Promise<Map<string, Channel>> {
  const rows = await tx.rows<ChannelRow>('channels', CHANNELS, [workspaceIds])
  return new Map(rows.map((row) => [row.workspace_id, toChannel(row)]))
}

function toChannel(row: ChannelRow): Channel {
  return {
    suspended: row.suspended,
    connected: row.connection_id !== null && row.provider !== null,
    enabled: row.enabled,
    hasSender: row.sender_kind !== null || row.provider === 'webhook',
    connectionId: row.connection_id ?? '',
    provider: row.provider ?? 'twilio',
    account: row.account_sid ?? row.connection_id ?? '',
    sender: row.sender_kind ? { kind: row.sender_kind, value: row.sender_value! } : null,
    redirectSealed: row.redirecting ? row.redirect_sealed : null,
    row,
  }
}

const CHANNELS = `
select w.workspace_id, w.suspended_at is not null as suspended, s.enabled, s.waiting, s.connection_id, c.provider, c.account_sid,
  c.credentials_kind, c.api_key_sid, c.secrets_sealed, c.webhook_url_sealed, c.drops_repeats, c.changed_at,
  d.kind as sender_kind, d.value as sender_value, s.redirect_sealed,
  s.redirect_enabled and (s.redirect_until is null or s.redirect_until > now()) as redirecting
from sms_settings s
join workspaces w on w.workspace_id = s.workspace_id
left join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
left join senders d on d.workspace_id = s.workspace_id and d.connection_id = s.connection_id and d.is_default
where s.workspace_id = any($1::text[])`

/**
 * Connections with their secrets open, kept while they do not change: one object for one saved state, so that an
 * adapter may keep what it derives from it.
 */
export function openConnections(context: Context): (workspaceId: string, channel: Channel) => Promise<Connection> {
  const opened = new Map<string, { changedAt: number; connection: Connection }>()
  return async (workspaceId, channel) => {
    const changedAt = channel.row.changed_at.getTime()
    const known = opened.get(channel.connectionId)
    if (known?.changedAt === changedAt) return known.connection
    const sealer = await context.keys.forWorkspace(workspaceId)
    const row = {
      ...channel.row,
      id: channel.connectionId,
      provider: channel.provider,
      drops_repeats: channel.row.drops_repeats ?? true,
    }
    const connection = openConnection(sealer, row, { simulatorUrl: context.simulatorUrl })
    if (opened.size > 10_000) opened.clear()
    opened.set(channel.connectionId, { changedAt, connection })
    return connection
  }
}
