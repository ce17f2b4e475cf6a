import { isIP } from 'node:net'
import type { Context as HonoContext } from 'hono'
import { isLoopback } from './address.ts'

/** Where the caller's address stands for better-auth: nothing that a caller sends there is believed. */
export const ADDRESS_HEADER = 'handset-client-address'

/** The request's headers, with the caller's address as we know it and not as the caller says. */
export function signInHeaders(c: HonoContext): Headers {
  const headers = new Headers(c.req.raw.headers)
  headers.delete(ADDRESS_HEADER)
  const address = clientAddress(c)
  if (address) headers.set(ADDRESS_HEADER, address)
  return headers
}

/**
 * Who is calling, for limits and for the record. A caller can write any X-Forwarded-For; only its last entry, and only where a proxy on this
 * machine has put it, says something.
 */
export function clientAddress(c: HonoContext): string | null {
  const peer = (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress?.replace(/^::ffff:/, '')
  if (peer === undefined) return null
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  const viaProxyHere = isLoopback(peer) || peer === '::1'
  return viaProxyHere && forwarded && isIP(forwarded) ? forwarded : peer
}

/** What @hono/node-server hands over beside the request. */
interface NodeBindings {
  incoming?: { socket?: { remoteAddress?: string } }
}
