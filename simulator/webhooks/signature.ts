import { createHmac } from 'node:crypto'

/**
 * X-Twilio-Signature (twilio.com, webhook security): the address exactly as configured, then each parameter in byte
 * order of its name, name and value without a separator; HMAC-SHA1 by the account's token. GET adds nothing, since
 * its parameters are in the address.
 */
export function signature(authToken: string, url: string, params: Record<string, string>): string {
  const signed = Object.keys(params)
    .sort()
    .reduce((text, name) => text + name + params[name], withoutFragment(url))
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64')
}

/** What follows # steers the provider (time-outs, retries); it is neither sent nor signed. */
export function withoutFragment(url: string): string {
  const hash = url.indexOf('#')
  return hash === -1 ? url : url.slice(0, hash)
}
