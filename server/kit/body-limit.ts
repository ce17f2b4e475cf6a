import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/**
 * Refuses bodies of more than `maxBytes`. A length that is told is enough to decide by: Node lets no more through, and
 * counting as it arrives costs more than all the rest of a small request.
 */
export function limitBody(
  maxBytes: number,
  refuse: Parameters<typeof bodyLimit>[0]['onError'] & {},
): MiddlewareHandler {
  const counting = bodyLimit({ maxSize: maxBytes, onError: refuse })
  return async (c, next) => {
    const length = c.req.header('content-length')
    if (length === undefined) return BODILESS.has(c.req.method) ? next() : counting(c, next)
    return Number(length) > maxBytes ? refuse(c) : next()
  }
}

const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS'])
