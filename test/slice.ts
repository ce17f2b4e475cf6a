import { randomBytes } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import { pino } from 'pino'
import type { Actor, Context } from '../server/kit/context.ts'
import { type Database, openDatabase } from '../server/kit/db.ts'
import { newId } from '../server/kit/id.ts'
import { openKeys } from '../server/kit/keys.ts'
import { openMetrics } from '../server/kit/metrics.ts'
import { Problem } from '../server/kit/problem.ts'
import type { Env } from '../server/kit/route.ts'
import { PERMISSIONS } from '../shared/permissions.ts'
import { scratchDatabase } from './database.ts'

/** One slice's routes over a real database, without the rest of the server. The caller is whoever a test says it is. */
export interface Slice {
  context: Context
  db: Database
  /** What `context.now()` answers; the real time while null. */
  clock: { at: Date | null }
  workspace(options?: { timeZone?: string }): Promise<string>
  call(actor: Actor | null, method: string, path: string, body?: unknown, headers?: Record<string, string>): Answer
  close(): Promise<void>
}

type Answer = Promise<{ status: number; headers: Headers; body: Json }>

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape and checks what it reads
type Json = any

export async function openSlice(routes: OpenAPIHono<Env>, options: { connections?: number } = {}): Promise<Slice> {
  const scratch = await scratchDatabase()
  const db = openDatabase(scratch.connection, { max: options.connections ?? 10 })
  const clock: Slice['clock'] = { at: null }
  const context: Context = {
    db,
    keys: await openKeys(db, randomBytes(32)),
    egress: neverUsed('egress'),
    wake: neverUsed('wake'),
    log: pino({ level: 'silent' }),
    metrics: openMetrics(),
    now: () => clock.at ?? new Date(),
    publicUrl: () => null,
    sendingPaused: () => false,
    simulatorUrl: null,
    simulatorSpeed: 1,
    settleSeconds: 240,
    stopping: new AbortController().signal,
    installation: neverUsed('installation', { mail: () => null }),
    signIn: neverUsed('sign-in'),
  }
  const app = new OpenAPIHono<Env>()
  app.use(async (c, next) => {
    c.set('context', context)
    c.set('actor', (c.env as { actor?: Actor }).actor)
    await next()
  })
  app.route('/', routes)
  app.onError((error) => {
    if (!(error instanceof Problem)) throw error
    return Response.json(error, { status: error.status })
  })
  return {
    context,
    db,
    clock,
    workspace: (wanted = {}) => makeWorkspace(db, wanted.timeZone ?? 'UTC'),
    async call(actor, method, path, body, headers = {}) {
      const init = {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }
      const response = await app.request(path, init, actor ? { actor } : {})
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text ? read(text, response) : null }
    },
    async close() {
      await db.close()
      await scratch.drop()
    },
  }
}

/** A member who may do everything, or only what is named. */
export function actorIn(workspaceId: string, permissions: readonly string[] = PERMISSIONS, operator = false): Actor {
  return {
    workspaceId,
    kind: 'user',
    id: newId('usr'),
    name: 'Test Admin',
    email: 'admin@example.com',
    address: null,
    operator,
    permissions: new Set(permissions),
  }
}

async function makeWorkspace(db: Database, timeZone: string): Promise<string> {
  const id = newId('ws')
  await db.signIn((tx) =>
    tx.insertInto('workspaces').values({ workspace_id: id, name: 'Acme', slug: id, time_zone: timeZone }).execute(),
  )
  return id
}

function read(text: string, response: Response): Json {
  return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
}

function neverUsed(name: string, but: Record<string, unknown> = {}): never {
  const trap = (_: object, key: string) => {
    if (Object.hasOwn(but, key)) return but[key]
    throw new Error(`${name} is not part of this test`)
  }
  return new Proxy({}, { get: trap }) as never
}
