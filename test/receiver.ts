import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTestServer, type TestServer, type TestWorkspace } from './app.ts'

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A gateway of a customer's own: takes what comes and answers as a test says. */
export interface Receiver {
  url: string
  /** As the operator allows it. */
  host: string
  received: Received[]
  /** How often anybody connected, whether or not they said something. */
  connections: number
  answers(how: (request: Received, response: ServerResponse) => void): void
  stop(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const takes = (_: Received, response: ServerResponse) => void response.end()
  let answer: (request: Received, response: ServerResponse) => void = takes
  const server = createServer(async (incoming, response) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body }
    receiver.received.push(request)
    answer(request, response)
  })
  server.on('connection', () => (receiver.connections += 1))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const receiver: Receiver = {
    url: `http://${host}`,
    host,
    received: [],
    connections: 0,
    answers: (how) => (answer = how),
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
  return receiver
}

/** An answer without more ado. */
export function status(code: number, body = '', headers: Record<string, string> = {}) {
  return (_: Received, response: ServerResponse) => void response.writeHead(code, headers).end(body)
}

export const SECRET = `whsec_${Buffer.from('a signing secret of 32 bytes ok!').toString('base64')}`
export const KEY_IN_QUERY = 'h4sh+m3/very=secret'
export const QUERY = `?team=ops&key=${encodeURIComponent(KEY_IN_QUERY)}`
export const TO = '+14155552671'
export const BODY = 'Acme: ENG-142 overdue — €5 😀'

/** Handset with a webhook that its operator allows, and one on the same machine that is not allowed. */
export interface Gateway {
  server: TestServer
  receiver: Receiver
  trap: Receiver
  /** A workspace that sends through the receiver, with a secret in the query of its address. */
  connected(more?: Record<string, unknown>): Promise<TestWorkspace>
  send(workspace: TestWorkspace, text?: Record<string, unknown>): Promise<string>
  stop(): Promise<void>
}

export const settingsOf = (url: string) => ({
  provider: 'webhook',
  enabled: true,
  webhook_url: url,
  signing_secret: SECRET,
})

export async function startGateway(): Promise<Gateway> {
  const receiver = await startReceiver()
  const trap = await startReceiver()
  const server = await startTestServer({ environment: { HANDSET_ALLOW_HOSTS: receiver.host } })
  return {
    server,
    receiver,
    trap,
    async connected(more = {}) {
      const workspace = await server.workspace()
      const settings = { ...settingsOf(`${receiver.url}/sms${QUERY}`), ...more }
      const saved = await workspace.call('PUT', '/v1/sms/settings', settings)
      assert.equal(saved.status, 200, JSON.stringify(saved.body))
      return workspace
    },
    async send(workspace, text = {}) {
      const input = { to: TO, body: BODY, ...text }
      const sent = await workspace.call<{ id: string; status: string }>('POST', '/v1/messages', input)
      assert.deepEqual([sent.status, sent.body.status], [202, 'queued'], JSON.stringify(sent.body))
      return sent.body.id
    },
    async stop() {
      await server.stop()
      await receiver.stop()
      await trap.stop()
    },
  }
}
