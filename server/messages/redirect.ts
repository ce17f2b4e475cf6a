import type { Tx } from '../kit/db.ts'
import type { Channel } from './channel.ts'

/** A test phone is somebody's phone: a loop in a test must not flood it. */
const REDIRECTS_AN_HOUR = 20

/** For each workspace that redirects its texts: how many more may go to the test phone now. */
export async function redirectsLeft(tx: Tx, channels: Map<string, Channel>): Promise<Map<string, number>> {
  const redirecting = [...channels].filter(([, channel]) => channel.redirect).map(([workspaceId]) => workspaceId)
  if (redirecting.length === 0) return new Map()
  // Two workers counting at once would each find room for the last one.
  await tx.rows(
    'redirect_lock',
    'select from sms_settings where workspace_id = any($1::text[]) order by workspace_id for update',
    [redirecting],
  )
  const rows = await tx.rows<{ workspace_id: string; used: number }>(
    'redirect_used',
    `select w.workspace_id, (select count(*) from messages m where m.workspace_id = w.workspace_id
       and m.redirected_at > now() - interval '1 hour' and m.channel = 'sms')::int as used
     from unnest($1::text[]) as w(workspace_id)`,
    [redirecting],
  )
  return new Map(rows.map((row) => [row.workspace_id, Math.max(0, REDIRECTS_AN_HOUR - row.used)]))
}
