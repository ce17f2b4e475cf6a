import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * `/sim` has no sign-in and shows secrets. So it answers only this machine, only under a name of this machine (a
 * foreign name that points here would let any web page read it), and changes nothing for a page from elsewhere.
 */
export function simGuard(publicUrl: string | undefined) {
  const publicHost = publicUrl ? new URL(publicUrl).host : null
  return async (c: Context<{ Bindings: HttpBindings }>, next: () => Promise<void>): Promise<Response | undefined> => {
    const host = c.req.header('host') ?? ''
    if (!isOwnHost(host, publicHost)) return c.json({ detail: `Not served under the name ${host}.` }, 403)
    const origin = c.req.header('origin')
    if (origin && hostOf(origin) !== host) return c.json({ detail: `Not for pages of ${origin}.` }, 403)
    if (c.req.header('sec-fetch-site') === 'cross-site') return c.json({ detail: 'Not for pages from elsewhere.' }, 403)
    const from = c.env.incoming.socket.remoteAddress ?? ''
    if (!publicHost && !isLoopback(from)) return c.json({ detail: 'Only for this machine.' }, 403)
    await next()
    return undefined
  }
}

function isOwnHost(host: string, publicHost: string | null): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return ['localhost', '127.0.0.1', '[::1]'].includes(name) || host === publicHost
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
}
