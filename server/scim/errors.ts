import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import SCIMMY from 'scimmy'
import type { Context } from '../kit/context.ts'
import { isConnectionFailure, isRefusedValue } from '../kit/db.ts'
import { Problem } from '../kit/problem.ts'
import type { Env } from '../kit/route.ts'

type ScimType = 'invalidFilter' | 'invalidPath' | 'invalidSyntax' | 'invalidValue' | 'uniqueness'

/** Thrown for what the directory has to know of; RFC 7644 §3.12 names the types. */
export class ScimError extends Error {
  readonly status: number
  readonly scimType: ScimType | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, scimType: ScimType | undefined, detail: string, retryAfterSeconds?: number) {
    super(detail)
    this.status = status
    this.scimType = scimType
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The same answer for what is missing and for what belongs to another workspace. */
export function noSuch(thing: 'User' | 'Group'): ScimError {
  return new ScimError(404, undefined, `There is no such ${thing}.`)
}

/** Whatever was thrown becomes an error as SCIM writes it. */
export function answerErrors(app: OpenAPIHono<Env>, context: Context): void {
  app.onError((error, c) => {
    const known = toScim(error)
    if (known.status >= 500)
      context.log.error({ err: error, method: c.req.method, route: c.req.routePath }, 'a SCIM request failed')
    if (known.retryAfterSeconds !== undefined) c.header('retry-after', String(known.retryAfterSeconds))
    if (known.status === 401) c.header('www-authenticate', 'Bearer')
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
    const { status, scimType, message } = known
    return answer(c, { schemas, status: String(status), ...(scimType && { scimType }), detail: message }, status)
  })
}

export function answer(c: HonoContext, body: object, status = 200): Response {
  return c.body(JSON.stringify(body), status as 200, { 'content-type': 'application/scim+json' })
}

function toScim(error: Error): ScimError {
  if (error instanceof ScimError) return error
  // The library says the rest in its message: which operation, which attribute.
  if (error instanceof SCIMMY.Types.Error) {
    const { status, scimType, message } = error as Error & { status: number; scimType: ScimType }
    return new ScimError(Number(status), scimType, message)
  }
  if (error instanceof Problem) return ofProblem(error)
  if (isRefusedValue(error)) return new ScimError(400, 'invalidValue', 'It holds a value that cannot be stored.')
  if (isConnectionFailure(error)) return new ScimError(503, undefined, 'The database is not answering just now.', 5)
  return new ScimError(500, undefined, 'This is a fault of Handset, not of your request. It was logged.')
}

function ofProblem({ status, detail }: Problem): ScimError {
  if (status === 409) return new ScimError(409, 'uniqueness', detail)
  return status === 422 ? new ScimError(400, 'invalidValue', detail) : new ScimError(status, undefined, detail)
}
