import assert from 'node:assert/strict'
import { type Simulator, startSimulator } from '../simulator/start.ts'
import { startTestServer, type TestServer, type TestWorkspace, until } from './app.ts'

/** The carrier simulator without its pauses, and Handset connected to it. */
export interface Carrier {
  simulator: Simulator
  server: TestServer
  /** A workspace whose settings were saved through the API. */
  connected(changes?: Record<string, unknown>): Promise<TestWorkspace>
  faults(change: Record<string, unknown>): Promise<void>
  /** What arrived for a number, newest first. */
  texts(
    to: string,
  ): Promise<{ sid: string; body: string; status: string; receipts: { http_status: number | null; url: string }[] }[]>
  stop(): Promise<void>
}

const AT_ONCE = { choosingMs: 1, queuedMs: 1, sendingMs: 1, deliveryMs: 5, lateMs: 50, pricingMs: 5 }

export async function startCarrier(
  options: {
    publicAddress?: false
    role?: 'all' | 'api'
    delays?: Partial<typeof AT_ONCE>
    environment?: Record<string, string>
  } = {},
): Promise<Carrier> {
  const simulator = await startSimulator({ port: 0, delays: { ...AT_ONCE, ...options.delays } })
  const { delays: _, ...rest } = options
  const server = await startTestServer({ simulatorUrl: simulator.url, ...rest })
  const sim = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(simulator.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    assert.equal(response.status, 200, await response.clone().text())
    return response.json()
  }
  return {
    simulator,
    server,
    async connected(changes = {}) {
      const workspace = await server.workspace()
      const saved = await workspace.call('PUT', '/v1/sms/settings', { ...fullAccount(simulator), ...changes })
      assert.equal(saved.status, 200, JSON.stringify(saved.body))
      return workspace
    },
    async faults(change) {
      await sim('POST', '/sim/faults', change)
    },
    async texts(to) {
      const { items } = (await sim('GET', `/sim/messages?to=${encodeURIComponent(to)}&direction=outbound-api`)) as {
        items: []
      }
      return items
    },
    async stop() {
      await server.stop()
      await simulator.stop()
    },
  }
}

/** Settings that the simulator's full account accepts. */
export function fullAccount(simulator: Simulator) {
  const account = simulator.state.accounts.find((one) => one.kind === 'Full' && one.status === 'active')!
  return {
    provider: 'simulator',
    enabled: true,
    account_sid: account.sid,
    credentials: { kind: 'auth_token', auth_token: account.authToken },
    sender: { kind: 'phone_number', phone_number: '+14155550100' },
  }
}

export interface Shown {
  id: string
  status: string
  skip_reason: string | null
  waiting_for: string | null
  body: string | null
  error: { code: number | null; cause: string; remedy: string } | null
  attempts: { n: number; state: string; provider_id: string | null }[]
  receipts: { status: string; repeats: number; proof: string }[]
  timeline: { what: string }[]
}

export async function waitForStatus(workspace: TestWorkspace, id: string, ...statuses: string[]): Promise<Shown> {
  let last: Shown | undefined
  return until(`message ${id} becoming ${statuses.join(' or ')}`, async () => {
    last = (await workspace.call<Shown>('GET', `/v1/messages/${id}`)).body
    return statuses.includes(last.status) ? last : null
  }).catch((error: Error) => {
    throw new Error(`${error.message}; it is ${JSON.stringify(last)}`)
  })
}
