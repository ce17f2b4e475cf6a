import { execFile } from 'node:child_process'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { linkLibraries } from './links.ts'
import { type Binaries, findBinaries } from './platform.ts'
import { endsWithin, listProcesses, sendSignal } from './processes.ts'
import { chooseServerUser, handOver, type ServerUser } from './server-user.ts'
import { port, type ServerPlaces, serverArguments } from './settings.ts'

/** Everything needed to run and to recognise the server of one data folder. */
export interface Cluster extends ServerPlaces {
  dataDir: string
  command: string[]
  environment: Record<string, string>
  user: ServerUser
  supervisorPassword: string
  ownerPassword: string
}

const run = promisify(execFile)
const majorVersion = '18'

/** Makes the data folder ready: links, self-test, password, `initdb` when there is no cluster yet. */
export async function prepareCluster(dataDir: string, settings: Record<string, string>): Promise<Cluster> {
  const binaries = findBinaries()
  const links = await linkLibraries(binaries, join(dataDir, 'lib'))
  const environment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC', ...links }
  const user = await chooseServerUser(binaries, environment, dataDir)
  const folder = join(dataDir, 'pg')
  const supervisorPassword = await readOrMakePassword(dataDir, user)
  await ensureInitialised(dataDir, folder, binaries, user, environment)
  const places = {
    folder,
    socketFolder: await prepareSocketFolder(dataDir, user),
    logFolder: await prepareFolder(join(dataDir, 'log'), user),
    tag: await clusterTag(folder),
  }
  return {
    dataDir,
    ...places,
    command: [binaries.postgres, ...serverArguments(places, settings)],
    environment,
    user,
    supervisorPassword,
    // Derived, so that there is one secret to keep; it tells nothing about the one it comes from.
    ownerPassword: createHmac('sha256', supervisorPassword).update('handset_owner').digest('base64url'),
  }
}

/**
 * The cluster's name, in the command line of its server and in the title of every process of it. The inode of
 * PostgreSQL's folder, not its path: it stays when the folder is renamed, differs in a copy, and cannot be given
 * to another folder while a process still works in this one.
 */
export async function clusterTag(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true })
  return `handset-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16)}`
}

async function readOrMakePassword(dataDir: string, user: ServerUser): Promise<string> {
  const file = join(dataDir, 'password')
  if (!existsSync(file)) {
    if (existsSync(join(dataDir, 'pg'))) throw new Error(`${file} is missing; without it the database stays closed.`)
    await writeFile(`${file}.new`, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
    await rename(`${file}.new`, file)
  }
  await handOver(file, user)
  return await readFile(file, 'utf8')
}

async function ensureInitialised(
  dataDir: string,
  folder: string,
  binaries: Binaries,
  user: ServerUser,
  environment: Record<string, string>,
): Promise<void> {
  await removeDrafts(dataDir)
  if (existsSync(folder)) return await checkComplete(folder)
  const draft = await prepareFolder(`${folder}.tmp-${randomBytes(4).toString('hex')}`, user)
  const [command, ...args] = [...user.prefix, binaries.initdb, '-D', draft, '-U', 'supervisor']
  args.push(`--pwfile=${join(dataDir, 'password')}`, '--auth=scram-sha-256', '--data-checksums')
  // The built-in locale sorts the same on every system: an upgrade of the system cannot break an index.
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  try {
    await run(command!, args, { env: environment, ...user.ids })
  } catch (error) {
    const complaint = String((error as { stderr?: string }).stderr || error)
      .trim()
      .split('\n')
      .at(-1)
    throw new Error(`PostgreSQL could not make its folder ${draft}: ${complaint}`)
  }
  await rename(draft, folder)
  const parent = await open(dataDir)
  await parent.sync()
  await parent.close()
}

/** What a start that was killed left half-made. Its `initdb` may still be at work, and ends best by itself. */
async function removeDrafts(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith('pg.tmp-')) continue
    const draft = join(dataDir, name)
    const orphans = listProcesses().filter(({ command }) => command.includes(draft))
    for (const orphan of orphans) if (!(await endsWithin(orphan, 30_000))) sendSignal(orphan, 'SIGKILL')
    await rm(draft, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function checkComplete(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'PG_VERSION')) || !existsSync(join(folder, 'global', 'pg_control'))) {
    throw new Error(`${folder} is not a complete PostgreSQL data directory; nothing in it was touched.`)
  }
  const version = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim()
  if (version !== majorVersion) {
    throw new Error(`${folder} was made by PostgreSQL ${version}, and PostgreSQL ${majorVersion} cannot open it.`)
  }
}

/** Inside the data folder, or under the temporary folder where the address of the socket would be too long. */
async function prepareSocketFolder(dataDir: string, user: ServerUser): Promise<string> {
  const inside = join(dataDir, 'sock')
  if (Buffer.byteLength(`${inside}/.s.PGSQL.${port}`) <= 100) return await prepareFolder(inside, user)
  const folder = join(tmpdir(), `handset-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
  // In a folder that everybody may write to, only what was made here is handed over; what was there is judged.
  if (await mkdir(folder, { recursive: true, mode: 0o700 })) await handOver(folder, user)
  const found = await lstat(folder)
  if (!found.isDirectory() || found.uid !== user.fileOwner.uid || found.mode & 0o077) {
    throw new Error(`${folder}, needed for PostgreSQL's socket, belongs to somebody else: remove it.`)
  }
  return folder
}

async function prepareFolder(folder: string, user: ServerUser): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await handOver(folder, user)
  return folder
}
