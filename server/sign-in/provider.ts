import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import type { Exchange } from '../kit/egress/exchange.ts'

/** What an OpenID provider says of itself (OpenID Connect Discovery 1.0 §3), as far as signing in needs it. */
export interface Provider {
  issuer: string
  authorizationEndpoint: string
  tokenEndpoint: string
  jwksUri: string
  userinfoEndpoint: string | null
  /** Where it wants the secret of the client (§9 of OpenID Connect Core). */
  secretIn: 'header' | 'body'
  /** It names itself in each answer (RFC 9207), so an answer that does not is not its. */
  namesItself: boolean
}

export interface Fault {
  ok: false
  kind: 'refused' | 'unreachable'
  detail: string
}

const document = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  response_types_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
})

const TIMEOUT_MS = 8000

/** Asked anew each time: a provider may move its addresses and keys, and signing in is rare. */
export async function discover(context: Context, issuer: string): Promise<{ ok: true; provider: Provider } | Fault> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const answered = await getJson(context, url)
  if (!answered.ok) return answered
  const read = document.safeParse(answered.json)
  if (!read.success) {
    const missing = read.error.issues.map(({ path }) => path.join('.')).join(', ')
    return refused(`What is at ${url} does not describe an OpenID provider: ${missing || 'it is no object'}.`)
  }
  return judge(context, issuer, read.data)
}

function judge(
  context: Context,
  issuer: string,
  said: z.infer<typeof document>,
): { ok: true; provider: Provider } | Fault {
  if (said.issuer !== issuer) return refused(`The provider calls itself ${said.issuer}. Write exactly that.`)
  if (said.response_types_supported && !said.response_types_supported.includes('code'))
    return refused('The provider does not offer the authorization code flow.')
  const methods = said.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  if (!methods.includes('client_secret_basic') && !methods.includes('client_secret_post'))
    return refused('The provider takes no client secret.')
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = said
  for (const url of [
    authorization_endpoint,
    token_endpoint,
    jwks_uri,
    ...(userinfo_endpoint ? [userinfo_endpoint] : []),
  ]) {
    const verdict = context.egress.checkUrl(url)
    if (!verdict.ok) return refused(`The provider names an address that cannot be used. ${verdict.text}`)
  }
  return {
    ok: true,
    provider: {
      issuer,
      authorizationEndpoint: authorization_endpoint,
      tokenEndpoint: token_endpoint,
      jwksUri: jwks_uri,
      userinfoEndpoint: userinfo_endpoint ?? null,
      secretIn: methods.includes('client_secret_basic') ? 'header' : 'body',
      namesItself: said.authorization_response_iss_parameter_supported ?? false,
    },
  }
}

/** A JSON document of the provider's. */
export async function getJson(
  context: Context,
  url: string,
  headers: Record<string, string> = {},
): Promise<{ ok: true; json: unknown } | Fault> {
  const exchange = await context.egress.http({
    method: 'GET',
    url,
    headers: { accept: 'application/json', ...headers },
    timeoutMs: TIMEOUT_MS,
    waitMs: TIMEOUT_MS,
  })
  if (exchange.kind !== 'answered') return noAnswer(url, exchange)
  if (exchange.status !== 200) return notGood(url, exchange.status)
  const json = parse(exchange.body)
  return json === undefined ? refused(`${hostOf(url)} answered with something that is not JSON.`) : { ok: true, json }
}

/** A form for the token endpoint, with the client's id and secret where the provider wants them. */
export async function askForTokens(
  context: Context,
  { tokenEndpoint, secretIn }: Provider,
  client: { id: string; secret: string },
  form: Record<string, string>,
): Promise<{ ok: true; status: number; json: Record<string, unknown> } | Fault> {
  // Both are encoded as in a form before they are joined (RFC 6749 §2.3.1).
  const basic = Buffer.from([client.id, client.secret].map(formEncoded).join(':')).toString('base64')
  const inBody = { client_id: client.id, client_secret: client.secret }
  const exchange = await context.egress.http({
    method: 'POST',
    url: tokenEndpoint,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...(secretIn === 'header' && { authorization: `Basic ${basic}` }),
    },
    body: new URLSearchParams({ ...form, ...(secretIn === 'body' && inBody) }).toString(),
    timeoutMs: TIMEOUT_MS,
    waitMs: TIMEOUT_MS,
  })
  if (exchange.kind !== 'answered') return noAnswer(tokenEndpoint, exchange)
  if (exchange.status >= 500) return notGood(tokenEndpoint, exchange.status)
  const json = parse(exchange.body)
  if (typeof json !== 'object' || json === null)
    return refused(`${hostOf(tokenEndpoint)} answered with something that is not JSON.`)
  return { ok: true, status: exchange.status, json: json as Record<string, unknown> }
}

export function refused(detail: string): Fault {
  return { ok: false, kind: 'refused', detail }
}

function noAnswer(url: string, exchange: Exclude<Exchange, { kind: 'answered' }>): Fault {
  if (exchange.kind === 'not_sent' && exchange.reason === 'forbidden') return refused(exchange.detail)
  return { ok: false, kind: 'unreachable', detail: `${hostOf(url)} could not be reached: ${exchange.detail}.` }
}

function notGood(url: string, status: number): Fault {
  const detail = `${hostOf(url)} answered ${status} at ${URL.parse(url)?.pathname ?? 'an address of its own'}.`
  return status >= 500 ? { ok: false, kind: 'unreachable', detail } : refused(detail)
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'The provider'
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
