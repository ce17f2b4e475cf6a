import type { Tx } from '../kit/db.ts'
import { clockTime, providerName, shortSid } from './words.ts'

export interface ToldChange {
  at: string
  by: string
  what: string
}

const SHOWN = 5

/** The last changes, newest first, in words. */
export async function recentChanges(tx: Tx, workspaceId: string, now: Date): Promise<ToldChange[]> {
  const { time_zone } = await tx
    .selectFrom('workspaces')
    .select('time_zone')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const rows = await tx
    .selectFrom('audit_entries')
    .select(['at', 'actor_name', 'action', 'changes'])
    .where('workspace_id', '=', workspaceId)
    .where('target', '=', 'sms_settings')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute()
  return rows.map((row) => ({
    at: row.at.toISOString(),
    by: row.actor_name,
    what: inWords(row.action, row.changes as Changes, (time) => clockTime(time, now, time_zone)),
  }))
}

type Changes = Record<string, { from: unknown; to: unknown }>

export function inWords(action: string, changes: Changes, clock: (time: Date) => string): string {
  const sender = changes.replies_of ? ` of ${senderInWords(String(changes.replies_of.to))}` : ''
  if (action === 'sms_replies.pointed') return `Replies${sender} pointed to Handset`
  if (action === 'sms_replies.put_back') return `Replies${sender} put back`
  const fixed = ACTIONS[action]
  if (fixed) return fixed
  const sentences = Object.entries(changes)
    .filter(([name]) => !(name === 'redirect_until' && changes.redirect?.to === false))
    .map(([name, { from, to }]) => WORDS[name]?.(from, to, clock) ?? name)
  return sentences.length ? sentences.join(', ') : 'Saved without a change'
}

const ACTIONS: Record<string, string> = {
  'sms_settings.disconnected': 'Disconnected',
  'sms_settings.previous_token_ended': 'Previous Auth Token ended',
  'sms_settings.signing_secret_replaced': 'Signing secret replaced',
}

const WORDS: Record<string, (from: unknown, to: unknown, clock: (time: Date) => string) => string> = {
  provider: (_, to) => `Provider: ${providerName(String(to))}`,
  account_sid: (_, to) => `Account ${shortSid(String(to))}`,
  signs_in_with: (_, to) => `Signs in with ${to === 'api_key' ? 'an API key' : 'the Auth Token'}`,
  api_key_sid: (_, to) => (to ? `API key ${shortSid(String(to))}` : 'API key no longer used'),
  auth_token: (_, to) => `Auth Token ${to}`,
  api_key_secret: (_, to) => `API key secret ${to}`,
  signing_secret: (_, to) => `Signing secret ${to}`,
  sender: (_, to) => (to ? `Sender: ${senderInWords(String(to))}` : 'Sender removed'),
  segments_per_second: (_, to) => (to === null ? 'Pace: no limit' : `Pace: ${to} segments a second`),
  webhook_url: (_, to) => `Webhook URL: ${to}`,
  drops_repeats: (_, to) => `Endpoint drops repeats: ${to ? 'yes' : 'no'}`,
  enabled: (_, to) => (to ? 'Switched on' : 'Switched off'),
  organization_number: (_, to) => (to ? `Organization number: ${to}` : 'Organization number: same as sender'),
  name_in_texts: (_, to) => (to ? `Name in texts: ${to}` : 'Name in texts removed'),
  titles_in_texts: (_, to) => `Titles in texts: ${to ? 'yes' : 'no'}`,
  alert_segments: (_, to) => `Longest alert: ${to === 1 ? '1 segment' : `${to} segments`}`,
  help_text: (_, to) => (to ? 'HELP text changed' : 'HELP text: worded by Handset'),
  help_too: (_, to) => `Our HELP text beside the provider’s: ${to ? 'yes' : 'no'}`,
  support_contact: (_, to) => (to ? `Support contact: ${to}` : 'Support contact removed'),
  allowed_countries: (_, to) => (to ? `Countries: ${to}` : 'Countries: all'),
  redirect: (_, to) => (to ? 'Redirect switched on' : 'Redirect switched off'),
  redirect_phone_number: (_, to) => (to ? `Test phone: ${to}` : 'Test phone removed'),
  redirect_until: (_, to, clock) => (to ? `Redirect ends ${clock(new Date(String(to)))}` : 'Redirect without end'),
}

/** A number is masked in the record already: shortened as well, nothing of it would be left to tell it by. */
function senderInWords(value: string): string {
  return value.startsWith('+') ? value : shortSid(value)
}
