import type { OpenAPIHono } from '@hono/zod-openapi'
import type { SimAccount } from '../../simulator/accounts/account.ts'
import { type Simulator, startSimulator } from '../../simulator/start.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import type { Actor } from '../kit/context.ts'
import { createEgress } from '../kit/egress/egress.ts'
import type { HttpRequest } from '../kit/egress/exchange.ts'
import type { Env } from '../kit/route.ts'

/** The settings' routes with two carriers: the simulator as such, and one that stands where the real provider is. */
export interface SettingsBench extends Slice {
  simulator: Carrier
  /** Answers at api.twilio.com and messaging.twilio.com, and nowhere else. */
  real: Carrier
  /** Every request that was made to a provider. */
  asked: HttpRequest[]
  /** What other loops were told. */
  said: string[]
  network: { isDown: boolean }
  /** A fresh workspace, spoken to as its admin. */
  admin(options?: { permissions?: string[]; timeZone?: string }): Promise<Admin>
}

export interface Carrier extends Simulator {
  full: SimAccount
  trial: SimAccount
  suspended: SimAccount
  other: SimAccount
}

export interface Admin {
  actor: Actor
  workspaceId: string
  get: Ask
  put: Ask
  patch: Ask
  remove: Ask
  post: Ask
  call(method: string, path: string, body?: unknown): ReturnType<Slice['call']>
}

type Ask = (...args: [path: string, body?: unknown] | [body?: unknown]) => ReturnType<Slice['call']>

export async function openSettingsBench(routes: OpenAPIHono<Env>): Promise<SettingsBench> {
  const slice = await openSlice(routes)
  const [simulator, real] = [await startCarrier(), await startCarrier()]
  const egress = createEgress({
    allowHosts: [new URL(simulator.url).host, new URL(real.url).host, 'gateway.test:8080'],
  })
  const asked: HttpRequest[] = []
  const said: string[] = []
  const network = { isDown: false }
  slice.context.simulatorUrl = simulator.url
  slice.context.wake = { say: (topic) => said.push(topic), on: () => () => {}, close: async () => {} }
  slice.context.egress = {
    ...egress,
    async http(request) {
      asked.push(request)
      if (network.isDown) return { kind: 'not_sent', reason: 'connect_timeout', detail: 'no answer in 10 seconds' }
      // An endpoint of the workspace's own: it is there, and takes no GET.
      if (/^https?:\/\/gateway\./.test(request.url)) return { kind: 'answered', status: 405, headers: {}, body: '' }
      const url = request.url.replace(/^https:\/\/(api|messaging)\.twilio\.com/, real.url)
      return egress.http({ ...request, url })
    },
  }
  return {
    ...slice,
    simulator,
    real,
    asked,
    said,
    network,
    async admin({ permissions, timeZone } = {}) {
      const workspaceId = await slice.workspace(timeZone === undefined ? {} : { timeZone })
      return speakAs(slice, actorIn(workspaceId, permissions))
    },
    async close() {
      await egress.close()
      await Promise.all([simulator.stop(), real.stop()])
      await slice.close()
    },
  }
}

export function speakAs(slice: Slice, actor: Actor): Admin {
  const ask =
    (method: string): Ask =>
    (...args) => {
      const [path, body] = typeof args[0] === 'string' ? args : ['/v1/sms/settings', args[0]]
      return slice.call(actor, method, path as string, body)
    }
  return {
    actor,
    workspaceId: actor.workspaceId,
    get: ask('GET'),
    put: ask('PUT'),
    patch: ask('PATCH'),
    remove: ask('DELETE'),
    post: ask('POST'),
    call: (method, path, body) => slice.call(actor, method, path, body),
  }
}

/** A whole PUT for an account, with its first number as sender unless `more` says otherwise. */
export function accountSettings(account: SimAccount, more: Record<string, unknown> = {}) {
  return {
    provider: 'simulator',
    enabled: true,
    account_sid: account.sid,
    credentials: { kind: 'auth_token', auth_token: account.authToken },
    sender: { kind: 'phone_number', phone_number: account.numbers[0]!.phoneNumber },
    ...more,
  }
}

async function startCarrier(): Promise<Carrier> {
  const carrier = await startSimulator({ port: 0 })
  const [full, trial, suspended, other] = carrier.state.accounts as [SimAccount, SimAccount, SimAccount, SimAccount]
  return { ...carrier, full, trial, suspended, other }
}
