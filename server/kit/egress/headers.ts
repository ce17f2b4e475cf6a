/** What belongs to the connection or decides where a message ends: set by us or not at all. */
const CONNECTION = /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/i

/** RFC 9110 §5.6.2 and §5.5. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * Why these headers may not be sent, without their values. undici would refuse them too, but counts the connection that
 * it had chosen as busy from then on, so that a few dozen bad requests would block the way for good ones.
 */
export function headerFault(headers: Record<string, string>): string | null {
  for (const name in headers) {
    if (!NAME.test(name)) return 'a header has a name that HTTP does not know'
    if (CONNECTION.test(name)) return `the header ${name} is not for callers to set`
    if (!VALUE.test(headers[name]!)) return `the header ${name} has a character that HTTP does not allow`
  }
  return null
}
