import type { MiddlewareHandler } from 'hono'
import type { Context } from './kit/context.ts'
import { isOnLoopback } from './workspaces/address.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60
const ONLY_TLS: [string, string] = ['strict-transport-security', `max-age=${YEAR_SECONDS}`]

/**
 * For whatever is answered. An answer of the API is data of somebody: nobody keeps it, and opened by itself it can do
 * nothing. Source: OWASP, REST Security Cheat Sheet, "Security Headers".
 */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

/** Every script and every style is a file of our own: none stands in the page, and none is put there. */
const CONSOLE = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
}

export function headersForAll(context: Context): MiddlewareHandler {
  const always = Object.entries(ALWAYS)
  return async (c, next) => {
    const said = isOverTls(c.req.raw.headers, context.publicUrl()) ? [...always, ONLY_TLS] : always
    // Said beforehand: asked for its headers later, an answer takes the slow way out.
    for (const [name, value] of said) c.header(name, value)
    await next()
    // Better-auth makes answers of its own.
    if (c.req.path.startsWith('/auth/')) for (const [name, value] of said) c.header(name, value)
  }
}

export const headersForConsole: MiddlewareHandler = async (c, next) => {
  for (const [name, value] of Object.entries(CONSOLE)) c.header(name, value)
  await next()
}

/** TLS ends at a proxy; it says so, or the request came to the public address. RFC 6797 §7.2: not over plain http. */
function isOverTls(headers: Headers, publicUrl: string | null): boolean {
  if (headers.get('x-forwarded-proto') === 'https') return true
  return publicUrl?.startsWith('https:') === true && !isOnLoopback(headers)
}
