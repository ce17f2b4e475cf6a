import type { z } from '@hono/zod-openapi'
import type { Database } from '../kit/db.ts'
import type { Keys } from '../kit/keys.ts'
import { describeMail, type MailSettings, openMail, readMailUrl } from '../mail/settings.ts'
import { readPublicAddress } from './address.ts'
import type { installationOut } from './schema.ts'

/** What belongs to the installation as a whole. What the environment says wins over what the console saved. */
export interface Installation {
  publicUrl(): string | null
  sendingPaused(): boolean
  mail(): MailSettings | null
  /** For people; secrets are left out. */
  shown(): InstallationOut
  /** Takes up what was saved just now. Other processes see it within five seconds. */
  refresh(): Promise<void>
  close(): Promise<void>
}

type InstallationOut = z.infer<typeof installationOut>

/** What the environment says. */
export interface Surroundings {
  publicUrl: string | null
  smtp: { url: string; from: string } | null
  keyFile: { path: string; from: 'environment' | 'data_dir' }
}

const REFRESH_MS = 2000

/** @throws {Error} in one line when the environment holds something that cannot be used. */
export async function openInstallation(db: Database, keys: Keys, config: Surroundings): Promise<Installation> {
  const given = readEnvironment(config)
  let saved = await loadSaved(db)
  const refresh = async () => {
    saved = await loadSaved(db)
  }
  // A database that is away is reported by whoever needs it; until it is back, what was known last stands.
  const timer = setInterval(() => refresh().catch(() => {}), REFRESH_MS)
  timer.unref()
  const mail = () => given.mail ?? (saved.mail_sealed && openMail(keys.installation, saved.mail_sealed))

  return {
    publicUrl: () => given.publicUrl ?? saved.public_url,
    sendingPaused: () => saved.sending_paused_since !== null,
    mail,
    shown: () => ({
      public_url: { value: given.publicUrl ?? saved.public_url, from: origin(given.publicUrl, saved.public_url) },
      mail: {
        ...shownMail(mail()),
        from: origin(given.mail, saved.mail_sealed),
        checked_at: given.mail ? null : (saved.mail_checked_at?.toISOString() ?? null),
      },
      key: { file: config.keyFile.path, from: config.keyFile.from },
      new_workspaces: saved.new_workspaces as InstallationOut['new_workspaces'],
      workspaces_per_person: saved.workspaces_per_person,
      deletion_grace_days: saved.deletion_grace_days,
      access_contact: saved.access_contact,
    }),
    refresh,
    close: async () => clearInterval(timer),
  }
}

function readEnvironment(config: Surroundings) {
  const address = readPublicAddress(config.publicUrl)
  if ('problem' in address) throw new Error(`HANDSET_PUBLIC_URL: ${address.problem}`)
  return { publicUrl: address.url, mail: config.smtp && readMailUrl(config.smtp.url, config.smtp.from) }
}

async function loadSaved(db: Database) {
  const row = await db.signIn((tx) =>
    tx
      .selectFrom('installation')
      .select(['public_url', 'mail_sealed', 'mail_checked_at', 'sending_paused_since'])
      .select(['new_workspaces', 'workspaces_per_person', 'deletion_grace_days', 'access_contact'])
      .executeTakeFirst(),
  )
  return row ?? UNSAVED
}

/** Until there is a row. */
const UNSAVED = {
  public_url: null,
  mail_sealed: null,
  mail_checked_at: null,
  sending_paused_since: null,
  new_workspaces: 'operator',
  workspaces_per_person: 3,
  deletion_grace_days: 14,
  access_contact: null,
}

function origin(given: unknown, saved: unknown): 'environment' | 'console' | 'nothing' {
  if (given) return 'environment'
  return saved ? 'console' : 'nothing'
}

function shownMail(settings: MailSettings | null) {
  if (!settings) return { value: null, server: null }
  const { host, port, secure, user, from, password } = settings
  const server = { host, port, secure, user, from, password_set: password !== null }
  return { value: describeMail(settings), server }
}
