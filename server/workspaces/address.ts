import { Problem } from '../kit/problem.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether a URL's hostname means this machine and nothing else, so that plain http is safe there. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname)
}

export type PublicAddress = { url: string | null } | { problem: string }

/** The address people and providers reach Handset at: an origin and nothing behind it, since cookies and links hang on it. */
export function readPublicAddress(text: string | null): PublicAddress {
  if (text === null || text.trim() === '') return { url: null }
  const url = URL.parse(text.trim())
  if (!url?.hostname) return { problem: 'Not an address. Write it in full, as in https://sms.acme.example.' }
  if (url.username || url.password) return { problem: 'Leave out the user name and password.' }
  if (url.pathname !== '/' || url.search || url.hash)
    return { problem: 'Only the address itself, nothing behind the host, as in https://sms.acme.example.' }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return { url: url.origin }
  return { problem: 'Use https. Plain http is only for this machine, as in http://127.0.0.1:4000.' }
}

/**
 * Who made a request that changes something: a page of ours, somebody else's page, or no page at all (a program).
 * Browsers set both headers by themselves and no page can forge them. Source: OWASP, Cross-Site Request Forgery
 * Prevention, "Fetch Metadata" and "Verifying Origin With Standard Headers".
 */
export function madeBy(headers: Headers, publicUrl: string | null): 'own_page' | 'foreign_page' | 'program' {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return 'foreign_page'
  const origin = headers.get('origin')
  if (origin === null && site === null) return 'program'
  // Any program can say what browsers say, with any host: links that are mailed must not lead there.
  if (origin === null) return publicUrl !== null || isOnLoopback(headers) ? 'own_page' : 'foreign_page'
  return isOwnOrigin(origin, headers.get('host'), publicUrl) ? 'own_page' : 'foreign_page'
}

/** As the browser says by itself, whatever our own address is. */
export function isCrossSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin'
}

/**
 * The public address, or the loopback address that this very request came to: its host and port must be the same, since
 * another program on this machine has another port, and cookies do not tell ports apart.
 */
export function isOwnOrigin(origin: string, host: string | null, publicUrl: string | null): boolean {
  if (origin === publicUrl) return true
  const url = URL.parse(origin)
  return url?.protocol === 'http:' && isLoopback(url.hostname) && url.host === host
}

/** Whether somebody on this machine asks, by the page's address where there is one (a proxy may rewrite the host). */
export function isOnLoopback(headers: Headers): boolean {
  const url = URL.parse(headers.get('origin') ?? `http://${headers.get('host') ?? ''}`)
  return url?.protocol === 'http:' && isLoopback(url.hostname)
}

/** The address a page of ours was opened at; who asks without a page gets the public one. */
export function baseOf(headers: Headers, publicUrl: string | null): string {
  return headers.get('origin') ?? publicUrl ?? `http://${headers.get('host') ?? ''}`
}

export function wrongOrigin(publicUrl: string | null): Problem {
  const place = publicUrl ? `at ${publicUrl}, or on the machine itself` : 'on the machine itself'
  return new Problem(403, 'wrong_origin', `This was not sent by a page of this Handset. Open it ${place}.`)
}
