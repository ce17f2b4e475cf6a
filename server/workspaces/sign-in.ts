import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import type { Env } from '../kit/route.ts'
import { countTry, forgetTries, refuseTooMany } from './account-limit.ts'
import { isOnLoopback, madeBy, wrongOrigin } from './address.ts'
import { type BegunBy, buildAuth, SECURE_COOKIE_PREFIX, type SignInContext } from './better-auth.ts'
import { signInHeaders } from './client-address.ts'
import { toOurAnswer, unavailable } from './sign-in-answers.ts'
import { openSignInDatabase } from './sign-in-database.ts'

/** Who signs in and with which session. */
export interface SignIn {
  /** One of better-auth's own routes under /auth. */
  answer(request: Request): Promise<Response>
  /** Starts a session as if the person had typed these; the cookies are to be sent on. */
  start(headers: Headers, email: string, password: string): Promise<string[]>
  /** Starts a session for somebody who proved by other means who they are. */
  startFor(headers: Headers, userId: string, by?: BegunBy): Promise<string[]>
  /** Whose session the request's cookie names, with the cookies that prolong it. */
  session(headers: Headers): Promise<{ userId: string; sessionId: string; cookies: string[] } | null>
  close(): Promise<void>
}

/** However often a session is prolonged, one day it ends. */
const LONGEST_MS = 30 * 24 * 60 * 60 * 1000
/** How old what is known of a session's use may be. */
const SEEN_EVERY_MS = 5 * 60 * 1000
const SIGN_IN = '/auth/sign-in/email'
/** The only ones of better-auth's routes that are open. */
const OPEN = new Set([SIGN_IN, '/auth/sign-out'])

export async function openSignIn(context: SignInContext, secret: string): Promise<SignIn> {
  const database = await openSignInDatabase(context.db.connection)
  const overHttps = buildAuth(context, database.kysely, secret, true)
  const onLoopback = buildAuth(context, database.kysely, secret, false)
  await (await overHttps.$context).checkSchema?.()
  const handingOut = (headers: Headers) => (isOnLoopback(headers) ? onLoopback : overHttps)

  return {
    answer: (request) =>
      handingOut(request.headers)
        .handler(request)
        .catch((error) => refuseForNow(context, error)),
    async start(headers, email, password) {
      const auth = handingOut(headers)
      const { headers: answer } = await auth.api.signInEmail({
        body: { email, password },
        headers,
        returnHeaders: true,
      })
      return answer.getSetCookie()
    },
    async startFor(headers, userId, by) {
      const auth = handingOut(headers)
      const { headers: answer } = await auth.api.startFor({ body: { userId, by }, headers, returnHeaders: true })
      return answer.getSetCookie()
    },
    async session(headers) {
      const secure = headers.get('cookie')?.includes(SECURE_COOKIE_PREFIX)
      // Elsewhere than on this machine a cookie without the prefix may have been planted by a neighbouring subdomain.
      if (!secure && !isOnLoopback(headers)) return null
      const auth = secure ? overHttps : onLoopback
      const { headers: answer, response } = await auth.api
        .getSession({ headers, returnHeaders: true })
        // Wrapped it would look like an answer; what it wraps is the database's own error.
        .catch((error: Error) => Promise.reject(error.cause ?? error))
      if (!response) return null
      const { id, createdAt, seenAt } = response.session
      const nowMs = context.now().getTime()
      if (nowMs - createdAt.getTime() > LONGEST_MS) return null
      if (!seenAt || nowMs - seenAt.getTime() > SEEN_EVERY_MS) await noteSeen(context, id)
      return { userId: response.user.id, sessionId: id, cookies: answer.getSetCookie() }
    },
    close: () => database.close(),
  }
}

/** Of many requests at once, one writes. */
async function noteSeen({ db, now }: SignInContext, sessionId: string): Promise<void> {
  const before = new Date(now().getTime() - SEEN_EVERY_MS)
  await db.signIn((tx) =>
    tx
      .updateTable('auth_sessions')
      .set({ seen_at: now() })
      .where('id', '=', sessionId)
      .where('seen_at', '<', before)
      .execute(),
  )
}

/** Answers under /auth, behind server/sign-in/doors.ts. Who asks under /v1 is found out by `access`. */
export function mountSignIn(app: OpenAPIHono<Env>, context: Context): void {
  app.post('/auth/*', async (c) => {
    if (!OPEN.has(c.req.path)) return c.notFound()
    refuseForeignPage(c.req.raw.headers, context.publicUrl())
    const request = new Request(c.req.raw, { headers: signInHeaders(c) })
    if (c.req.path !== SIGN_IN) return toOurAnswer(await context.signIn.answer(request))
    return toOurAnswer(await answerTry(context, request))
  })
}

async function answerTry(context: Context, request: Request): Promise<Response> {
  const body = (await request
    .clone()
    .json()
    .catch(() => null)) as { email?: unknown } | null
  // As a form it would pass the count.
  if (typeof body?.email !== 'string') throw new Problem(422, 'invalid', 'Send email and password as JSON.')
  refuseTooMany(await countTry(context, body.email))
  const answer = await context.signIn.answer(asJson(request, body))
  if (answer.ok) await forgetTries(context, body.email)
  return answer
}

/** What was counted is what is tried: by another content type the same bytes could name another account. */
function asJson({ url, headers: given }: Request, body: object): Request {
  const headers = new Headers(given)
  headers.set('content-type', 'application/json')
  headers.delete('content-length')
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** A database's error may quote rows, so its code is all that is logged. */
function refuseForNow(context: SignInContext, error: { name?: string; code?: string }): never {
  context.log.error({ from: 'sign-in', cause: error.code ?? error.name }, 'signing in failed')
  throw unavailable()
}

/** A program that holds no cookie acts for itself; it may sign in wherever a password is not sent in the clear. */
export function refuseForeignPage(headers: Headers, publicUrl: string | null): void {
  const by = madeBy(headers, publicUrl)
  if (by === 'own_page') return
  if (by === 'program' && !headers.has('cookie') && (isOnLoopback(headers) || publicUrl !== null)) return
  throw wrongOrigin(publicUrl)
}
