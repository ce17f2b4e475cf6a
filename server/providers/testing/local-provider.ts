import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEgress } from '../../kit/egress/egress.ts'
import type { Http } from '../adapter.ts'

export interface Received {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** What the server does with a request: an answer, or anything else that a test wants to happen to it. */
export type Behaviour =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | ((request: Received, response: ServerResponse) => void)

export interface LocalProvider {
  url: string
  http: Http
  received: Received[]
  /** Answers requests whose `METHOD path` begins so; the last one added is asked first. */
  on(start: string, behaviour: Behaviour): void
  stop(): Promise<void>
}

/** A provider on loopback that does as it is told, and the real way out to it. */
export async function startLocalProvider(options: { timeoutMs?: number } = {}): Promise<LocalProvider> {
  const received: Received[] = []
  const rules: [start: string, behaviour: Behaviour][] = []
  const server = createServer(async (incoming, response) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body }
    received.push(request)
    const rule = rules.find(([start]) => `${request.method} ${request.path}`.startsWith(start))
    behave(rule?.[1] ?? { status: 404, body: { code: 20404, message: 'not found', status: 404 } }, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const egress = createEgress({ allowHosts: [`127.0.0.1:${port}`], timeoutMs: options.timeoutMs ?? 5000 })
  return {
    url: `http://127.0.0.1:${port}`,
    http: egress.http,
    received,
    on: (start, behaviour) => void rules.unshift([start, behaviour]),
    async stop() {
      await egress.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

function behave(behaviour: Behaviour, request: Received, response: ServerResponse): void {
  if (typeof behaviour === 'function') {
    behaviour(request, response)
    return
  }
  const { status, body = '', headers = {} } = behaviour
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
