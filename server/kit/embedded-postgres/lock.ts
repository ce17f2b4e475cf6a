import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { findProcess, isRunning } from './processes.ts'

interface Holder {
  pid: number
  identity: string
  token: string
}

export type LockResult = { taken: true; release: () => Promise<void> } | { taken: false; pid: number }

/** Takes the lock file at `path`, also from a holder that is dead. Never waits. */
export async function takeLock(path: string): Promise<LockResult> {
  const own: Holder = { pid: process.pid, identity: findProcess(process.pid)!.identity, token: randomUUID() }
  const draft = `${path}.draft-${own.token}`
  await writeFile(draft, JSON.stringify(own), { flag: 'wx', mode: 0o600 })
  try {
    return await claim(path, draft, own)
  } finally {
    await rm(draft, { force: true })
  }
}

async function claim(path: string, draft: string, own: Holder): Promise<LockResult> {
  const taken: LockResult = { taken: true, release: () => release(path, own) }
  for (;;) {
    // A link appears with its whole content, or not at all: nobody reads half a lock.
    if (await tryLink(draft, path)) return taken
    const holder = await readHolder(path)
    if (!holder) continue
    if (isRunning(holder)) return { taken: false, pid: holder.pid }
    // Of several that see the same dead holder only one may replace it, and only while it is still there.
    const turn = await takeLock(`${path}.after-${holder.token}`)
    if (!turn.taken) return turn
    const unchanged = (await readHolder(path))?.token === holder.token
    if (unchanged) await rename(draft, path)
    await turn.release()
    if (unchanged) return taken
  }
}

async function tryLink(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // Empty after a power cut: its holder is surely dead.
    if (error instanceof SyntaxError) return { pid: 0, identity: '', token: 'unreadable' }
    throw error
  }
}

async function release(path: string, own: Holder): Promise<void> {
  if ((await readHolder(path))?.token === own.token) await rm(path)
}
