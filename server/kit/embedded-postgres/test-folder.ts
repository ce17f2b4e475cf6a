import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { clusterTag } from './cluster.ts'
import { type Connection, withClient } from './connect.ts'
import { findPostmaster } from './former-server.ts'
import { listProcesses } from './processes.ts'
import { memoryFolder } from './scratch.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts'

export interface TestFolder {
  dataDir: string
  lines: string[]
  start(settings?: Record<string, string>): Promise<EmbeddedPostgres>
  /** In a process of its own, which stays. It answers with what it was given, or with the line of its refusal. */
  startInChild(): Promise<{ child: ChildProcess; answer: { connection: Connection; adopted: boolean } | string }>
  /** The same, not waiting for its answer. */
  spawnStart(): ChildProcess
}

/** A folder for one test, cleared of servers and removed after it. It holds a stopped database, unless `empty`. */
export async function makeTestFolder(
  t: { after(work: () => Promise<void>): void },
  { name = 'data', empty = false } = {},
): Promise<TestFolder> {
  const top = await mkdtemp(join(memoryFolder(), 'handset-pg-test-'))
  const dataDir = join(top, name)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const lines: string[] = []
  const servers: EmbeddedPostgres[] = []
  const children: ChildProcess[] = []
  t.after(async () => {
    for (const child of children) await killChild(child)
    for (const server of servers) await server.stop()
    await killAll(dataDir)
    await rm(top, { recursive: true, force: true, maxRetries: 5 })
  })
  // A copy is made much faster than a new database.
  if (!empty) await cp(await templateFolder(), dataDir, { recursive: true })
  const start = async (settings = {}) => {
    const server = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line), settings })
    servers.push(server)
    return server
  }
  const spawnStart = () => {
    const child = spawnStarter(dataDir)
    children.push(child)
    return child
  }
  const startInChild = async () => {
    const child = spawnStart()
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string]
    return { child, answer: JSON.parse(line) }
  }
  return { dataDir, lines, start, startInChild, spawnStart }
}

export async function postmasterOf(dataDir: string): Promise<number | undefined> {
  return findPostmaster(await clusterTag(join(dataDir, 'pg')))?.pid
}

/** As the machine would be after losing everything at once. */
export async function killAll(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, 'pg'))) return
  const tag = await clusterTag(join(dataDir, 'pg'))
  for (;;) {
    const alive = listProcesses().filter(({ command }) => command.includes(tag))
    if (alive.length === 0) return
    for (const { pid } of alive) kill(pid)
    await sleep(10)
  }
}

export function kill(pid: number | undefined): void {
  try {
    process.kill(pid!, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export async function killChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Waits for a condition, which may throw as long as it does not hold. */
export async function until(holds: () => Promise<unknown>, timeoutMs = 20_000): Promise<void> {
  const endMs = performance.now() + timeoutMs
  let reason: unknown
  while (performance.now() < endMs) {
    try {
      if (await holds()) return
    } catch (error) {
      reason = error
    }
    await sleep(20)
  }
  throw new Error(`not within ${timeoutMs} ms: ${holds}`, { cause: reason })
}

export async function query<T extends object>(connection: Connection, sql: string): Promise<T[]> {
  return await withClient(connection, async (client) => (await client.query<T>(sql)).rows)
}

export async function asSupervisor(connection: Connection, dataDir: string): Promise<Connection> {
  return { ...connection, user: 'supervisor', password: await readFile(join(dataDir, 'password'), 'utf8') }
}

function spawnStarter(dataDir: string): ChildProcess {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./start.ts', import.meta.url).href)}
    const say = (value) => console.log(JSON.stringify(value))
    const started = startEmbeddedPostgres({ dataDir: process.argv[1], log: () => {} })
    await started.then(({ connection, adopted }) => say({ connection, adopted }), (error) => say(error.message))
    setInterval(() => {}, 1000)`
  const args = ['--input-type=module-typescript', '--eval', program, dataDir]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

let template: Promise<string> | undefined

function templateFolder(): Promise<string> {
  template ??= makeTemplate()
  return template
}

async function makeTemplate(): Promise<string> {
  const dataDir = await mkdtemp(join(memoryFolder(), 'handset-pg-test-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  const server = await startEmbeddedPostgres({ dataDir, log: () => {} })
  await server.stop()
  return dataDir
}
