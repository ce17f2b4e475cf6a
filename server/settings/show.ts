import { answerWords, spokenLanguage } from '../../shared/sms/answers.ts'
import type { Context } from '../kit/context.ts'
import type { Sealer } from '../kit/seal.ts'
import { readWhole } from './above.ts'
import {
  activeOf,
  barredBy,
  type ConnectionRow,
  type Current,
  isOn,
  isRedirecting,
  revisionOf,
  type SenderRow,
} from './current.ts'
import { type Figures, readFigures } from './figures.ts'
import { ALERT_SEGMENTS } from './merge-workspace.ts'
import { receiptsAddress } from './receipts-address.ts'
import type { SettingsOut } from './schema.ts'
import { openParts, openRedirect, type SecretName, type SecretsSet } from './secrets.ts'
import { headOf, type StateStory, stateOf } from './state.ts'
import { maskedNumber, maskUrl, senderText } from './words.ts'

type Provider = NonNullable<SettingsOut['provider']>

/** The settings as those see them who may: everything but the secrets, which are only said to be set. */
export async function showSettings(context: Context, workspaceId: string): Promise<SettingsOut> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const current = await readWhole(context, workspaceId)
  const figures = await context.db.tenant(workspaceId, (tx) => readFigures(tx, current))
  const active = activeOf(current)
  const story = storyOf(context, sealer, current, figures)
  const { settings } = current
  const state = stateOf(factsOf(current))
  const publicUrl = context.publicUrl()
  return {
    provider: (active?.connection.provider as Provider | undefined) ?? null,
    inherited: active?.inherited ?? false,
    above: showAbove(current),
    enabled: isOn(current),
    enabled_at: iso(settings?.enabled_at),
    enabled_by: settings?.enabled_by ?? null,
    state,
    barred: story.barred?.by ?? null,
    state_reason: headOf(state, story),
    limits: limitsOf(active, figures),
    ...(active?.inherited
      ? showInherited(active.connection)
      : showConnection(context, sealer, active?.connection ?? null)),
    sender: active?.sender ? showSender(active.sender) : null,
    organization_number: settings?.organization_number ?? null,
    redirect: showRedirect(context, sealer, current, figures),
    ...showWorkspacePart(current),
    waiting: story.waiting && { ...story.waiting, since: story.waiting.since.toISOString() },
    receipts_url: active && receiptsAddress(publicUrl, active.connection),
    public_url: publicUrl,
    last_text_at: iso(figures.lastTextAt),
    tested_since_change: figures.testedSinceChange,
    simulator: { offered: context.simulatorUrl !== null, page_url: context.simulatorUrl },
    kept: current.connections.filter((row) => row.id !== active?.connection.id).map((row) => showKept(sealer, row)),
    revision: revisionOf(settings),
    changed_at: iso(settings?.changed_at),
    changed_by: settings?.changed_by ?? null,
  }
}

type WorkspacePart = Pick<
  SettingsOut,
  | 'name_in_texts'
  | 'titles_in_texts'
  | 'alert_segments'
  | 'help_text'
  | 'help_preview'
  | 'help_too'
  | 'support_contact'
  | 'allowed_countries'
>

/** What is the workspace's own, whoever carries its texts. */
function showWorkspacePart(current: Current): WorkspacePart {
  const { settings } = current
  return {
    name_in_texts: settings?.name_in_texts ?? null,
    titles_in_texts: settings?.titles_in_texts ?? false,
    alert_segments: settings?.alert_segments ?? ALERT_SEGMENTS,
    help_text: settings?.help_text ?? null,
    help_preview: helpPreview(current),
    help_too: settings?.help_too ?? true,
    support_contact: current.workspace.support_contact,
    allowed_countries: settings?.allowed_countries ?? [],
  }
}

function helpPreview({ settings, workspace }: Current): string {
  const name = settings?.name_in_texts ?? workspace.name
  const names = { name, contact: workspace.support_contact, own: settings?.help_text ?? null }
  return answerWords('help', names, spokenLanguage([workspace.language]))
}

export function factsOf(current: Current) {
  const active = activeOf(current)
  return {
    suspended: barredBy(current) !== null,
    connected: active !== null,
    enabled: isOn(current),
    waiting: current.settings?.waiting != null,
    hasSender: active?.connection.provider === 'webhook' || active?.sender != null,
  }
}

export function storyOf(context: Context, sealer: Sealer, current: Current, figures: Figures): StateStory {
  const { settings, workspace } = current
  const active = activeOf(current)
  const isOwnWebhook = active?.connection.provider === 'webhook' && !active.inherited
  const url = isOwnWebhook ? openParts(sealer, active.connection).webhookUrl : null
  return {
    now: context.now(),
    timeZone: workspace.time_zone,
    barred: barredBy(current),
    switchedAt: settings?.enabled_at ?? null,
    switchedBy: settings?.enabled_by ?? null,
    offAbove: current.above?.switchedOff === true || (active?.inherited === true && !current.above!.enabled),
    connection: active?.connection ?? null,
    inherited: active?.inherited ?? false,
    sender: active?.sender ?? null,
    webhookHost: url ? new URL(url).host : active?.inherited ? current.above!.active!.webhookHost : null,
    waiting: settings?.waiting
      ? { reason: settings.waiting, code: settings.waiting_code, since: settings.waiting_since!, ...figures.waiting }
      : null,
  }
}

type Active = ReturnType<typeof activeOf>

function limitsOf(active: Active, figures: Figures): string[] {
  if (!active) return []
  const limits: string[] = []
  const provider = active.connection.provider === 'twilio' ? 'Twilio' : 'the provider'
  if (active.connection.account_kind === 'trial') {
    limits.push(`Trial account: only numbers verified at ${provider} are reached.`)
  }
  if (figures.unregistered && active.sender) {
    limits.push(`US carriers block ${senderText(active.sender)} until it is registered.`)
  }
  return limits
}

type ConnectionPart = Pick<
  SettingsOut,
  | 'account_sid'
  | 'account'
  | 'credentials'
  | 'previous_token_until'
  | 'webhook_url'
  | 'signing_secret'
  | 'drops_repeats'
>

function showConnection(context: Context, sealer: Sealer, row: ConnectionRow | null): ConnectionPart {
  const isAccount = row !== null && row.provider !== 'webhook'
  const previousUntil = row?.previous_token_until ?? null
  const url = row?.provider === 'webhook' ? openParts(sealer, row).webhookUrl : null
  return {
    account_sid: row?.account_sid ?? null,
    account: isAccount ? { name: row.account_name, kind: row.account_kind as 'full' | 'trial' | 'unknown' } : null,
    credentials: isAccount ? showCredentials(row) : null,
    previous_token_until: previousUntil && previousUntil > context.now() ? previousUntil.toISOString() : null,
    webhook_url: url && maskUrl(url),
    signing_secret: row?.provider === 'webhook' ? secretState(row, 'signing_secret') : null,
    drops_repeats: row?.provider === 'webhook' ? row.drops_repeats : null,
  }
}

/** That there is one, and nothing by which the operator's account could be told or used. */
function showInherited(row: ConnectionRow): ConnectionPart {
  const set = { set: true, updated_at: null, updated_by: null }
  const isWebhook = row.provider === 'webhook'
  return {
    account_sid: null,
    account: isWebhook ? null : { name: null, kind: row.account_kind as 'full' | 'trial' | 'unknown' },
    credentials: isWebhook ? null : { kind: 'auth_token', auth_token: set },
    previous_token_until: null,
    webhook_url: null,
    signing_secret: isWebhook ? set : null,
    drops_repeats: isWebhook ? row.drops_repeats : null,
  }
}

function showAbove({ above }: Current): SettingsOut['above'] {
  if (!above) return null
  return {
    connected: above.active !== null,
    switched_off: above.switchedOff,
    redirecting: above.redirecting,
    own_settings_allowed: above.ownAllowed,
  }
}

function showCredentials(row: ConnectionRow): SettingsOut['credentials'] {
  const auth_token = secretState(row, 'auth_token')
  if (row.credentials_kind !== 'api_key') return { kind: 'auth_token', auth_token }
  const api_key_secret = secretState(row, 'api_key_secret')
  return { kind: 'api_key', api_key_sid: row.api_key_sid!, api_key_secret, auth_token }
}

function secretState(row: ConnectionRow, name: SecretName) {
  const state = (row.secrets_set as SecretsSet)[name]
  return { set: state !== undefined, updated_at: state?.at ?? null, updated_by: state?.by ?? null }
}

function showSender(sender: SenderRow): NonNullable<SettingsOut['sender']> {
  const common = { name: sender.name, country: sender.country }
  if (sender.kind === 'phone_number') return { kind: 'phone_number', phone_number: sender.value, ...common }
  if (sender.kind === 'short_code') return { kind: 'short_code', short_code: sender.value, ...common }
  return { kind: 'messaging_service', messaging_service_sid: sender.value, ...common }
}

function showRedirect(context: Context, sealer: Sealer, { settings, workspace }: Current, figures: Figures) {
  const isOn = isRedirecting(settings, context.now())
  const number = openRedirect(sealer, workspace.workspace_id, settings?.redirect_sealed ?? null)
  return {
    enabled: isOn,
    phone_number: number && maskedNumber(number),
    since: isOn ? iso(settings?.redirect_since) : null,
    by: isOn ? (settings?.redirect_by ?? null) : null,
    until: isOn ? iso(settings?.redirect_until) : null,
    ...figures.redirect,
  }
}

function showKept(sealer: Sealer, row: ConnectionRow): SettingsOut['kept'][number] {
  const url = row.provider === 'webhook' ? openParts(sealer, row).webhookUrl : null
  return { provider: row.provider as Provider, account_sid: row.account_sid, webhook_url: url && maskUrl(url) }
}

function iso(at: Date | null | undefined): string | null {
  return at?.toISOString() ?? null
}
