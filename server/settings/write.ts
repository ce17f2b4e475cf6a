import { sql } from 'kysely'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import type { Sealer } from '../kit/seal.ts'
import { keepContact } from '../workspaces/own-workspace.ts'
import type { Accepted } from './ask.ts'
import {
  changesOf,
  connectionChanges,
  secretChanges,
  tellConnection,
  tellSettings,
  tellWantedConnection,
  tellWorkspace,
} from './changes.ts'
import { type Current, isRedirecting, isSwitchedOn, ownOf, readCurrent, revisionOf } from './current.ts'
import { MENDABLE, tellBelow } from './follow.ts'
import type { Wanted } from './merge.ts'
import type { WantedConnection } from './merge-connection.ts'
import {
  PREVIOUS_TOKEN_HOURS,
  type SecretsSet,
  sealPreviousToken,
  sealRedirect,
  sealSecrets,
  sealWebhookUrl,
} from './secrets.ts'

type Written = { ok: true } | { ok: false; current: Current }

/** One save at its end: everything it changes in one transaction, if nobody saved since `before` was read. */
export async function writeSettings(
  context: Context,
  actor: Actor,
  before: Current,
  wanted: Wanted,
  accepted: Accepted | null,
): Promise<Written> {
  const sealer = await context.keys.forWorkspace(actor.workspaceId)
  return context.db.tenant(actor.workspaceId, async (tx) => {
    if (!(await lockRevision(tx, actor.workspaceId, revisionOf(before.settings)))) {
      return { ok: false, current: await readCurrent(tx, actor.workspaceId) }
    }
    const save = { tx, sealer, actor, before, now: context.now() }
    const changes = changesBetween(save, wanted)
    if (wanted.connection && accepted) await writeConnection(save, wanted.connection, accepted, changes.connection)
    await writeWorkspace(save, wanted)
    if (wanted.workspace.supportContact !== before.workspace.support_contact)
      await keepContact(tx, actor.workspaceId, wanted.workspace.supportContact)
    await tellBelow(tx, actor.workspaceId)
    await reopenLanes(tx, actor.workspaceId)
    await recordChange(tx, actor, {
      action: 'sms_settings.changed',
      target: 'sms_settings',
      changes: { ...changes.connection, ...changes.workspace },
    })
    return { ok: true }
  })
}

/** A pause of the old settings must not hold up texts under the new ones. */
export async function reopenLanes(tx: Tx, workspaceId: string): Promise<void> {
  await tx
    .updateTable('lanes')
    .set({ opens_at: sql`'-infinity'`, awake: true })
    .where('workspace_id', '=', workspaceId)
    .execute()
}

/** Takes the row for this save alone. False when it is no longer the one that the save was made from. */
export async function lockRevision(tx: Tx, workspaceId: string, revision: number): Promise<boolean> {
  if (revision === 0) {
    await tx
      .insertInto('sms_settings')
      .values({ workspace_id: workspaceId, revision: 0 })
      .onConflict((at) => at.column('workspace_id').doNothing())
      .execute()
  }
  const row = await tx
    .selectFrom('sms_settings')
    .select('revision')
    .where('workspace_id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirst()
  return row?.revision === revision
}

interface Save {
  tx: Tx
  sealer: Sealer
  actor: Actor
  before: Current
  now: Date
}

type Changes = ReturnType<typeof changesOf>

function changesBetween({ sealer, before, now }: Save, { connection, workspace }: Wanted) {
  const active = ownOf(before)
  const told = active ? tellConnection(sealer, active.connection, active.sender) : {}
  return {
    connection: connection
      ? {
          ...connectionChanges(told, tellWantedConnection(connection)),
          ...secretChanges(connection.storedSecrets, connection.secrets),
        }
      : {},
    workspace: changesOf(tellSettings(sealer, before, isRedirecting(before.settings, now)), tellWorkspace(workspace)),
  }
}

async function writeConnection(
  save: Save,
  wanted: WantedConnection,
  accepted: Accepted,
  changes: Changes,
): Promise<void> {
  const { tx, sealer, actor, now } = save
  const { stored } = wanted
  const row = {
    account_sid: wanted.accountSid,
    account_name: accepted.account?.name ?? null,
    account_kind: accepted.account?.kind ?? 'unknown',
    credentials_kind: wanted.credentialsKind,
    api_key_sid: wanted.apiKeySid,
    secrets_sealed: sealSecrets(sealer, wanted.id, wanted.secrets),
    secrets_set: JSON.stringify(secretsSet(wanted, actor.name, now)),
    webhook_url_sealed: wanted.webhookUrl === null ? null : sealWebhookUrl(sealer, wanted.id, wanted.webhookUrl),
    drops_repeats: wanted.dropsRepeats,
    checked_at: sql<Date>`now()`,
    check_problem: null,
    ...previousToken(save, wanted),
    // A save that changes nothing leaves the last test valid.
    ...(Object.keys(changes).length > 0 && { changed_at: sql<Date>`now()`, changed_by: actor.name }),
  }
  const key = { workspace_id: actor.workspaceId, id: wanted.id }
  if (stored) {
    await tx
      .updateTable('connections')
      .set(row)
      .where('workspace_id', '=', key.workspace_id)
      .where('id', '=', key.id)
      .execute()
  } else {
    await tx
      .insertInto('connections')
      .values({ ...key, provider: wanted.provider, ...row })
      .execute()
  }
  await writeSender(save, wanted, accepted.senderName)
  await lookAgain(save)
}

/** What could not be looked up may be now: the provider has just answered to these settings. */
async function lookAgain({ tx, actor }: Save): Promise<void> {
  await tx
    .updateTable('attempts')
    .set({ look_at: sql<Date>`now()` })
    .where('workspace_id', '=', actor.workspaceId)
    .where('state', '=', 'unknown')
    .where('undecided', 'in', MENDABLE)
    .where('look_at', '>', sql<Date>`now()`)
    .where('look_at', '<', sql<Date>`'infinity'`)
    .execute()
}

function secretsSet(wanted: WantedConnection, by: string, now: Date): SecretsSet {
  const before = (wanted.stored?.secrets_set ?? {}) as SecretsSet
  const names = Object.keys(wanted.secrets) as (keyof SecretsSet)[]
  return Object.fromEntries(
    names.map((name) => {
      const isSame = before[name] && wanted.secrets[name] === wanted.storedSecrets[name]
      return [name, isSame ? before[name] : { at: now.toISOString(), by }]
    }),
  )
}

/** Receipts of texts that are still on their way are signed with the token that is replaced here. */
function previousToken({ sealer, now }: Save, { id, secrets, storedSecrets }: WantedConnection) {
  const old = storedSecrets.auth_token
  if (old === undefined || old === secrets.auth_token) return {}
  return {
    previous_token_sealed: sealPreviousToken(sealer, id, old),
    previous_token_until: new Date(now.getTime() + PREVIOUS_TOKEN_HOURS * 3_600_000),
  }
}

async function writeSender(
  { tx, actor, before }: Save,
  { id, sender }: WantedConnection,
  name: string | null,
): Promise<void> {
  const stored = before.senders.find((row) => row.connection_id === id)
  if (stored?.kind === sender?.kind && stored?.value === sender?.value && (stored?.name ?? null) === name) return
  await tx.deleteFrom('senders').where('workspace_id', '=', actor.workspaceId).where('connection_id', '=', id).execute()
  if (!sender) return
  await tx
    .insertInto('senders')
    .values({ workspace_id: actor.workspaceId, id: newId('snd'), connection_id: id, ...sender, name, is_default: true })
    .execute()
}

async function writeWorkspace({ tx, sealer, actor, before, now }: Save, wanted: Wanted): Promise<void> {
  const { connection, workspace } = wanted
  const { redirect } = workspace
  const isSwitched = workspace.enabled !== isSwitchedOn(before)
  await tx
    .updateTable('sms_settings')
    .set({
      // An untouched switch of one that inherits goes on following the installation's.
      ...((isSwitched || connection) && { enabled: workspace.enabled }),
      organization_number: workspace.organizationNumber,
      name_in_texts: workspace.nameInTexts,
      titles_in_texts: workspace.titlesInTexts,
      alert_segments: workspace.alertSegments,
      help_text: workspace.helpText,
      help_too: workspace.helpToo,
      allowed_countries: workspace.allowedCountries,
      redirect_sealed: redirect.number === null ? null : sealRedirect(sealer, actor.workspaceId, redirect.number),
      redirect_enabled: redirect.enabled,
      redirect_until: redirect.until,
      ...(redirect.isNew && { redirect_since: sql<Date>`now()`, redirect_by: actor.name }),
      ...(isSwitched && { enabled_at: now, enabled_by: actor.name }),
      // The provider has just accepted what is saved here.
      ...(connection && { connection_id: connection.id, waiting: null, waiting_code: null, waiting_since: null }),
      ...(connection && { waiting_next_look_at: null }),
      revision: sql`revision + 1`,
      changed_at: sql<Date>`now()`,
      changed_by: actor.name,
    })
    .where('workspace_id', '=', actor.workspaceId)
    .execute()
}
