import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { answerProblems, buildApi } from './api.ts'
import { docsRoutes } from './docs.ts'
import { headersForAll, headersForConsole } from './headers.ts'
import { probeRoutes } from './health/probes.ts'
import { limitBody } from './kit/body-limit.ts'
import type { Context } from './kit/context.ts'
import { Problem } from './kit/problem.ts'
import type { Env } from './kit/route.ts'
import { mountDoors } from './sign-in/doors.ts'
import { access } from './workspaces/access.ts'
import { mountSignIn } from './workspaces/sign-in.ts'

export interface Listening {
  url: string
  port: number
  /** Takes no new request, answers those under way. */
  stop(): Promise<void>
}

/** Everything that answers over HTTP: the API, sign-in, health, and the console's files. */
export function buildApp(context: Context, options: { consoleDir: string | null; only?: 'health' }) {
  const app = new OpenAPIHono<Env>()
  answerProblems(app, context)
  app.use(headersForAll(context), async (c, next) => {
    c.set('context', context)
    await next()
  })
  app.route('/', probeRoutes(context))
  if (options.only === 'health') return app
  app.use('/v1/*', access(context), refuseTooLarge)
  mountDoors(app, context)
  mountSignIn(app, context)
  const api = buildApi(context)
  app.route('/', docsRoutes(api))
  app.route('/', api)
  if (options.consoleDir) serveConsole(app, options.consoleDir)
  return app
}

/** A thousand of the longest texts, with room. */
const LARGEST_REQUEST_BYTES = 16 * 1024 * 1024

function tooLarge(): never {
  throw new Problem(413, 'too_large', 'The request is larger than 16 MB. Send it in several.')
}

const limit = limitBody(LARGEST_REQUEST_BYTES, tooLarge)

/** Input is read before it is asked who may send it, so whoever is unknown is listened to for so long. */
const LARGEST_OF_UNKNOWN_BYTES = 64 * 1024

const limitUnknown = limitBody(LARGEST_OF_UNKNOWN_BYTES, () => {
  throw new Problem(413, 'too_large', 'The request is larger than 64 KB, and nobody is signed in. Sign in first.')
})

/** A file is kept as it arrives and counted there (server/people/import/upload.ts). */
const FILE = /^\/v1\/imports\/[^/]+\/file$/

const refuseTooLarge: MiddlewareHandler<Env> = (c, next) => {
  if (!c.var.actor) return limitUnknown(c, next)
  return c.req.method === 'PUT' && FILE.test(c.req.path) ? next() : limit(c, next)
}

/** Hashed files may be kept for ever; the page itself never, so that an update is seen at once. */
function serveConsole(app: OpenAPIHono<Env>, root: string): void {
  app.use(
    '/assets/*',
    headersForConsole,
    serveStatic({ root, onFound: (_, c) => c.header('cache-control', 'public, max-age=31536000, immutable') }),
  )
  const fresh = (_: string, c: { header(name: string, value: string): void }) => c.header('cache-control', 'no-cache')
  const file = serveStatic({ root, onFound: fresh })
  const page = serveStatic({ root, path: 'index.html', onFound: fresh })
  const ifPage =
    (serve: MiddlewareHandler): MiddlewareHandler =>
    (c, next) =>
      isPage(c.req.path) ? serve(c, next) : next()
  app.get('*', headersForConsole, ifPage(file), ifPage(page))
}

const NOT_PAGES = ['/v1/', '/o/', '/auth/', '/callbacks/', '/scim/', '/docs', '/openapi.json', '/assets/']

function isPage(path: string): boolean {
  return !NOT_PAGES.some((prefix) => path.startsWith(prefix))
}

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/**
 * `pages` answers for the console in place of its built files, while it is being written.
 * @throws {Error} in one line when the port is taken.
 */
export async function listen(
  app: OpenAPIHono<Env>,
  options: { port: number; host: string; pages?: Middleware | undefined },
): Promise<Listening> {
  const answer = getRequestListener(app.fetch)
  const { pages } = options
  const server = createServer((request, response) => {
    if (pages && isPage(request.url ?? '/')) pages(request, response, () => void answer(request, response))
    else void answer(request, response)
  })
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${options.port} is in use. Choose another with HANDSET_PORT.`)
          : error,
      ),
    )
    server.listen(options.port, options.host, resolve)
  })
  const { port } = server.address() as { port: number }
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const force = setTimeout(() => server.closeAllConnections(), 5000)
      await closed
      clearTimeout(force)
    },
  }
}
