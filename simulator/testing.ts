import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import twilio from 'twilio'
import type RequestClient from 'twilio/lib/base/RequestClient.js'
import type { SimAccount, SimKey } from './accounts/account.ts'
import { type ManualClock, manualClock } from './kit/clock.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from './start.ts'
import type { SimMessageView } from './wire.ts'

/** A simulator whose time only moves when told, and what a test needs around it. */
export interface Bench {
  simulator: Simulator
  clock: ManualClock
  full: SimAccount
  trial: SimAccount
  suspended: SimAccount
  other: SimAccount
  test: SimAccount
  /** Lets time go by, and waits for the callbacks that this brings. */
  pass(ms: number): Promise<void>
  /** The provider's official client, talking to the simulator. */
  client(account: SimAccount, key?: SimKey['kind']): twilio.Twilio
  sim<Answer = Record<string, unknown>>(path: string, init?: { method?: string; body?: unknown }): Promise<Answer>
}

const START = Date.parse('2026-03-12T14:02:03.200Z')

export async function startBench(t: TestContext, options: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const clock = manualClock(START)
  // Middle of the dice: every delay is exactly as configured, shares of 1 strike and shares of 0 do not.
  const simulator = await startSimulator({ port: 0, clock, random: () => 0.5, ...options })
  t.after(() => simulator.stop())
  const [full, trial, suspended, other, test] = simulator.state.accounts as [
    SimAccount,
    SimAccount,
    SimAccount,
    SimAccount,
    SimAccount,
  ]
  return {
    simulator,
    clock,
    full,
    trial,
    suspended,
    other,
    test,
    async pass(ms) {
      clock.advance(ms)
      await simulator.idle()
    },
    client: (account, key) => officialClient(simulator.url, account, key),
    async sim(path, init) {
      const body = init?.body === undefined ? null : JSON.stringify(init.body)
      const response = await fetch(`${simulator.url}/sim${path}`, { method: init?.method ?? 'GET', body })
      return (response.status === 204 ? {} : await response.json()) as never
    },
  }
}

function officialClient(url: string, account: SimAccount, kind?: SimKey['kind']): twilio.Twilio {
  const key = account.keys.find((candidate) => candidate.kind === kind)
  const options = { accountSid: account.sid, httpClient: redirectedTo(url) }
  return key ? twilio(key.sid, key.secret, options) : twilio(account.sid, account.authToken, options)
}

/** The two lines of the page's Connect dialog: the official package with every host replaced by the simulator's. */
function redirectedTo(url: string): RequestClient {
  class Local extends twilio.RequestClient {
    override request<T>(o: RequestClient.RequestOptions<T>) {
      return super.request<T>({ ...o, uri: o.uri.replace(/^https:\/\/[^/]+/, url) })
    }
  }
  return new Local()
}

export interface Received {
  url: string
  method: string
  headers: IncomingMessage['headers']
  params: Record<string, string>
}

export interface Receiver {
  url: string
  received: Received[]
  /** The statuses that were told, in the order they came. */
  statuses(): string[]
}

export interface ReceiverAnswer {
  status?: number
  type?: string
  body?: string
}

/** An address of the client: keeps what it is told and answers as it is made to. */
export async function startReceiver(
  t: TestContext,
  answer: (request: Received) => ReceiverAnswer | Promise<ReceiverAnswer> = () => ({ status: 204 }),
): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
    const request = { url: incoming.url ?? '', method: incoming.method ?? '', headers: incoming.headers, params }
    received.push(request)
    const { status = 200, type = 'text/xml', body = '' } = await answer(request)
    outgoing.writeHead(status, { 'content-type': type }).end(body)
  })
  const url = await listenLocally(server)
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url, received, statuses: () => received.map((request) => request.params.MessageStatus ?? '') }
}

/** Makes a number send what it receives to this address. */
export function pointNumber(account: SimAccount, phoneNumber: string, smsUrl: string): void {
  Object.assign(account.numbers.find((number) => number.phoneNumber === phoneNumber)!, { smsUrl })
}

/** A person answers on a handset; the answer tells where that went. */
export function replyFrom(bench: Bench, handset: string, body: string, to: string): Promise<SimMessageView> {
  return bench.sim(`/handsets/${handset}/replies`, { method: 'POST', body: { body, to } })
}

async function listenLocally(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
