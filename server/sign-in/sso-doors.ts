import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import type { Env } from '../kit/route.ts'
import { baseOf } from '../workspaces/address.ts'
import { type BegunBy, SECURE_COOKIE_PREFIX } from '../workspaces/better-auth.ts'
import { mustUseProvider } from '../workspaces/by-provider.ts'
import { clientAddress, signInHeaders } from '../workspaces/client-address.ts'
import { whyEnded } from '../workspaces/ended-sessions.ts'
import { type Asking, agree, describeAsked } from './agree.ts'
import { ATTEMPT_MINUTES, type BrowserCookie, beginAtProvider } from './begin.ts'
import { type Refusal, returnFromProvider } from './callback.ts'
import { byProviderOnly, connectionFor } from './connection.ts'
import { begunBy } from './enter.ts'
import { logoutByProvider } from './logout.ts'
import { answer, readOwn } from './read-own.ts'

const email = z.email('This is not an email address.').max(200)
const start = z.object({
  email,
  // Only to our own pages: an address that begins with two slashes is somebody else's. And nothing that no header holds.
  to: z
    .string()
    .max(2000)
    .regex(/^\/(?![/\\])[\x20-\x7e]*$/)
    .catch('/'),
})
const token = z.string().min(1).max(100)

/** Signing in by a workspace's provider: the way there, the way back, and consent where an account is already there. */
export function mountSsoDoors(app: OpenAPIHono<Env>, context: Context): void {
  app.post('/auth/options', async (c) => {
    const given = await readOwn(c, context, z.object({ email: email.optional() }))
    const connection = given.email ? await context.db.signIn((tx) => connectionFor(tx, given.email!)) : null
    const sso = connection && { required: connection.required }
    const ended = given.email ? null : await whyEnded(context, c.req.raw.headers)
    return answer(c, { sso, mail: context.installation.mail() !== null, ended })
  })
  app.post('/auth/sso/start', async (c) => {
    const given = await readOwn(c, context, start)
    const base = baseOf(c.req.raw.headers, context.publicUrl())
    const { url, cookie } = await beginAtProvider(context, { ...given, base, address: clientAddress(c) })
    setBrowserCookie(c, base, cookie)
    return answer(c, { url })
  })
  app.get('/auth/sso/:workspace/callback', (c) => comeBack(c, context))
  // Asked by the provider itself, with no cookie of anybody.
  app.post('/auth/sso/:workspace/logout', (c) => hearLogout(c, context))
  app.post('/auth/sso/asked', async (c) => {
    const given = await readOwn(c, context, z.object({ token }))
    return answer(c, await describeAsked(context, await askingOf(c, context, given.token)))
  })
  app.post('/auth/sso/agree', async (c) => {
    const given = await readOwn(c, context, z.object({ token, password: z.string().max(1000).optional() }))
    const asking = await askingOf(c, context, given.token)
    const agreed = await agree(context, asking, given.password)
    await startSession(c, context, signInHeaders(c), agreed.userId, begunBy(agreed))
    return answer(c, { to: agreed.to })
  })
  app.post('/auth/sign-in/email', async (c, next) => {
    await next()
    await refusePassword(c, context)
  })
}

async function comeBack(c: HonoContext<Env>, context: Context): Promise<Response> {
  const { state, code, iss, error } = c.req.query()
  c.header('cache-control', 'no-store')
  c.header('referrer-policy', 'no-referrer')
  const returned = await returnFromProvider(context, {
    workspaceId: c.req.param('workspace') ?? '',
    state,
    code,
    issuer: iss,
    error,
    cookie: browserCookie(c),
    address: clientAddress(c),
  })
  const base = returned.attempt?.base ?? ''
  if ('refused' in returned) return c.redirect(`${base}${refusalPath(returned.refused)}`, 303)
  const { entered } = returned
  if (entered.kind === 'ask') return c.redirect(`${base}/sign-in/connect#${entered.token}`, 303)
  const headers = signInHeaders(c)
  // A proxy may rewrite the host; what counts for the cookie is where the console was opened.
  headers.set('origin', base)
  await startSession(c, context, headers, entered.userId, entered.by)
  return c.redirect(base + returned.attempt.to, 303)
}

async function hearLogout(c: HonoContext<Env>, context: Context): Promise<Response> {
  c.header('cache-control', 'no-store')
  const { logout_token: token } = await c.req.parseBody().catch(() => ({ logout_token: undefined }))
  const heard = await logoutByProvider(context, {
    workspaceId: c.req.param('workspace') ?? '',
    token: typeof token === 'string' ? token : '',
    address: clientAddress(c),
  })
  if (heard.ok) return c.body(null, 200)
  const error = { error: 'invalid_request', error_description: heard.detail }
  return heard.kind === 'refused' ? c.json(error, 400) : c.json(error, 503)
}

function refusalPath(refusal: Refusal): string {
  return `/sign-in?refused=${refusal}`
}

async function startSession(
  c: HonoContext<Env>,
  context: Context,
  headers: Headers,
  userId: string,
  by: BegunBy,
): Promise<void> {
  for (const name of COOKIES) if (getCookie(c, name)) deleteCookie(c, name, { path: '/', secure: name !== COOKIES[1] })
  for (const cookie of await context.signIn.startFor(headers, userId, by))
    c.header('set-cookie', cookie, { append: true })
}

/** The password was right, but it is not how this person signs in: their session ends before anybody has it. */
async function refusePassword(c: HonoContext<Env>, context: Context): Promise<void> {
  if (c.res.status !== 200) return
  const signedIn = c.res
  const { user } = (await signedIn.clone().json()) as { user?: { id: string } }
  if (!user) return
  // Withheld until it is certain, or the cookie would go along with whatever is answered in its place.
  c.res = undefined
  if (!(await context.db.signIn((tx) => mustUseProvider(tx, user.id)))) {
    c.res = signedIn
    return
  }
  const tokens = signedIn.headers.getSetCookie().map((line) => /session_token=([^.;]+)/.exec(line)?.[1])
  for (const one of tokens)
    if (one)
      await context.db.signIn((tx) =>
        tx.deleteFrom('auth_sessions').where('token', '=', decodeURIComponent(one)).execute(),
      )
  throw byProviderOnly()
}

async function askingOf(c: HonoContext<Env>, context: Context, given: string): Promise<Asking> {
  const headers = c.req.raw.headers
  const session = headers.has('cookie') ? await context.signIn.session(headers) : null
  return { token: given, cookie: browserCookie(c), userId: session?.userId ?? null, address: clientAddress(c) }
}

const COOKIES = [`${SECURE_COOKIE_PREFIX}.sso`, 'handset.sso'] as const

/** By https under a name that no neighbouring subdomain can plant, and then under that alone. */
function cookieName(base: string): (typeof COOKIES)[number] {
  return COOKIES[base.startsWith('https:') ? 0 : 1]
}

function setBrowserCookie(c: HonoContext<Env>, base: string, value: string): void {
  const name = cookieName(base)
  // Lax: it must come along when the provider sends the browser back.
  const options = { path: '/', httpOnly: true, secure: name === COOKIES[0], sameSite: 'Lax' } as const
  setCookie(c, name, value, { ...options, maxAge: (ATTEMPT_MINUTES + 15) * 60 })
}

function browserCookie(c: HonoContext<Env>): BrowserCookie {
  return (base) => getCookie(c, cookieName(base))
}
