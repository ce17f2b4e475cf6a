import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import pg, { type Client } from 'pg'
import { withClient } from '../kit/embedded-postgres/connect.ts'
import { supervisorAt } from '../kit/embedded-postgres/running.ts'
import { startEmbeddedPostgres } from '../kit/embedded-postgres/start.ts'
import { INSTALLATION } from '../kit/id.ts'
import { makeFolder } from '../kit/make-folder.ts'
import { migrate, migrationNames } from '../kit/migrate.ts'
import { pauseRestored as pause } from '../workspaces/sending-pause.ts'
import { withServer } from './backup.ts'
import { ARCHIVE } from './base-backup.ts'
import { checkDatabase } from './check.ts'
import { DRAFT } from './half-restored.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { neededKeys } from './needed-keys.ts'
import { megabytes, type Progress } from './progress.ts'
import { readTar } from './tar.ts'
import { verifyBackup } from './verify.ts'

export interface Restored {
  manifest: Manifest
  migrated: string[]
  workspaces: number
  messages: number
  /** Texts that were waiting, and attempts whose end was not known: both are looked up before anything is sent. */
  waiting: number
  inDoubt: number
  /** The names of the keys that it needs. */
  keys: string[]
}

const POSTGRES_MAJOR = '18'
/** A database of any size may be checked. */
const UNLIMITED_MS = 24 * 3600 * 1000

/**
 * Brings a backup to a new data folder, whose sending is paused before anybody can start it. Nothing is written before
 * the whole backup was compared with its manifest.
 */
export async function restore(from: string, target: string, progress: Progress): Promise<Restored> {
  const dataDir = resolve(target)
  const manifest = await readManifest(from)
  await refuseUnfit(manifest)
  await refuseUsed(dataDir)
  const archiveBytes = manifest.files[ARCHIVE]?.bytes ?? 0
  progress.say(`The backup of ${manifest.started.at} has ${megabytes(archiveBytes)} MB.`)
  await verifyBackup(from, manifest.files, progress.start('verified', archiveBytes))
  const draft = join(dataDir, DRAFT)
  await makeFolder(dataDir)
  // PostgreSQL may have to run as somebody else, who must be able to pass through; the draft itself is closed.
  await chmod(dataDir, 0o711)
  await mkdir(draft, { mode: 0o700 })
  try {
    await unpack(from, draft, progress.start('unpacked', archiveBytes))
    const names = Object.keys(manifest.files).filter((name) => name === 'password' || name === 'key')
    for (const name of names) await copyPrivate(join(from, name), join(draft, name))
    const restored = await bringUp(draft, manifest, progress)
    // The database last: without it the folder is none that Handset could start by mistake.
    for (const name of [...names, 'pg']) await rename(join(draft, name), join(dataDir, name))
    return restored
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 5 })
    await chmod(dataDir, 0o700)
    await flushFolder(dataDir)
  }
}

/**
 * Says of the configured database that it was brought back to an earlier state by other means.
 *
 * @returns false when nothing has ever run on it.
 */
export async function pauseRestored(
  config: { dataDir: string; databaseUrl: string | null },
  at: Date | null,
  progress: Progress,
): Promise<boolean> {
  const mark = async (client: Client) => {
    const { rows } = await client.query<{ known: boolean }>(`select to_regclass('installation') is not null as known`)
    return rows[0]!.known && (await pause(client, at))
  }
  if (!config.databaseUrl && !existsSync(join(config.dataDir, 'pg')))
    throw new Error(`There is no database in ${config.dataDir}.`)
  if (!config.databaseUrl) return withServer(config.dataDir, progress, (connection) => withClient(connection, mark))
  const url = { connectionString: config.databaseUrl }
  await migrate(url)
  const client = new pg.Client(url)
  await client.connect()
  return mark(client).finally(() => client.end())
}

async function refuseUnfit({ postgres, migrations, handset }: Manifest): Promise<void> {
  const major = postgres.split('.')[0]
  if (major !== POSTGRES_MAJOR)
    throw new Error(`The backup is of PostgreSQL ${major}, and PostgreSQL ${POSTGRES_MAJOR} cannot open it.`)
  const known = await migrationNames()
  const newer = migrations.filter((name) => !known.includes(name))
  if (newer.length)
    throw new Error(
      `The backup was made by a newer Handset (${handset}; ${newer.join(', ')}). Restore it with that one.`,
    )
}

async function refuseUsed(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    throw new Error(`${dataDir} cannot be restored to: ${error.code === 'ENOTDIR' ? 'it is a file' : error.code}.`)
  })
  if (names.includes(DRAFT))
    throw new Error(`${join(dataDir, DRAFT)} is what a restore that was killed left behind. Remove it first.`)
  if (names.length) throw new Error(`${dataDir} is not empty. Restore to a new folder; nothing was touched.`)
}

async function unpack(from: string, draft: string, onBytes: (bytes: number) => void): Promise<void> {
  const folder = join(draft, 'pg')
  await mkdir(folder, { mode: 0o700 })
  // PostgreSQL flushes all of it before it begins to recover.
  for await (const { name, kind, pieces } of readTar(join(from, ARCHIVE), (bytes) => onBytes(bytes.length))) {
    const path = join(folder, name)
    await mkdir(kind === 'folder' ? path : dirname(path), { recursive: true, mode: 0o700 })
    if (kind === 'folder') continue
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const piece of pieces()) await file.writeFile(piece)
    } finally {
      await file.close()
    }
  }
}

async function copyPrivate(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  await chmod(to, 0o600)
}

async function bringUp(draft: string, manifest: Manifest, progress: Progress): Promise<Restored> {
  progress.say('Starting the database, which brings itself to the end of the backup.')
  const postgres = await startEmbeddedPostgres({ dataDir: draft, log: () => {} })
  try {
    const supervisor = await supervisorAt(draft, postgres.connection.host)
    await withClient(supervisor, (client) => refuseDamaged(client, manifest, progress), UNLIMITED_MS)
    const migrated = await migrate(postgres.connection)
    const counts = await withClient(supervisor, (client) => pauseAndCount(client, manifest), UNLIMITED_MS)
    return { manifest, migrated, ...counts }
  } finally {
    await postgres.stop()
  }
}

async function refuseDamaged(client: Client, manifest: Manifest, progress: Progress): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select system_identifier::text as id from pg_control_system()')
  if (rows[0]?.id !== manifest.system_identifier)
    throw new Error('The archive is of another database than the manifest.')
  const wrong = await checkDatabase(client, (bytes) => progress.start('checked', bytes))
  if (wrong.length) throw new Error(`The restored database is damaged:\n${wrong.slice(0, 10).join('\n')}`)
}

async function pauseAndCount(client: Client, manifest: Manifest): Promise<Omit<Restored, 'manifest' | 'migrated'>> {
  await pause(client, manifest.started.at)
  const { rows } = await client.query<Omit<Restored, 'manifest' | 'migrated' | 'keys'>>(
    `select (select count(*) from workspaces where workspace_id <> $1)::int as workspaces, (select count(*) from messages)::float8 as messages,
       (select count(*) from queue)::float8 as waiting,
       (select count(*) from attempts where state in ('started', 'unknown'))::float8 as "inDoubt"`,
    [INSTALLATION],
  )
  return { ...rows[0]!, keys: await neededKeys(client) }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}
