import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'node:querystring'
import type { CallbackRequest } from '../../adapter.ts'
import type { TwilioConnection } from './access.ts'

/**
 * Whether a callback was signed with the account's Auth Token: HMAC-SHA1 over the address and the sorted parameters
 * (twilio.com/docs/usage/webhooks/webhooks-security). An API key never signs, so with a key alone the answer is null.
 */
export function verifies(
  connection: TwilioConnection,
  previousTokens: string[],
  request: CallbackRequest,
): boolean | null {
  const { authToken } = connection.credentials
  const tokens = authToken ? [authToken, ...previousTokens] : previousTokens
  if (tokens.length === 0) return null
  const signature = request.headers['x-twilio-signature']
  if (!signature || !hashFits(request)) return false
  const parameters = isForm(request) ? sortedParameters(request.rawBody) : ''
  const fits = tokens.some((token) =>
    signedAddresses(request.url).some((url) => isSigned(token, url + parameters, signature)),
  )
  // With a key alone the provider may sign with a token that we were never told.
  return fits || (authToken ? false : null)
}

function isSigned(token: string, content: string, signature: string): boolean {
  const expected = Buffer.from(createHmac('sha1', token).update(content).digest('base64'))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Keys in byte order, each with its distinct values in order, nothing between them. */
function sortedParameters(rawBody: string): string {
  const values = new Map<string, Set<string>>()
  for (const [key, value] of new URLSearchParams(rawBody)) {
    const known = values.get(key)
    if (known) known.add(value)
    else values.set(key, new Set([value]))
  }
  return [...values.keys()].sort().reduce((all, key) => {
    return all + [...values.get(key)!].sort().reduce((some, value) => some + key + value, '')
  }, '')
}

/** A body that is not a form is covered by its hash in the address, or by nothing. */
function hashFits(request: CallbackRequest): boolean {
  const hash = /[?&]bodySHA256=([^&#]*)/.exec(request.url)?.[1]
  if (hash === undefined) return isForm(request) || request.rawBody === ''
  const expected = Buffer.from(createHash('sha256').update(request.rawBody).digest('hex'))
  const given = Buffer.from(hash)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function isForm({ url, headers }: CallbackRequest): boolean {
  return !/[?&]bodySHA256=/.test(url) && !/json/i.test(headers['content-type'] ?? '')
}

/** Twilio is not of one mind about the port, and some of its parts sign a query that was encoded anew. */
function signedAddresses(url: string): string[] {
  const plain = withPorts(url)
  const normal = URL.canParse(url) ? withPorts(new URL(url).toString()) : []
  return [...new Set([...plain, ...normal, ...normal.map(withLegacyQuery)])]
}

function withPorts(url: string): string[] {
  const parts = /^(https?:\/\/)([^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(:\d*)?(.*)$/is.exec(url)
  if (!parts) return [url]
  const [, scheme = '', user = '', host = '', port, rest = ''] = parts
  const usual = scheme.toLowerCase() === 'https://' ? ':443' : ':80'
  return [scheme + user + host + rest, scheme + user + host + (port ?? usual) + rest]
}

function withLegacyQuery(url: string): string {
  const start = url.indexOf('?') + 1
  return start === 0 || start === url.length ? url : url.slice(0, start) + stringify(parse(url.slice(start)))
}
