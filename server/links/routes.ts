import { OpenAPIHono } from '@hono/zod-openapi'
import { isbot } from 'isbot'
import type { Context } from '../kit/context.ts'
import type { Env } from '../kit/route.ts'
import { follow } from './links.ts'

/** Short links: outside the API, since whoever follows one is on a phone and signed in nowhere. */
export function linkRoutes(context: Context) {
  return new OpenAPIHono<Env>().get('/c/:code', async (c) => {
    c.header('cache-control', 'no-store')
    c.header('referrer-policy', 'no-referrer')
    c.header('x-robots-tag', 'noindex')
    const target = await follow(context, c.req.param('code'), isPerson(c.req.method, c.req.raw.headers))
    if (target) return c.redirect(target, 302)
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    return c.html(GONE, 404)
  })
}

/**
 * Messaging apps draw a picture of what a link leads to, mail gateways open it in search of harm, and browsers fetch it
 * ahead: none of them is somebody who read the text.
 */
export function isPerson(method: string, headers: Headers): boolean {
  if (method !== 'GET') return false
  const purpose = `${headers.get('sec-purpose') ?? ''} ${headers.get('purpose') ?? ''} ${headers.get('x-moz') ?? ''}`
  if (/prefetch|prerender|preview/i.test(purpose)) return false
  const agent = headers.get('user-agent')
  return agent !== null && !isbot(agent)
}

const GONE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>This link leads nowhere any more</title>
<style>body{font:16px/24px system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 16px}h1{font-size:20px;line-height:28px}</style>
<h1>This link leads nowhere any more</h1>
<p>It was part of a message and its time is over, or it was not copied whole. Open the app to see what is new.</p>
</html>
`
