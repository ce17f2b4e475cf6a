import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import type { Connection, SenderKind } from '../providers/adapter.ts'
import { openConnection, openRedirect } from '../settings/secrets.ts'
import { CONNECTION_OWNER, IS_ENABLED } from '../workspaces/inherited.ts'
import type { ChannelFacts } from './gate.ts'

/** How a workspace sends at this moment: read in the transaction that begins the attempts. */
export interface Channel extends ChannelFacts {
  connectionId: string
  provider: Connection['provider']
  account: string
  sender: { kind: SenderKind; value: string } | null
  /** The test phone, sealed for the workspace that redirects: the installation, or else its own. */
  redirect: { sealed: Buffer; by: string } | null
  /** The workspace whose connection it is. */
  ownerId: string
  row: ChannelRow
}

interface ChannelRow {
  workspace_id: string
  suspended: boolean
  enabled: boolean
  allowed_countries: string[]
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
  redirect_by: string
  owner_id: string
}

function redirects(settings: string): string {
  return `${settings}.redirect_enabled and (${settings}.redirect_until is null or ${settings}.redirect_until > now())`
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
    countries: row.allowed_countries,
    connectionId: row.connection_id ?? '',
    provider: row.provider ?? 'twilio',
    account: row.account_sid ?? row.connection_id ?? '',
    sender: row.sender_kind ? { kind: row.sender_kind, value: row.sender_value! } : null,
    redirect: row.redirect_sealed && { sealed: row.redirect_sealed, by: row.redirect_by },
    ownerId: row.owner_id,
    row,
  }
}

/** A workspace without a connection of its own sends through the installation's; the stricter of two switches wins. */
const CHANNELS = `
select w.workspace_id, w.suspended_at is not null or not w.sms_entitled or w.delete_after is not null as suspended,
  ${IS_ENABLED} as enabled,
  s.allowed_countries, s.waiting, o.workspace_id as owner_id, o.connection_id, c.provider, c.account_sid,
  c.credentials_kind, c.api_key_sid, c.secrets_sealed, c.webhook_url_sealed, c.drops_repeats, c.changed_at,
  d.kind as sender_kind, d.value as sender_value,
  coalesce(above.redirect_sealed, own.redirect_sealed) as redirect_sealed,
  case when above.redirect_sealed is null then w.workspace_id else '${INSTALLATION}' end as redirect_by
from sms_settings s
join workspaces w on w.workspace_id = s.workspace_id
cross join inherited_channel i
join sms_settings o on o.workspace_id = ${CONNECTION_OWNER}
left join connections c on c.workspace_id = o.workspace_id and c.id = o.connection_id
left join senders d on d.workspace_id = o.workspace_id and d.connection_id = o.connection_id and d.is_default
left join sms_settings own on own.workspace_id = s.workspace_id and ${redirects('own')}
left join sms_settings above on above.workspace_id = '${INSTALLATION}' and ${redirects('above')}
where s.workspace_id = any($1::text[])`

/**
 * Connections with their secrets open, kept while they do not change: one object for one saved state, so that an
 * adapter may keep what it derives from it.
 */
export function openConnections(context: Context): (channel: Channel) => Promise<Connection> {
  const opened = new Map<string, { changedAt: number; connection: Connection }>()
  return async (channel) => {
    const changedAt = channel.row.changed_at.getTime()
    const known = opened.get(channel.connectionId)
    if (known?.changedAt === changedAt) return known.connection
    const sealer = await context.keys.forWorkspace(channel.ownerId)
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

/** The test phone that its texts go to, and that number as it is kept with the text; null where they go where they should. */
export async function redirectOf(
  context: Context,
  text: { workspace_id: string; id: string },
  { redirect }: Channel,
): Promise<{ number: string; sealed: Buffer } | null> {
  if (!redirect) return null
  const number = openRedirect(await context.keys.forWorkspace(redirect.by), redirect.by, redirect.sealed)!
  const sealer = await context.keys.forWorkspace(text.workspace_id)
  return { number, sealed: sealer.seal(`messages.redirected|${text.id}`, number) }
}
