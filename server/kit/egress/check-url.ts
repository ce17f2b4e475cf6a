import { isIP } from 'node:net'
import { isPublicAddress } from './addresses.ts'

export interface UrlRules {
  /** Exact `host:port` pairs the operator allows: they may be http, private and on any port. */
  allowed: ReadonlySet<string>
  ports: ReadonlySet<number>
}

export interface Target {
  origin: string
  path: string
}

export type UrlVerdict = ({ ok: true } & Target) | { ok: false; text: string }

const MAX_LENGTH = 2048

/** Names that only ever mean something inside a network (RFC 6761, RFC 6762, RFC 8375, RFC 9476 and the clouds'). */
const INSIDE_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$|^[^.]+$/

/**
 * Says whether an address may be requested as far as its spelling tells; where a name leads is only known when it is
 * connected to, and checked there. The words go to people and hold nothing of the address but host and port.
 */
export function checkUrl(url: string, rules: UrlRules): UrlVerdict {
  if (url.length > MAX_LENGTH) return refused(`Too long: ${MAX_LENGTH} characters at most.`)
  // The parser drops tabs and line breaks and takes a backslash for a slash; whoever sends those wants to mislead.
  const parsed = hasMisleading(url) ? null : URL.parse(url)
  if (!parsed?.hostname) return refused('That is not a web address. It begins with https://.')
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return refused('Use https.')
  if (parsed.username || parsed.password) return refused('Leave out the user name and password before the @.')
  const host = parsed.hostname.replace(/\.$/, '')
  const port = Number(parsed.port) || (parsed.protocol === 'https:' ? 443 : 80)
  const reason = rules.allowed.has(`${host}:${port}`) ? null : reasonAgainst(parsed.protocol, host, port, rules)
  if (reason) return refused(reason)
  return { ok: true, origin: parsed.origin, path: parsed.pathname + parsed.search }
}

/** Reads the operator's pairs; a host without a port would allow more than was meant. */
export function readAllowedHosts(pairs: readonly string[]): ReadonlySet<string> {
  for (const pair of pairs) {
    if (!/^[^\s/@]+:\d{1,5}$/.test(pair)) throw new Error(`"${pair}" is not an exact host:port`)
  }
  return new Set(pairs.map((pair) => pair.toLowerCase()))
}

function reasonAgainst(protocol: string, host: string, port: number, rules: UrlRules): string | null {
  if (protocol === 'http:') {
    return 'Use https. For an address inside your network the operator can allow its host and port.'
  }
  const howToAllow = `The operator can allow exactly ${host}:${port} with HANDSET_ALLOW_HOSTS.`
  const address = host.replace(/^\[|\]$/g, '')
  const isInside = isIP(address) ? !isPublicAddress(address) : INSIDE_NAME.test(host)
  if (isInside) return `${host} is a private address. ${howToAllow}`
  if (!rules.ports.has(port)) return `Use port 443. ${howToAllow}`
  return null
}

function hasMisleading(url: string): boolean {
  for (let i = 0; i < url.length; i++) {
    const code = url.charCodeAt(i)
    if (code <= 0x20 || code === 0x7f || code === 0x5c) return true
  }
  return false
}

function refused(text: string): UrlVerdict {
  return { ok: false, text }
}
