import type { z } from '@hono/zod-openapi'
import { type Change, recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import { INSTALLATION } from '../kit/id.ts'
import { type FieldError, invalid, Problem } from '../kit/problem.ts'
import { checkMail } from '../mail/check.ts'
import { describeMail, type MailSettings, sealMail } from '../mail/settings.ts'
import { readPublicAddress } from './address.ts'
import { changesOf } from './changes.ts'
import type { installationPatch, mailInput } from './schema.ts'

type Wanted = z.infer<typeof installationPatch>

/** Columns to write and what the audit says of them. Missing is left as it is; null takes it away. */
export interface InstallationChange {
  columns: {
    public_url?: string | null
    mail_sealed?: Buffer | null
    mail_from?: string | null
    mail_checked_at?: Date
    new_workspaces?: string
    workspaces_per_person?: number
    deletion_grace_days?: number
    access_contact?: string | null
  }
  changes: NonNullable<Change['changes']>
}

export async function changeInstallation(context: Context, actor: Actor, wanted: Wanted): Promise<void> {
  const { columns, changes } = await checkInstallation(context, wanted)
  if (Object.keys(columns).length === 0) return
  await context.db.signIn(async (tx) => {
    await tx.updateTable('installation').set(columns).execute()
    // The same settings again are a look whether they still work.
    if (Object.keys(changes).length === 0) return
    await recordChange(
      tx,
      { ...actor, workspaceId: INSTALLATION },
      { action: 'installation.changed', target: 'installation', changes },
    )
  })
  await context.installation.refresh()
}

/** Saves nothing. The mail server is asked here, so that what does not work is never saved. */
export async function checkInstallation(context: Context, wanted: Wanted): Promise<InstallationChange> {
  const now = context.installation.shown()
  const change: InstallationChange = { columns: {}, changes: {} }
  const address = readPublicAddress(wanted.public_url ?? null)
  const errors: FieldError[] = []
  if (wanted.public_url !== undefined && now.public_url.from === 'environment')
    errors.push({ pointer: '/public_url', detail: setOutside('HANDSET_PUBLIC_URL') })
  if ('problem' in address) errors.push({ pointer: '/public_url', detail: address.problem })
  if (wanted.mail !== undefined && now.mail.from === 'environment')
    errors.push({ pointer: '/mail', detail: setOutside('HANDSET_SMTP_URL') })
  if ('problem' in address || errors.length) throw invalid(errors)

  if (wanted.public_url !== undefined && address.url !== now.public_url.value) {
    change.columns.public_url = address.url
    change.changes.public_url = { from: now.public_url.value, to: address.url }
  }
  addRules(wanted, now, change)
  if (wanted.mail !== undefined) await addMail(context, wanted.mail, change)
  return change
}

/** What needs no check beyond its shape. */
function addRules(wanted: Wanted, now: ReturnType<Context['installation']['shown']>, change: InstallationChange): void {
  const { new_workspaces, workspaces_per_person, deletion_grace_days } = wanted
  const access_contact = wanted.access_contact === undefined ? undefined : wanted.access_contact || null
  const changes = changesOf(now, { new_workspaces, workspaces_per_person, deletion_grace_days, access_contact })
  Object.assign(change.changes, changes)
  for (const [name, { to }] of Object.entries(changes)) Object.assign(change.columns, { [name]: to })
}

async function addMail(
  context: Context,
  wanted: z.infer<typeof mailInput> | null,
  { columns, changes }: InstallationChange,
): Promise<void> {
  const before = context.installation.mail()
  const after = wanted && completed(wanted, before)
  if (!after && !before) return
  const trouble = after && (await checkMail(after))
  if (trouble) {
    const { kind, field, detail } = trouble
    const errors = [{ pointer: `/mail/${field}`, detail }]
    throw new Problem(422, `mail_${kind}`, `${detail} Nothing was saved.`, { errors })
  }
  columns.mail_sealed = after && sealMail(context.keys.installation, after)
  columns.mail_from = after?.from ?? null
  columns.mail_checked_at = context.now()
  Object.assign(changes, mailChanges(before, after))
  if (wanted?.password !== undefined) changes.mail_password = { from: before?.password ? 'set' : null, to: 'replaced' }
}

function mailChanges(before: MailSettings | null, after: MailSettings | null): InstallationChange['changes'] {
  const [from, to] = [before && describeMail(before), after && describeMail(after)]
  return {
    ...(from !== to && { mail: { from, to } }),
    ...(before?.from !== after?.from && { mail_from: { from: before?.from ?? null, to: after?.from ?? null } }),
  }
}

/** An untouched password is kept, but only for the server and user that it was given for. */
function completed(wanted: z.infer<typeof mailInput>, before: MailSettings | null): MailSettings {
  const { host, port, secure = port === 465, from } = wanted
  const user = wanted.user || null
  const kept = before?.host === host && before.user === user ? before.password : null
  return { host, port, secure, user, password: wanted.password ?? kept, from }
}

function setOutside(variable: string): string {
  return `Set by ${variable} in the environment of the server, and can only be changed there.`
}
