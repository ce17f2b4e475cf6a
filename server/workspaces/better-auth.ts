import { type BetterAuthOptions, type BetterAuthPlugin, betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import { newId } from '../kit/id.ts'
import type { DB } from '../kit/tables.ts'
import { ACCOUNT_WINDOW_SECONDS } from './account-limit.ts'
import { isOwnOrigin } from './address.ts'
import { ADDRESS_HEADER } from './client-address.ts'
import { PASSWORD_LENGTH } from './schema.ts'

/** What signing in needs of the world; it is opened before the context is whole. */
export type SignInContext = Pick<Context, 'db' | 'log' | 'now' | 'publicUrl'>

const DAY_SECONDS = 24 * 60 * 60
const IDLE_DAYS = 7
const COOKIE_PREFIX = 'handset'
export const SECURE_COOKIE_PREFIX = `__Host-${COOKIE_PREFIX}`

/** better-auth for user, session and password alone; workspaces, members and API keys are ours. */
export function buildAuth(context: SignInContext, db: Kysely<DB>, secret: string, secure: boolean) {
  return betterAuth(options(context, db, secret, secure))
}

function options(context: SignInContext, db: Kysely<DB>, secret: string, secure: boolean) {
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
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        // The longest window also says how long the table is kept, which account-limit.ts counts in.
        '/sign-out': { window: ACCOUNT_WINDOW_SECONDS, max: 1000 },
      },
    },
    plugins: [ours],
    telemetry: { enabled: false },
    // Its arguments may quote what somebody typed, so only the message is kept.
    logger: { level: 'error', log: (_, message) => context.log.error({ from: 'sign-in' }, message) },
    // What is no fault of the caller's is thrown to us: left to itself it goes to the console, values and all.
    onAPIError: { throw: true },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: secure ? SECURE_COOKIE_PREFIX : COOKIE_PREFIX,
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      // Ours is stricter and runs before (access.ts, sign-in.ts).
      disableCSRFCheck: true,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: ({ model }) => newId(ID_PREFIXES[model] ?? 'auth') },
    },
  } satisfies BetterAuthOptions
}

/** What a provider said of the sign-in that it began; nothing of one that began by a password. */
const by = z
  .object({
    ssoWorkspaceId: z.string(),
    ssoIssuer: z.string(),
    ssoSubject: z.string(),
    ssoSid: z.string().nullable(),
  })
  .optional()
export type BegunBy = NonNullable<z.infer<typeof by>>

/** For the server itself, without an address: who it is was found out by other means than a password. */
const ours = {
  id: 'handset',
  endpoints: {
    startFor: createAuthEndpoint({ method: 'POST', body: z.object({ userId: z.string(), by }) }, async (ctx) => {
      const { internalAdapter } = ctx.context
      const user = await internalAdapter.findUserById(ctx.body.userId)
      if (!user) throw new Error('There is no such user any more.')
      const session = await internalAdapter.createSession(user.id, false, ctx.body.by ?? {})
      await setSessionCookie(ctx, { session, user })
      return ctx.json({})
    }),
  },
} satisfies BetterAuthPlugin

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
    additionalFields: {
      seenAt: { type: 'date', fieldName: 'seen_at', required: false, input: false },
      ssoWorkspaceId: { type: 'string', fieldName: 'sso_workspace_id', required: false, input: false },
      ssoIssuer: { type: 'string', fieldName: 'sso_issuer', required: false, input: false },
      ssoSubject: { type: 'string', fieldName: 'sso_subject', required: false, input: false },
      ssoSid: { type: 'string', fieldName: 'sso_sid', required: false, input: false },
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
