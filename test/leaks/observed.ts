import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { memoryFolder } from '../../server/kit/embedded-postgres/scratch.ts'
import type { Request } from '../request-names.ts'

/** Handset as a process of its own with everything at its most talkative, and all that can be seen of it from outside. */
export interface Observed {
  url: string
  setupToken: string
  /** Lines of its standard output, which is its log. */
  log: string[]
  stderr(): string
  answers: Answered[]
  /** The page that it serves as its console. */
  page: string
  ask(route: string, request: Ask): Promise<Answered>
  /** As superuser, on its database. */
  query<Row extends object>(text: string): Promise<Row[]>
  tables(): Promise<Place[]>
  processes(): Promise<string>
  /** Lets it end by itself. Its files stay until `remove`. */
  end(): Promise<void>
  files(): Promise<Place[]>
  remove(): Promise<void>
}

export type Ask = Request

export interface Answered {
  route: string
  status: number
  headers: Headers
  /** All that came back: the headers and the body. */
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape and checks what it reads
  body: any
}

export interface Place {
  where: string
  text: string | Buffer
}

const PAGE = '<!doctype html><html lang="en"><title>Handset</title><script src="/assets/main.js"></script></html>\n'

export async function observe(environment: Record<string, string>): Promise<Observed> {
  const top = await mkdtemp(join(memoryFolder(), 'handset-observed-'))
  const dataDir = join(top, 'data')
  const pages = join(top, 'pages')
  await mkdir(pages)
  await writeFile(join(pages, 'index.html'), PAGE)
  const child = spawnServer(pages, { ...environment, HANDSET_DATA_DIR: dataDir })
  const log: string[] = []
  let stderr = ''
  createInterface(child.stdout!).on('line', (line) => log.push(line))
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk))
  const [started] = await Promise.race([
    once(child, 'message') as Promise<[{ url: string; token: string }]>,
    once(child, 'exit').then(() => Promise.reject(new Error(`Handset did not start: ${stderr}`))),
  ])
  const answers: Answered[] = []
  const query = <Row extends object>(text: string) => asSupervisor<Row>(dataDir, text)
  return {
    url: started.url,
    setupToken: started.token,
    log,
    stderr: () => stderr,
    answers,
    page: PAGE,
    async ask(route, request) {
      const answer = await ask(started.url, route, request)
      answers.push(answer)
      return answer
    },
    query,
    tables: () => dump(query),
    processes,
    end: () => end(child),
    files: () => filesIn(dataDir),
    async remove() {
      await end(child)
      await rm(top, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Without what the tests' own environment says: here the database that npm brings is part of what is looked at. */
function spawnServer(pages: string, environment: Record<string, string>): ChildProcess {
  const { PATH, HOME, TMPDIR } = process.env
  const env = { PATH, HOME, ...(TMPDIR && { TMPDIR }), HANDSET_PORT: '0', HANDSET_LOG_LEVEL: 'trace', ...environment }
  return spawn(process.execPath, [fileURLToPath(new URL('serve.ts', import.meta.url)), pages], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  // Its own `close` does not come once the channel was closed from here.
  const ended = Promise.all([once(child, 'exit'), once(child.stdout!, 'close'), once(child.stderr!, 'close')])
  if (child.connected) child.disconnect()
  const impatient = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await ended
  clearTimeout(impatient)
}

async function ask(url: string, route: string, { path, body, raw, headers = {} }: Ask): Promise<Answered> {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(url + path, {
    method: route.split(' ')[0]!,
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
    headers: { ...(sent !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(sent !== undefined && { body: sent }),
  })
  const text = await response.text()
  const head = [...response.headers].map((pair) => pair.join(': ')).join('\n')
  const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
  return {
    route,
    status: response.status,
    headers: response.headers,
    text: `${head}\n\n${text}`,
    body: isJson ? JSON.parse(text) : text,
  }
}

async function asSupervisor<Row extends object>(dataDir: string, text: string): Promise<Row[]> {
  // The fifth line says where it listens (PostgreSQL, "postmaster.pid").
  const host = (await readFile(join(dataDir, 'pg/postmaster.pid'), 'utf8')).split('\n')[4]!
  const password = await readFile(join(dataDir, 'password'), 'utf8')
  const client = new pg.Client({ host, user: 'supervisor', password, database: 'handset' })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

async function dump(query: Observed['query']): Promise<Place[]> {
  const tables = await query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind in ('r', 'p', 'm') and relnamespace = 'public'::regnamespace`,
  )
  return Promise.all(
    tables.map(async ({ name }) => {
      const rows = await query<{ row: string }>(`select t::text as row from ${name} t`)
      return { where: `table ${name}`, text: rows.map(({ row }) => row).join('\n') }
    }),
  )
}

const run = promisify(execFile)

/** With the environments of those that may be seen, as anybody on the machine may list them. */
async function processes(): Promise<string> {
  const listed = await run('ps', ['axeww'], { maxBuffer: 64 * 1024 * 1024 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return listed?.stdout ?? processesByFiles()
}

/** The same where there is no `ps`, as in small containers. */
async function processesByFiles(): Promise<string> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = (id: string, file: string) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')
  const lines = await Promise.all(ids.map(async (id) => (await read(id, 'cmdline')) + (await read(id, 'environ'))))
  return lines.join('\n').replaceAll('\0', ' ')
}

async function filesIn(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (where) => ({ where, text: await readFile(where) })))
}
