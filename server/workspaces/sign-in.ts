import { hkdfSync } from 'node:crypto'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import type { Kysely } from 'kysely'
import type { Context } from '../kit/context.ts'
import { newId } from '../kit/id.ts'
import type { DB } from '../kit/tables.ts'
import { isOnLoopback, isOwnOrigin } from './address.ts'
import { openSignInDatabase } from './sign-in-database.ts'

/** Who signs in and with which session, by better-auth. Workspaces, members and API keys are ours. */
export interface SignIn {
  /** One of better-auth's own routes under /auth. */
  answer(request: Request): Promise<Response>
  /** Starts a session as if the person had typed these; the answer's cookies are to be sent on. */
  start(headers: Headers, email: string, password: string): Promise<string[]>
  /** Whose session the request's cookie names, with the cookies that prolong it. */
  session(headers: Headers): Promise<{ userId: string; cookies: string[] } | null>
  close(): Promise<void>
}

/** Where our own middleware puts the caller's address: nothing that a caller sends is believed. */
export const ADDRESS_HEADER = 'handset-client-address'
export const PASSWORD_LENGTH = { min: 10, max: 200 }

const DAY_SECONDS = 24 * 60 * 60
const IDLE_DAYS = 7
const LONGEST_DAYS = 30
const COOKIE_PREFIX = 'handset'
const SECURE_COOKIE_PREFIX = `__Host-${COOKIE_PREFIX}`

/** What signs cookies: made from the installation's key and never stored, so a stolen database forges no session. */
export function signInSecret(installationKey: Buffer): string {
  return Buffer.from(hkdfSync('sha256', installationKey, '', 'handset sign-in', 32)).toString('base64url')
}

export async function openSignIn(context: Context, secret: string): Promise<SignIn> {
  const database = await openSignInDatabase(context.db.connection)
  const build = (secure: boolean) => betterAuth(options(context, database.kysely, secret, secure))
  const [overHttps, onLoopback] = [build(true), build(false)]
  await (await overHttps.$context).checkSchema?.()
  const handingOut = (headers: Headers) => (isOnLoopback(headers) ? onLoopback : overHttps)

  return {
    answer: (request) => handingOut(request.headers).handler(request),
    async start(headers, email, password) {
      const auth = handingOut(headers)
      const { headers: answer } = await auth.api.signInEmail({
        body: { email, password },
        headers,
        returnHeaders: true,
      })
      return answer.getSetCookie()
    },
    async session(headers) {
      const secure = headers.get('cookie')?.includes(SECURE_COOKIE_PREFIX)
      // Elsewhere than on this machine a cookie without the prefix may have been planted by a neighbouring subdomain.
      if (!secure && !isOnLoopback(headers)) return null
      const { headers: answer, response } = await (secure ? overHttps : onLoopback).api.getSession({
        headers,
        returnHeaders: true,
      })
      if (!response) return null
      const ageMs = context.now().getTime() - response.session.createdAt.getTime()
      if (ageMs > LONGEST_DAYS * DAY_SECONDS * 1000) return null
      return { userId: response.user.id, cookies: answer.getSetCookie() }
    },
    close: () => database.close(),
  }
}

function options(context: Context, db: Kysely<DB>, secret: string, secure: boolean) {
  return {
    ...naming,
    // Only its origin and path are looked at; where Handset is really reached is decided per request.
    baseURL: secure ? 'https://localhost' : 'http://localhost',
    basePath: '/auth',
    // As a list, so that a variable in the environment cannot take its place.
    secrets: [{ version: 1, value: secret }],
    database: { db, type: 'postgres', transaction: true },
    trustedOrigins: (request) => ownOrigin(request, context.publicUrl()),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    rateLimit: {
      ...naming.rateLimit,
      enabled: true,
      storage: 'database',
      customRules: { '/sign-in/email': { window: 60, max: 10 }, '/change-password': { window: 60, max: 10 } },
    },
    telemetry: { enabled: false },
    // Its arguments may quote what somebody typed.
    logger: { level: 'error', log: (_, message) => context.log.error({ from: 'sign-in' }, message) },
    // A database that is away is told by our own error answer, like everywhere else.
    onAPIError: { throw: false },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: secure ? SECURE_COOKIE_PREFIX : COOKIE_PREFIX,
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      // Ours is stricter and runs before (access.ts, sign-in-routes.ts).
      disableCSRFCheck: true,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: ({ model }) => newId(ID_PREFIXES[model] ?? 'auth') },
    },
  } satisfies BetterAuthOptions
}

function ownOrigin(request: Request | undefined, publicUrl: string | null): string[] {
  const origin = request?.headers.get('origin')
  return origin && isOwnOrigin(origin, request!.headers.get('host'), publicUrl) ? [origin] : []
}

const ID_PREFIXES: Record<string, string> = { user: 'usr', session: 'ses', account: 'acc', verification: 'ver' }

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

/** better-auth's names for its tables and columns, and ours. */
const naming = {
  user: { modelName: 'auth_users', fields: { ...times, emailVerified: 'email_verified' } },
  session: {
    modelName: 'auth_sessions',
    fields: {
      ...times,
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
    },
    expiresIn: IDLE_DAYS * DAY_SECONDS,
    updateAge: DAY_SECONDS,
    // Every request asks the database, so a revoked session is dead at once.
    cookieCache: { enabled: false },
  },
  account: {
    modelName: 'auth_accounts',
    fields: {
      ...times,
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { modelName: 'auth_verifications', fields: { ...times, expiresAt: 'expires_at' } },
  rateLimit: { modelName: 'auth_rate_limits', fields: { lastRequest: 'last_request' } },
} satisfies Partial<BetterAuthOptions>
