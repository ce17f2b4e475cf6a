import { maskEmail } from '../../shared/mask-email.ts'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt } from '../kit/id.ts'
import { invalid } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import type { EmailSettingsOut, EmailSettingsPatch } from './email-schema.ts'

interface Row {
  redirect_sealed: Buffer | null
  redirect_enabled: boolean
  redirect_since: Date | null
  redirect_by: string | null
  redirect_until: Date | null
}

const NONE: Row = {
  redirect_sealed: null,
  redirect_enabled: false,
  redirect_since: null,
  redirect_by: null,
  redirect_until: null,
}

export function redirectPurpose(workspaceId: string): string {
  return `email_settings.redirect|${workspaceId}`
}

/** How a workspace's mails go out. What they are sent through is the operator's. */
export async function readEmailSettings(context: Context, workspaceId: string): Promise<EmailSettingsOut> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const row = await readRow(tx, workspaceId)
    const [workspace] = await tx.rows<{ name: string; contact: string | null }>(
      'email_settings_workspace',
      'select name, support_contact as contact from workspaces where workspace_id = $1',
      [workspaceId],
    )
    const to = openAddress(sealer, workspaceId, row)
    const server = context.installation.mail()
    const { name, contact } = workspace!
    return {
      server_set: server !== null,
      from: server?.from ?? null,
      from_name: name,
      reply_to: contact && isAddress(contact.trim()) ? contact.trim() : null,
      redirect: { to: to && maskEmail(to), ...(await showRedirect(tx, workspaceId, row, context.now())) },
    }
  })
}

async function showRedirect(tx: Tx, workspaceId: string, row: Row, now: Date) {
  if (!isOn(row, now)) return { enabled: false, since: null, by: null, until: null, ...NOTHING }
  const { redirect_since: since, redirect_by: by, redirect_until: until } = row
  const counts = since ? await countRedirected(tx, workspaceId, since) : NOTHING
  return { enabled: true, since: since?.toISOString() ?? null, by, until: until?.toISOString() ?? null, ...counts }
}

const NOTHING = { redirected: 0, over_limit: 0 }

/** One address and nothing else: no name, no list, no line break. */
export function isAddress(text: string): boolean {
  return /^[^\s@<>,;"()]+@[^\s@<>,;"()]+$/.test(text)
}

function isOn({ redirect_enabled, redirect_until }: Row, now: Date): boolean {
  return redirect_enabled && (redirect_until === null || redirect_until > now)
}

function openAddress(sealer: Sealer, workspaceId: string, { redirect_sealed }: Row): string | null {
  return redirect_sealed && sealer.open(redirectPurpose(workspaceId), redirect_sealed)
}

async function readRow(tx: Tx, workspaceId: string): Promise<Row> {
  const [row] = await tx.rows<Row>(
    'email_settings',
    `select redirect_sealed, redirect_enabled, redirect_since, redirect_by, redirect_until from email_settings
     where workspace_id = $1`,
    [workspaceId],
  )
  return row ?? NONE
}

const COUNTED = 10_000

async function countRedirected(tx: Tx, workspaceId: string, since: Date) {
  const [row] = await tx.rows<typeof NOTHING>('email_redirected', COUNT, [workspaceId, since, firstIdAt('msg', since)])
  return row!
}

const COUNT = `
select
  (select count(*)::int from (select channel from messages where workspace_id = $1 and redirected_at >= $2
     limit ${COUNTED}) t where channel = 'email') as redirected,
  (select count(*)::int from (select channel, skip_reason from messages where workspace_id = $1 and class = 'alert'
     and filed = 'skipped' and id >= $3 order by id desc limit ${COUNTED}) t
   where channel = 'email' and skip_reason = 'redirect_limit') as over_limit`

/** @throws {Problem} 422 at the address. */
export async function changeEmailSettings(
  context: Context,
  actor: Actor,
  { redirect: wanted }: EmailSettingsPatch,
): Promise<void> {
  const { workspaceId } = actor
  const sealer = await context.keys.forWorkspace(workspaceId)
  await context.db.tenant(workspaceId, async (tx) => {
    await tx.rows('email_settings_hold', HOLD, [workspaceId])
    const row = await readRow(tx, workspaceId)
    const before = {
      on: isOn(row, context.now()),
      to: openAddress(sealer, workspaceId, row),
      until: row.redirect_until,
    }
    const to = addressIn(wanted.to, before.to, wanted.enabled)
    const isNew = wanted.enabled && (!before.on || to !== before.to)
    const hours = wanted.ends_after_hours
    const keeps = hours === undefined && before.on
    const ends = hours ? new Date(context.now().getTime() + hours * 3_600_000) : null
    const until = wanted.enabled ? (keeps ? before.until : ends) : null
    const sealed = to && sealer.seal(redirectPurpose(workspaceId), to)
    await tx.rows('email_settings_save', SAVE, [workspaceId, sealed, wanted.enabled, until, isNew, actor.name])
    const told = (on: boolean, address: string | null, end: Date | null) => ({
      email_redirect: on,
      email_redirect_to: address && maskEmail(address),
      email_redirect_until: on ? (end?.toISOString() ?? null) : null,
    })
    const [from, after] = [told(before.on, before.to, before.until), told(wanted.enabled, to, until)]
    await recordChange(tx, actor, {
      action: 'email_settings.changed',
      target: 'email_settings',
      changes: changed(from, after),
    })
  })
}

function addressIn(typed: string | null | undefined, stored: string | null, enabled: boolean): string | null {
  const pointer = '/redirect/to'
  const given = typed?.trim() ?? ''
  // A form sends back what it was shown.
  if (typed === undefined || (stored !== null && given === maskEmail(stored))) {
    if (enabled && stored === null) throw invalid([{ pointer, detail: 'The test address is missing.' }])
    return stored
  }
  if (given === '') {
    if (enabled) throw invalid([{ pointer, detail: 'The test address is missing.' }])
    return null
  }
  if (!isAddress(given)) throw invalid([{ pointer, detail: 'One email address, as in tests@acme.example.' }])
  return given
}

type Told = Record<string, unknown>

function changed(before: Told, after: Told) {
  const names = Object.keys(after).filter((name) => before[name] !== after[name])
  return Object.fromEntries(names.map((name) => [name, { from: before[name], to: after[name] }]))
}

const HOLD = `insert into email_settings as kept (workspace_id) values ($1)
on conflict (workspace_id) do update set redirect_enabled = kept.redirect_enabled`

const SAVE = `
update email_settings set redirect_sealed = $2, redirect_enabled = $3, redirect_until = $4,
  redirect_since = case when $5 then now() else redirect_since end,
  redirect_by = case when $5 then $6 else redirect_by end
where workspace_id = $1`
