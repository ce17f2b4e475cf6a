import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { SimAccount } from '../accounts/account.ts'
import { type Refusal, refusal, refusalBody } from '../messages/refusals.ts'

export interface ProviderEnv {
  Bindings: HttpBindings
  Variables: {
    account: SimAccount
    signedInWith: string
    /** Set where the answer's request id must be a certain one. */
    requestId: string | undefined
  }
}

export type ProviderContext = Context<ProviderEnv>

export function refuse(c: ProviderContext, refused: Refusal): Response {
  if (refused.status === 401) c.header('WWW-Authenticate', 'Basic realm="Twilio API"')
  return c.json(refusalBody(refused), refused.status as ContentfulStatusCode)
}

export function notFound(c: ProviderContext): Response {
  return refuse(c, refusal(20404, { path: c.req.path }))
}

/** The body of a request as the provider reads it: form fields, the last of each name. */
export async function readForm(c: ProviderContext): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await c.req.text()))
}
