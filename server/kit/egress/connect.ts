import { isIP, type LookupFunction, type Socket, connect as tcpConnect } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { buildConnector } from 'undici'
import { isPublicAddress } from './addresses.ts'
import type { Exchange } from './exchange.ts'

export interface Address {
  address: string
  family: number
}

export type Resolve = (hostname: string) => Promise<Address[]>

/** Opens the plain connection; the host is either an address or what `lookup` pins. */
export type OpenSocket = (to: { host: string; port: number; lookup: LookupFunction }) => Socket

export interface ConnectRules {
  allowed: ReadonlySet<string>
  resolve: Resolve
  openSocket: OpenSocket
  ownAddresses: () => string[]
  connectTimeoutMs: number
}

/** No connection, so nothing was sent: the one failure after which a repeat is safe. */
export class ConnectFailure extends Error {
  readonly reason: (Exchange & { kind: 'not_sent' })['reason']

  constructor(reason: ConnectFailure['reason'], detail: string) {
    super(detail)
    this.reason = reason
  }
}

type Connect = buildConnector.connector
type ConnectTo = Parameters<Connect>[0]

/**
 * Opens a connection for undici. The name is resolved here, once, every address it has is checked, and only these are
 * connected to: a second look-up could answer something else (DNS rebinding).
 */
export function createConnector(rules: ConnectRules): Connect {
  const sessions = new Map<string, Buffer>()
  return (to, callback) => {
    const host = `${to.hostname}:${portOf(to)}`
    let socket: Socket | null = null
    let isOver = false
    const end = (failure: ConnectFailure | null) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      if (failure) socket?.destroy()
      if (failure || !socket) callback(failure ?? new ConnectFailure('refused', host), null)
      else callback(null, socket)
    }
    const timer = setTimeout(
      () => end(new ConnectFailure('connect_timeout', `no connection to ${host}`)),
      rules.connectTimeoutMs,
    )
    checkedAddresses(to, rules).then((addresses) => {
      if (isOver) return
      socket = dial(to, addresses, rules, sessions)
      let isReached = false
      socket.once('connect', () => {
        isReached = true
      })
      socket.once(to.protocol === 'https:' ? 'secureConnect' : 'connect', () => end(null))
      // Stays on for good: an error between here and undici's own listener must not end the process.
      socket.on('error', (error: NodeJS.ErrnoException) => {
        end(new ConnectFailure(reasonFor(error, isReached), `${host}: ${error.code ?? 'failed'}`))
      })
    }, end)
  }
}

type Place = Pick<ConnectTo, 'hostname' | 'protocol' | 'port'>

/** Where a name leads, if all of it may be connected to. @throws {ConnectFailure} otherwise. */
export async function checkedAddresses(to: Place, rules: ConnectRules): Promise<Address[]> {
  const family = isIP(to.hostname)
  const addresses = family ? [{ address: to.hostname, family }] : await resolved(to.hostname, rules)
  if (rules.allowed.has(`${family === 6 ? `[${to.hostname}]` : to.hostname.replace(/\.$/, '')}:${portOf(to)}`)) {
    return addresses
  }
  const own = new Set(rules.ownAddresses())
  for (const { address } of addresses) {
    if (!isPublicAddress(address)) throw new ConnectFailure('forbidden', `${to.hostname} leads to a private address`)
    if (own.has(address)) throw new ConnectFailure('forbidden', `${to.hostname} leads to this machine itself`)
  }
  return addresses
}

async function resolved(hostname: string, rules: ConnectRules): Promise<Address[]> {
  try {
    const addresses = await rules.resolve(hostname)
    if (addresses.length > 0) return addresses
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConnectFailure('dns', `${hostname}: ${code ?? 'could not be resolved'}`)
  }
  throw new ConnectFailure('dns', `${hostname} has no address`)
}

function dial(to: ConnectTo, addresses: Address[], rules: ConnectRules, sessions: Map<string, Buffer>): Socket {
  const lookup: LookupFunction = (_hostname, options, done) => {
    if (options.all) done(null, addresses)
    else done(null, addresses[0]!.address, addresses[0]!.family)
  }
  const plain = rules.openSocket({ host: to.hostname, port: portOf(to), lookup })
  plain.setNoDelay(true)
  plain.setKeepAlive(true, 60_000)
  if (to.protocol !== 'https:') return plain
  const session = sessions.get(to.hostname)
  const secure = tlsConnect({
    socket: plain,
    host: to.hostname,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(to.hostname) ? {} : { servername: to.hostname.replace(/\.$/, '') }),
    ...(session ? { session } : {}),
  })
  secure.on('session', (fresh) => {
    if (sessions.size > 200) sessions.clear()
    sessions.set(to.hostname, fresh)
  })
  return secure
}

export function openTcp(to: { host: string; port: number; lookup: LookupFunction }): Socket {
  return tcpConnect({ ...to, autoSelectFamily: true })
}

function portOf(to: Place): number {
  return Number(to.port) || (to.protocol === 'https:' ? 443 : 80)
}

function reasonFor(error: NodeJS.ErrnoException, isReached: boolean): ConnectFailure['reason'] {
  if (isReached) return 'tls'
  return error.code === 'ETIMEDOUT' ? 'connect_timeout' : 'refused'
}
