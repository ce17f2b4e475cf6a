import { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { mailLinkPage } from './alerts/mail-link-page.ts'
import { mailTheTextRoutes } from './alerts/mail-the-text-routes.ts'
import { ownTypeRoutes } from './alerts/own-type-routes.ts'
import { preferenceRoutes } from './alerts/preference-routes.ts'
import { eventRoutes } from './alerts/routes.ts'
import { triggerRoutes } from './alerts/trigger-routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { consentRoutes } from './consent/routes.ts'
import { diagnosisRoutes } from './diagnosis/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { inboxRoutes } from './inbox/routes.ts'
import type { Context } from './kit/context.ts'
import { Problem } from './kit/problem.ts'
import type { Env } from './kit/route.ts'
import { linkRoutes } from './links/routes.ts'
import { emailRoutes } from './mail/email-routes.ts'
import { mailRoutes } from './mail/routes.ts'
import { membersRoutes } from './members/routes.ts'
import { callbackRoutes } from './messages/callbacks.ts'
import { decisionRoutes } from './messages/decision-routes.ts'
import { historyRoutes } from './messages/history-routes.ts'
import { inboundRoutes } from './messages/inbound-callback.ts'
import { inboundTextRoutes } from './messages/inbound-routes.ts'
import { optOutPage } from './messages/opt-out-page.ts'
import { paceRoutes } from './messages/pace-routes.ts'
import { sendRoutes } from './messages/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { readinessRoutes } from './readiness/routes.ts'
import { retentionRoutes } from './retention/routes.ts'
import { scimRoutes } from './scim/routes.ts'
import { scimTokenRoutes } from './scim/token-routes.ts'
import { inheritanceRoutes } from './settings/inheritance.ts'
import { repliesRoutes } from './settings/replies-routes.ts'
import { settingsRoutes } from './settings/routes.ts'
import { sessionRoutes } from './sign-in/session-routes.ts'
import { ssoRoutes } from './sign-in/sso-routes.ts'
import { spendRoutes } from './spend/routes.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { templateRoutes } from './templates/routes.ts'
import { verificationRoutes } from './verification/routes.ts'
import { deliveryRoutes } from './webhooks/delivery-routes.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { selfRoutes } from './workspaces/other-copy.ts'
import { workspaceRoutes } from './workspaces/routes.ts'

/** PostgreSQL's class of errors for values out of range or in the wrong form. */
const DATA_EXCEPTION = '22'
/** Shutting down, starting up, the connection to it lost, or a transaction given up for another. */
const AWAY = /^(57P0[123]|08...|40...|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE)$/

function isAway(code: string, message: string): boolean {
  return (
    AWAY.test(code) ||
    /^(Connection terminated|Client .* is not queryable|timeout exceeded when trying to connect|Query read timeout)/.test(
      message,
    )
  )
}

const PROBLEM_JSON = { 'content-type': 'application/problem+json' }

/** The whole of `/v1` and the addresses that providers call. Who asks is settled before it (see server/http.ts). */
export function buildApi(context: Context) {
  return new OpenAPIHono<Env>()
    .route('/', callbackRoutes(context))
    .route('/', inboundRoutes(context))
    .route('/', linkRoutes(context))
    .route('/', mailLinkPage(context))
    .route('/', optOutPage(context))
    .route('/', selfRoutes(context))
    .route('/', workspaceRoutes)
    .route('/', sessionRoutes)
    .route('/', ssoRoutes)
    .route('/', membersRoutes)
    .route('/', mailRoutes)
    .route('/', emailRoutes)
    .route('/', settingsRoutes)
    .route('/', repliesRoutes)
    .route('/', inheritanceRoutes)
    .route('/', readinessRoutes)
    .route('/', sendRoutes(context))
    .route('/', historyRoutes)
    .route('/', decisionRoutes)
    .route('/', consentRoutes)
    .route('/', inboundTextRoutes)
    .route('/', peopleRoutes)
    .route('/', scimTokenRoutes)
    .route('/', scimRoutes(context))
    .route('/', verificationRoutes(context))
    .route('/', templateRoutes)
    .route('/', eventRoutes(context))
    .route('/', mailTheTextRoutes)
    .route('/', triggerRoutes)
    .route('/', ownTypeRoutes)
    .route('/', preferenceRoutes)
    .route('/', inboxRoutes(context))
    .route('/', diagnosisRoutes)
    .route('/', statisticsRoutes)
    .route('/', retentionRoutes)
    .route('/', spendRoutes)
    .route('/', paceRoutes)
    .route('/', webhookRoutes)
    .route('/', deliveryRoutes)
    .route('/', auditRoutes)
    .route('/', healthRoutes)
}

/** For the console, by `import type` alone. */
export type Api = ReturnType<typeof buildApi>

/** Whatever was thrown becomes a problem document; what was not meant to be thrown is logged and says nothing of itself. */
export function answerProblems(app: OpenAPIHono<Env>, context: Context): void {
  app.onError((error, c) => {
    const problem = toProblem(error)
    if (problem.status >= 500) {
      context.log.error({ err: error, method: c.req.method, route: c.req.routePath }, 'a request failed')
    }
    const waitSeconds = problem.more.retry_after_seconds
    if (waitSeconds !== undefined) c.header('retry-after', String(waitSeconds))
    return c.body(JSON.stringify(problem), problem.status as 500, PROBLEM_JSON)
  })
  app.notFound((c) =>
    c.body(JSON.stringify(new Problem(404, 'not_found', 'There is nothing at this address.')), 404, PROBLEM_JSON),
  )
}

function toProblem(error: Error): Problem {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException && error.status < 500) {
    return new Problem(error.status, 'bad_request', error.message || 'The request could not be read.')
  }
  const code = String((error as { code?: unknown }).code ?? '')
  if (code.startsWith(DATA_EXCEPTION))
    return new Problem(422, 'invalid', 'The input holds a value that cannot be stored.')
  if (isAway(code, error.message)) {
    return new Problem(503, 'not_available', 'The database is not answering just now. Try again shortly.')
  }
  return new Problem(500, 'internal', 'This is a fault of Handset, not of your request. It was logged.')
}
