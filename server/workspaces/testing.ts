import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request, type Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import pg from 'pg'
import { pino } from 'pino'
import { scratchDatabase } from '../../test/database.ts'
import type { Actor, Context } from '../kit/context.ts'
import { openDatabase } from '../kit/db.ts'
import { openKeys } from '../kit/keys.ts'
import { openMetrics } from '../kit/metrics.ts'
import { Problem } from '../kit/problem.ts'
import type { Env } from '../kit/route.ts'
import { openWake } from '../kit/wake.ts'
import { membersRoutes } from '../members/routes.ts'
import { mountDoors } from '../sign-in/doors.ts'
import { sessionRoutes } from '../sign-in/session-routes.ts'
import { ssoRoutes } from '../sign-in/sso-routes.ts'
import { access } from './access.ts'
import { openInstallation, type Surroundings } from './installation.ts'
import { workspaceRoutes } from './routes.ts'
import { mountSignIn, openSignIn } from './sign-in.ts'

/** Sign-in and the workspace routes behind a real server, on a database of their own. */
export interface Site {
  url: string
  host: string
  context: Context
  /** Every line of the log, at its most talkative. */
  logged: string[]
  clock: { at: Date | null }
  /** Somebody at a browser that opened Handset at an address: this machine's, or the public one. */
  browser(address?: string): Browser
  close(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape and checks what it reads
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: any }

export interface Browser {
  cookies: Map<string, string>
  /** As a page of the browser would ask; `headers` overrides what the browser adds, and undefined leaves it out. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string | undefined>): Promise<Answer>
}

export async function openSite(
  environment: Partial<Surroundings> = {},
  egress: Context['egress'] = undefined as never,
): Promise<Site> {
  const scratch = await scratchDatabase()
  const db = openDatabase(scratch.connection, { max: 6 })
  const keys = await openKeys(db, randomBytes(32))
  const clock: Site['clock'] = { at: null }
  const logged: string[] = []
  const wake = openWake(db.pool, () => new pg.Client(scratch.connection))
  const config = { publicUrl: null, smtp: null, keyFile: { path: '/data/key', from: 'data_dir' as const } }
  const installation = await openInstallation(db, keys, { ...config, ...environment })
  const base = {
    db,
    keys,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    metrics: openMetrics(),
    now: () => clock.at ?? new Date(),
    publicUrl: installation.publicUrl,
    sendingPaused: installation.sendingPaused,
    simulatorUrl: null,
    simulatorSpeed: 1,
    settleSeconds: 240,
    stopping: new AbortController().signal,
    egress,
    wake,
  }
  const context: Context = { ...base, installation, signIn: await openSignIn(base, keys.signInSecret) }
  const server = await listen(context)
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    context,
    logged,
    clock,
    browser: (address = `http://127.0.0.1:${port}`) => openBrowser(port, new URL(address)),
    async close() {
      server.close()
      server.closeAllConnections()
      await wake.close()
      await installation.close()
      await context.signIn.close()
      await db.close()
      await scratch.drop()
    },
  }
}

async function listen(context: Context): Promise<Server> {
  const app = new OpenAPIHono<Env>()
  app.onError((error, c) => {
    if (!(error instanceof Problem)) context.log.error({ err: error }, 'a request failed')
    const problem = error instanceof Problem ? error : new Problem(500, 'internal', 'a fault')
    return c.body(JSON.stringify(problem), problem.status as 500, { 'content-type': 'application/problem+json' })
  })
  app.use(async (c, next) => {
    c.set('context', context)
    await next()
  })
  mountDoors(app, context)
  mountSignIn(app, context)
  app.use('/v1/*', access(context))
  app.route('/', workspaceRoutes)
  app.route('/', sessionRoutes)
  app.route('/', ssoRoutes)
  app.route('/', membersRoutes)
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

function openBrowser(port: number, address: URL): Browser {
  const cookies = new Map<string, string>()
  const ownAddress = `198.51.100.${randomBytes(1)[0]}`
  return {
    cookies,
    async call(method, path, body, headers = {}) {
      const all: Record<string, string | undefined> = {
        host: address.host,
        // What the TLS proxy on this machine adds.
        'x-forwarded-for': ownAddress,
        'sec-fetch-site': 'same-origin',
        ...(method !== 'GET' && { origin: address.origin }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(cookies.size && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
        ...headers,
      }
      const answer = await ask(port, method, path, all, body)
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) keepCookie(cookies, line, address)
      return answer
    },
  }
}

/** As browsers do: a cookie that is not set in the way its prefix promises is thrown away. */
function keepCookie(cookies: Map<string, string>, line: string, address: URL): void {
  const [pair = '', ...attributes] = line.split('; ')
  const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
  const secure = attributes.includes('Secure')
  if (secure && address.protocol !== 'https:') return
  if (name.startsWith('__Host-') && !(secure && attributes.includes('Path=/') && !/domain=/i.test(line))) return
  if (attributes.includes('Max-Age=0')) cookies.delete(name)
  else cookies.set(name, value)
}

async function ask(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string | undefined>,
  body: unknown,
): Promise<Answer> {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
  const asking = request({ host: '127.0.0.1', port, method, path, headers: given as Record<string, string> })
  const sent = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
  // Node says no length of a DELETE's body by itself.
  if (sent !== undefined && !asking.hasHeader('content-length'))
    asking.setHeader('content-length', Buffer.byteLength(sent))
  asking.end(sent)
  const [response] = await once(asking, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode, headers: response.headers, body: text ? parsed(text) : null }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A caller in a workspace, for what is called without HTTP. */
export function actorIn(workspaceId: string, permissions: readonly string[]): Actor {
  const user = {
    kind: 'user',
    id: 'usr_test',
    name: 'Test maker',
    email: null,
    address: null,
    operator: false,
  } as const
  return { workspaceId, ...user, permissions: new Set(permissions) }
}

/** Waits for something to become true; fails with `what` after ten seconds. */
export async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await look())) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen within 10 seconds`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
