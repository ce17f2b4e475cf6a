import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { decodeJwt, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import Provider from 'oidc-provider'

export interface Client {
  id: string
  secret: string
  redirectUri: string
  /** Where it tells that somebody signed out there. */
  logoutUri?: string
}

/** What the provider says of somebody. */
export type Account = { email?: string; email_verified?: boolean; name?: string }

export interface TestProvider {
  issuer: string
  host: string
  /** By the subject it knows them by. */
  accounts: Map<string, Account>
  /** Requests it was sent, by path. */
  asked: string[]
  /** Changes the claims of the tokens that it signs from now on, or null for the truth. */
  tamper: {
    claims: ((claims: JWTPayload) => JWTPayload) | null
    withKey: JWK | null
    /** What it says its keys are, by the name of the real one. */
    keys: ((kid: string) => unknown[]) | null
    down: boolean
    /** To everything. */
    answers: { status: number; body: string } | null
    /** As whom a browser signs in there. */
    subject: string
  }
  /** Knows these from now on. */
  serve(clients: Client[]): Promise<void>
  /** What a browser does there, as somebody who signs in at once: to the address that it is sent back to. */
  signIn(url: string, subject: string): Promise<URL>
  /** What a browser does there that was signed in as somebody before: it signs out. */
  signOut(subject: string): Promise<void>
  /** Signs what it is told to, as its own. */
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>
  stop(): Promise<void>
}

/** A real provider, in this process and on this machine alone. */
export async function startProvider(): Promise<TestProvider> {
  let listener: RequestListener = (_, response) => response.writeHead(404).end()
  const tamper: TestProvider['tamper'] = {
    claims: null,
    withKey: null,
    keys: null,
    down: false,
    answers: null,
    subject: 'nobody',
  }
  const asked: string[] = []
  const browsers = new Map<string, Map<string, string>>()
  const key = await newKey()
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`)
    if (tamper.down) return void response.writeHead(503).end()
    const { answers } = tamper
    if (answers) return void response.writeHead(answers.status, { location: `${issuer}/elsewhere` }).end(answers.body)
    if (tamper.keys && request.url === '/jwks')
      return void response.end(JSON.stringify({ keys: tamper.keys(key.kid!) }))
    listener(request, response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  const issuer = `http://127.0.0.1:${port}`
  const accounts = new Map<string, Account>()
  return {
    issuer,
    host: `127.0.0.1:${port}`,
    accounts,
    asked,
    tamper,
    async serve(clients) {
      const provider = new Provider(
        issuer,
        configuration(clients, accounts, key, () => provider),
      )
      provider.use(async (ctx, next) => {
        await next()
        const body = ctx.body as { id_token?: string }
        if (ctx.path === '/token' && body?.id_token && (tamper.claims || tamper.withKey))
          body.id_token = await signAgain(body.id_token, tamper, key)
      })
      const answer = provider.callback()
      listener = (request, response) => {
        const [, uid] = /^\/login\/([\w-]+)$/.exec(request.url?.split('?')[0] ?? '') ?? []
        if (!uid) return void answer(request, response)
        const accountId = String(request.headers['x-subject'] ?? tamper.subject)
        void provider.interactionFinished(request, response, { login: { accountId } })
      }
    },
    async signIn(url, subject) {
      const cookies = new Map<string, string>()
      browsers.set(subject, cookies)
      return walk(url, subject, issuer, cookies)
    },
    signOut: (subject) => leave(issuer, browsers.get(subject)!),
    sign: async (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: key.kid!, ...header })
        .sign(await importJWK(tamper.withKey ?? key, 'RS256')),
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: randomBytes(4).toString('hex') }
}

function configuration(
  clients: Client[],
  accounts: Map<string, Account>,
  key: JWK,
  self: () => Provider,
): Record<string, unknown> {
  return {
    clients: clients.map(({ id, secret, redirectUri, logoutUri }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [redirectUri],
      ...(logoutUri && { backchannel_logout_uri: logoutUri, backchannel_logout_session_required: true }),
    })),
    jwks: { keys: [key] },
    // By itself it calls no address of this machine.
    fetch: (url: URL, { dispatcher: _, ...options }: RequestInit & { dispatcher?: unknown }) => fetch(url, options),
    cookies: { keys: ['a key for tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: true,
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/login/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...accounts.get(accountId) }),
    }),
    async loadExistingGrant(ctx: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const { client, session } = ctx.oidc
      const grant = new (self().Grant)({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  }
}

async function signAgain(token: string, { claims, withKey }: TestProvider['tamper'], key: JWK): Promise<string> {
  const said = decodeJwt(token)
  const payload = claims?.(said) ?? said
  const used = withKey ?? key
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: key.kid! }).sign(await importJWK(used, 'RS256'))
}

async function walk(start: string, subject: string, issuer: string, cookies: Map<string, string>): Promise<URL> {
  let url = new URL(start)
  for (let steps = 0; url.origin === issuer; steps++) {
    if (steps > 10) throw new Error('the provider sends the browser around in circles')
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie, 'x-subject': subject } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split('=')
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`the provider answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url)
  }
  return url
}

async function leave(issuer: string, cookies: Map<string, string>): Promise<void> {
  const cookie = () => [...cookies].map((pair) => pair.join('=')).join('; ')
  const asked = await fetch(`${issuer}/session/end`, { headers: { cookie: cookie() } })
  for (const line of asked.headers.getSetCookie()) {
    const [name = '', value = ''] = line.split(';')[0]!.split('=')
    cookies.set(name, value)
  }
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(await asked.text())?.[1]
  const left = await fetch(`${issuer}/session/end/confirm`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookie(), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ xsrf: xsrf ?? '', logout: 'yes' }),
  })
  if (left.status >= 400) throw new Error(`the provider answered ${left.status}: ${await left.text()}`)
}
