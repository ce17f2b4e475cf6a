import { existsSync } from 'node:fs'
import { copyFile, open, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Connection, withClient } from '../kit/embedded-postgres/connect.ts'
import { takeLock } from '../kit/embedded-postgres/lock.ts'
import { findRunning, supervisorAt } from '../kit/embedded-postgres/running.ts'
import { startEmbeddedPostgres } from '../kit/embedded-postgres/start.ts'
import { makeFolder } from '../kit/make-folder.ts'
import { ARCHIVE, type BaseBackup, LIST, takeBaseBackup } from './base-backup.ts'
import { type Manifest, writeManifest } from './manifest.ts'
import type { Progress } from './progress.ts'
import { describeFile } from './sink.ts'
import { verifyBackup } from './verify.ts'

/** Where Handset runs, as its configuration says. */
export interface Installed {
  dataDir: string
  keyFile: { path: string }
  version: string
}

/**
 * Makes a backup in a new folder under `to` and resolves with its path. Handset may run meanwhile; where it does not,
 * its database is started for as long as it takes. Until all is written, flushed and read back, the folder's name ends
 * in `.partial`, and it has no manifest.
 */
export async function backUp(
  installed: Installed,
  options: { to: string; withKey: boolean },
  progress: Progress,
): Promise<{ folder: string; manifest: Manifest }> {
  const { dataDir } = installed
  if (!existsSync(join(dataDir, 'pg'))) throw new Error(`There is no database in ${dataDir}: nothing to back up.`)
  const lock = await takeLock(join(dataDir, 'backup.lock'))
  if (!lock.taken) throw new Error(`A backup of ${dataDir} is under way already (process ${lock.pid}).`)
  try {
    return await withServer(dataDir, progress, (connection) => write(connection, installed, options, progress))
  } finally {
    await lock.release()
  }
}

/** Connected as superuser to the embedded database, which is started for as long as it takes where it does not run. */
export async function withServer<T>(
  dataDir: string,
  progress: Progress,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const running = await findRunning(dataDir)
  if (running) return await work(running)
  progress.say('Handset does not run: its database is started for as long as this takes.')
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} })
  try {
    return await work(await supervisorAt(dataDir, postgres.connection.host))
  } finally {
    await postgres.stop()
  }
}

async function write(
  connection: Connection,
  { dataDir, keyFile, version }: Installed,
  { to, withKey }: { to: string; withKey: boolean },
  progress: Progress,
): Promise<{ folder: string; manifest: Manifest }> {
  const facts = await askFacts(connection)
  const folder = join(resolve(to), `handset-${facts.at.toISOString().replaceAll(':', '-')}`)
  const draft = `${folder}.partial`
  await makeFolder(resolve(to))
  await refuseNarrow(resolve(to), facts.bytes)
  await makeFolder(draft)
  try {
    const keysBefore = withKey ? await readFile(keyFile.path, 'utf8') : ''
    const copying = progress.start('copied', facts.bytes)
    const base = await takeBaseBackup(connection, draft, copying)
    const stoppedAt = (await askFacts(connection)).at
    const others = { password: join(dataDir, 'password'), ...(withKey && { key: keyFile.path }) }
    const files = { ...toFiles(base), ...(await copyOthers(others, draft)) }
    if (withKey) files.key = await addKeys(join(draft, 'key'), keysBefore)
    await verifyBackup(draft, files, progress.start('read back', base.archive.bytes))
    const manifest: Manifest = {
      format: 1,
      handset: version,
      postgres: facts.version,
      system_identifier: facts.system_identifier,
      timeline: base.timeline,
      migrations: facts.migrations,
      started: { at: facts.at.toISOString(), lsn: base.startLsn },
      stopped: { at: stoppedAt.toISOString(), lsn: base.stopLsn },
      key: withKey ? { inside: true } : { inside: false, was_at: keyFile.path },
      files,
    }
    const { name, text } = writeManifest(manifest)
    await writeFile(join(draft, name), text, { mode: 0o600, flush: true })
    await flushFolder(draft)
    await rename(draft, folder)
    await flushFolder(resolve(to))
    return { folder, manifest }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw explained(error as NodeJS.ErrnoException)
  }
}

interface Facts {
  at: Date
  version: string
  system_identifier: string
  bytes: number
  migrations: string[]
}

async function askFacts(connection: Connection): Promise<Facts> {
  return withClient(connection, async (client) => {
    const { rows } = await client.query<Facts>(
      `select clock_timestamp() as at, current_setting('server_version') as version,
         (select system_identifier::text from pg_control_system()),
         (select sum(pg_database_size(oid)) from pg_database)::float8 as bytes, array[]::text[] as migrations`,
    )
    const { rows: known } = await client.query<{ known: boolean }>(
      `select to_regclass('migrations') is not null as known`,
    )
    if (!known[0]!.known) return rows[0]!
    const migrations = await client.query<{ name: string }>('select name from migrations order by name')
    return { ...rows[0]!, migrations: migrations.rows.map(({ name }) => name) }
  })
}

/** The log of what happens meanwhile comes on top; that there is no room for it shows only then. */
async function refuseNarrow(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize > bytes) return
  const megabytes = (count: number) => `${Math.ceil(count / 1e6)} MB`
  throw new Error(`${folder} has room for ${megabytes(bavail * bsize)}, and the backup needs ${megabytes(bytes)}.`)
}

function toFiles({ archive, list }: BaseBackup): Manifest['files'] {
  return { [ARCHIVE]: archive, [LIST]: list }
}

async function copyOthers(others: Record<string, string>, folder: string): Promise<Manifest['files']> {
  const files: Manifest['files'] = {}
  for (const [name, from] of Object.entries(others)) {
    const path = join(folder, name)
    await copyFile(from, path)
    files[name] = await describeFile(path)
  }
  return files
}

/** A key that was given up while the database was copied may be the one that the copy needs. */
async function addKeys(path: string, before: string): Promise<Manifest['files'][string]> {
  const lines = (text: string) => text.split('\n').filter(Boolean)
  const now = lines(await readFile(path, 'utf8'))
  const gone = lines(before).filter((line) => !now.includes(line))
  if (gone.length) await writeFile(path, [...now, ...gone, ''].join('\n'))
  return describeFile(path)
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

/** In words, where the driver or the system only has a code. */
function explained(error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOSPC') return new Error('The disk is full: nothing was kept of this backup.')
  if (error.code === '57P01' || /terminated unexpectedly|ECONNRESET|EPIPE/.test(error.message))
    return new Error('PostgreSQL was stopped during the backup: nothing was kept of it.')
  if (error.code === 'XX001')
    return new Error(`The database is damaged, nothing was kept of this backup: ${error.message}`)
  return error
}
