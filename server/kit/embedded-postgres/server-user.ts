import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { chmod, lchown, lstat, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './platform.ts'

/** Who PostgreSQL runs as. It refuses to run as root, and initdb needs a user that has a name. */
export interface ServerUser {
  /** What stands before every command. */
  prefix: string[]
  /** Whom to become, and who then owns the files; undefined: nothing changes. */
  ids: { uid: number; gid: number } | undefined
  /** The owner of the files, as we see them. */
  fileOwner: { uid: number; gid: number }
  /** The version the binaries tell: proof that they run here as this user. */
  version: string
}

const run = promisify(execFile)

/** Ourselves; as root, nobody in a user namespace (needs no change of owners), else `postgres` or `nobody` for real. */
export async function chooseServerUser(
  binaries: Binaries,
  environment: Record<string, string>,
  dataDir: string,
): Promise<ServerUser> {
  const isRoot = process.getuid?.() === 0
  let complaint = ''
  for (const candidate of isRoot ? candidatesForRoot() : [ourselves()]) {
    try {
      if (candidate.ids) await letIn(candidate.ids, [binaries.packageFolder, dataDir], dataDir)
      const [command, ...args] = [...candidate.prefix, binaries.postgres, '--version']
      const { stdout } = await run(command!, args, { env: environment, ...candidate.ids })
      return { ...candidate, version: /(\d+\.\d+)/.exec(stdout)?.[1] ?? stdout.trim() }
    } catch (error) {
      complaint = String((error as { stderr?: string }).stderr || (error as Error).message)
        .trim()
        .split('\n')[0]!
    }
  }
  throw new Error(
    isRoot
      ? `PostgreSQL refuses to run as root, and no other user can be used (${complaint}): start as an ordinary user, or set DATABASE_URL.`
      : `The PostgreSQL that npm installed does not run here (${complaint}): set DATABASE_URL to a PostgreSQL 16 or newer.`,
  )
}

/** Hands a folder over, so that PostgreSQL finds itself its owner. Only while no server runs on it. */
export async function handOver(path: string, user: ServerUser): Promise<void> {
  const { uid, gid } = user.fileOwner
  const top = await lstat(path)
  if (process.getuid?.() !== 0 || top.uid === uid) return
  if (top.isDirectory()) {
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    for (const entry of entries) await lchown(join(entry.parentPath, entry.name), uid, gid)
  }
  // The top comes last: after a kill half-way the next start sees that it is not done.
  await lchown(path, uid, gid)
}

type Candidate = Omit<ServerUser, 'version'>

function ourselves(): Candidate {
  return { prefix: [], ids: undefined, fileOwner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } }
}

function candidatesForRoot(): Candidate[] {
  const accounts = ['postgres', 'nobody'].flatMap((name) => findAccount(name) ?? [])
  const named = accounts.at(-1)
  const unshare = named && ['unshare', '--user', `--map-user=${named.uid}`, `--map-group=${named.gid}`, '--']
  // Outside of the namespace it is still root, without any capability: root's files stay root's.
  const inNamespace = unshare ? [{ prefix: unshare, ids: undefined, fileOwner: { uid: 0, gid: 0 } }] : []
  return [...inNamespace, ...accounts.map((ids) => ({ prefix: [], ids, fileOwner: ids }))]
}

function findAccount(name: string): { uid: number; gid: number } | undefined {
  const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8')) ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

/** Opens the data folder (ours) for passing through, and tells which other folder on the way is closed. */
async function letIn(ids: { uid: number; gid: number }, paths: string[], dataDir: string): Promise<void> {
  await chmod(dataDir, (await stat(dataDir)).mode | 0o011)
  for (const path of paths) {
    for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
      const { uid, gid, mode } = statSync(folder)
      const bit = uid === ids.uid ? 0o100 : gid === ids.gid ? 0o010 : 0o001
      if (!(mode & bit)) throw new Error(`user ${ids.uid} may not enter ${folder}`)
    }
  }
}
