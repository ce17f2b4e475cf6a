import { lookup } from 'node:dns/promises'
import { Pool } from 'undici'
import { ownAddresses } from './addresses.ts'
import { Call, type CallLimits } from './call.ts'
import { checkUrl, readAllowedHosts, type Target, type UrlRules } from './check-url.ts'
import {
  ConnectFailure,
  type ConnectRules,
  checkedAddresses,
  createConnector,
  type OpenSocket,
  openTcp,
  type Resolve,
} from './connect.ts'
import type { Exchange, Http, HttpRequest } from './exchange.ts'
import { headerFault } from './headers.ts'

/** The only way out. Everything this process requests of other machines passes here. */
export interface Egress {
  http: Http
  /** The same over connections of its own, for what must not wait behind the rest. */
  urgent: Http
  /** For fields: whether an address may be used, or the words that say why not. */
  checkUrl(url: string): { ok: true } | { ok: false; text: string }
  /** Lets what is on its way finish, then closes all connections. */
  close(): Promise<void>
}

export interface EgressOptions {
  /** Exact `host:port` pairs that may be http, private and on any port (HANDSET_ALLOW_HOSTS). */
  allowHosts: readonly string[]
  /** Ports open to everybody; a gateway on another one is for the operator to allow. */
  ports?: readonly number[]
  connectTimeoutMs?: number
  /** How long a request may wait for a connection before it is given up unsent. */
  waitMs?: number
  timeoutMs?: number
  maxBodyBytes?: number
  connectionsPerOrigin?: number
  resolve?: Resolve
  openSocket?: OpenSocket
  ownAddresses?: () => string[]
}

/** A webhook of every tenant has an origin of its own; idle pools beyond this many are closed. */
const MAX_POOLS = 256
const MAX_TARGETS = 1000

export function createEgress(options: EgressOptions): Egress {
  const rules: UrlRules = { allowed: readAllowedHosts(options.allowHosts), ports: new Set(options.ports ?? [443]) }
  const connectTimeoutMs = options.connectTimeoutMs ?? 5000
  const timeoutMs = options.timeoutMs ?? 30_000
  const limits: CallLimits = {
    waitMs: options.waitMs ?? connectTimeoutMs + timeoutMs,
    timeoutMs,
    maxBodyBytes: options.maxBodyBytes ?? 65_536,
  }
  const connectRules: ConnectRules = {
    allowed: rules.allowed,
    resolve: options.resolve ?? ((hostname) => lookup(hostname, { all: true })),
    openSocket: options.openSocket ?? openTcp,
    ownAddresses: options.ownAddresses ?? ownAddresses,
    connectTimeoutMs,
  }
  const connect = createConnector(connectRules)
  const connections = options.connectionsPerOrigin ?? 64
  const pools = new Pools((origin) => openPool(origin, connections, connect))
  const urgent = new Pools((origin) => openPool(origin, Math.ceil(connections / 4), connect))
  const readTarget = rememberingTargets(rules)
  const through =
    (through: Pools): Http =>
    (request) => {
      const target = readTarget(request.url)
      if (typeof target === 'string') return Promise.resolve(forbidden(target))
      if (request.probe) return probe(target, connectRules)
      return send(through.of(target.origin), target, request, limits)
    }
  return {
    http: through(pools),
    urgent: through(urgent),
    checkUrl: (url) => {
      const verdict = checkUrl(url, rules)
      return verdict.ok ? { ok: true } : verdict
    },
    close: () => Promise.all([pools.close(), urgent.close()]).then(() => {}),
  }
}

function send(pool: Pool, target: Target, request: HttpRequest, limits: CallLimits): Promise<Exchange> {
  const fault = headerFault(request.headers)
  if (fault) return Promise.resolve(forbidden(fault))
  return new Promise((resolve) => {
    const call = new Call(limitsOf(request, limits), resolve)
    const { method, headers, body } = request
    pool.dispatch({ method, path: target.path, headers, body: body ?? null, headersTimeout: 0, bodyTimeout: 0 }, call)
  })
}

function limitsOf({ timeoutMs, waitMs, isLate }: HttpRequest, limits: CallLimits): CallLimits {
  if (!timeoutMs && !waitMs && !isLate) return limits
  return {
    waitMs: Math.min(waitMs ?? limits.waitMs, limits.waitMs),
    timeoutMs: timeoutMs ?? limits.timeoutMs,
    maxBodyBytes: limits.maxBodyBytes,
    ...(isLate && { isLate }),
  }
}

async function probe({ origin }: Target, rules: ConnectRules): Promise<Exchange> {
  const { hostname, protocol, port } = new URL(origin)
  try {
    await checkedAddresses({ hostname: hostname.replace(/^\[|\]$/g, ''), protocol, port }, rules)
    return { kind: 'answered', status: 0, headers: {}, body: '' }
  } catch (error) {
    if (!(error instanceof ConnectFailure)) throw error
    return { kind: 'not_sent', reason: error.reason, detail: error.message }
  }
}

function forbidden(detail: string): Exchange {
  return { kind: 'not_sent', reason: 'forbidden', detail }
}

/** Reading and judging an address costs more than the rest of a request here, and few addresses are asked often. */
function rememberingTargets(rules: UrlRules): (url: string) => Target | string {
  const known = new Map<string, Target>()
  return (url) => {
    const target = known.get(url)
    if (target) return target
    const verdict = checkUrl(url, rules)
    if (!verdict.ok) return verdict.text
    if (known.size >= MAX_TARGETS) known.clear()
    known.set(url, verdict)
    return verdict
  }
}

/**
 * One request at a time on a connection, and idle ones closed after 4 s: a longer-lived one is more often reset by the
 * other side just as we write on it, and each such reset is a text of unknown fate.
 */
function openPool(origin: string, connections: number, connect: ReturnType<typeof createConnector>): Pool {
  return new Pool(origin, { connections, connect, pipelining: 1, allowH2: false, keepAliveTimeout: 4000 })
}

class Pools {
  readonly #byOrigin = new Map<string, Pool>()
  readonly #open: (origin: string) => Pool
  #closing: Promise<unknown> | null = null

  constructor(open: (origin: string) => Pool) {
    this.#open = open
  }

  of(origin: string): Pool {
    const known = this.#byOrigin.get(origin)
    if (known) return known
    if (this.#byOrigin.size >= MAX_POOLS) this.#closeIdle()
    const pool = this.#open(origin)
    this.#byOrigin.set(origin, pool)
    return pool
  }

  async close(): Promise<void> {
    this.#closing ??= Promise.all([...this.#byOrigin.values()].map((pool) => pool.close()))
    await this.#closing
  }

  #closeIdle(): void {
    for (const [origin, pool] of this.#byOrigin) {
      if (pool.stats.size > 0) continue
      this.#byOrigin.delete(origin)
      void pool.close()
    }
  }
}
