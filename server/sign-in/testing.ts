import { PERMISSIONS } from '../../shared/permissions.ts'
import { startProvider, type TestProvider } from '../../test/oidc/provider.ts'
import type { Actor } from '../kit/context.ts'
import { createEgress } from '../kit/egress/egress.ts'
import { membershipsOf } from '../workspaces/members.ts'
import { createOwner } from '../workspaces/setup.ts'
import { type Answer, actorIn, type Browser, openSite, type Site } from '../workspaces/testing.ts'

export const PUBLIC = 'https://sms.handset.example'
export const PASSWORD = 'correct horse 7713'

/** Handset with a workspace whose people sign in by a real provider. */
export interface SsoSite extends Site {
  provider: TestProvider
  workspaceId: string
  client: { id: string; secret: string; redirectUri: string }
  owner: Actor
  /** The settings as they are when all is well. */
  settings: Record<string, unknown>
  /** Somebody signed in by a password. */
  signedIn(email: string): Promise<Browser>
  operator: Browser
  /** All of it: to the provider and back, into the console or to the reason why not. */
  enter(email: string, subject: string, browser?: Browser): Promise<Entered>
  close(): Promise<void>
}

export interface Entered {
  browser: Browser
  /** Where the browser ends up. */
  at: string
  back: URL
  answer: Answer
}

export const DANA = { name: 'Dana', email: 'dana@acme.example', password: PASSWORD, workspaceName: 'Acme' }

export async function openSsoSite(): Promise<SsoSite> {
  const provider = await startProvider()
  const egress = createEgress({ allowHosts: [provider.host] })
  const site = await openSite(
    { publicUrl: PUBLIC, smtp: { url: 'smtp://127.0.0.1:9', from: 'handset@acme.example' } },
    egress,
  )
  const { workspaceId } = await createOwner(site.context, DANA)
  const client = {
    id: 'handset',
    secret: 'a secret of the client',
    redirectUri: `${PUBLIC}/auth/sso/${workspaceId}/callback`,
  }
  await provider.serve([client, { ...client, id: 'another' }])
  const signedIn = async (email: string) => {
    const browser = site.browser(PUBLIC)
    const { status } = await browser.call('POST', '/auth/sign-in/email', { email, password: PASSWORD })
    if (status !== 200) throw new Error(`${email} could not sign in: ${status}`)
    return browser
  }
  const operator = await signedIn(DANA.email)
  const settings = {
    issuer: provider.issuer,
    client_id: client.id,
    client_secret: client.secret,
    domains: ['acme.example'],
  }
  const saved = await operator.call('PUT', '/v1/sso', settings, { 'handset-workspace': workspaceId })
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body))
  const confirmed = await operator.call('PUT', `/v1/installation/domains/${workspaceId}/acme.example`, {
    confirmed: true,
  })
  if (confirmed.status !== 204) throw new Error(JSON.stringify(confirmed.body))
  const [{ userId } = { userId: '' }] = (
    await site.context.db.pool.query(`select user_id as "userId" from members where workspace_id = $1`, [workspaceId])
  ).rows
  return {
    ...site,
    provider,
    workspaceId,
    client,
    settings,
    operator,
    signedIn,
    owner: { ...actorIn(workspaceId, PERMISSIONS), id: userId },
    enter: (email, subject, browser = site.browser(PUBLIC)) => enter(provider, browser, email, subject),
    async close() {
      await site.close()
      await egress.close()
      await provider.stop()
    },
  }
}

async function enter(provider: TestProvider, browser: Browser, email: string, subject: string): Promise<Entered> {
  const begun = await browser.call('POST', '/auth/sso/start', { email, to: '/history' })
  if (begun.status !== 200) throw new Error(JSON.stringify(begun.body))
  const back = await provider.signIn(begun.body.url, subject)
  const answer = await goBack(browser, back)
  return { browser, back, answer, at: String(answer.headers.location).replace(PUBLIC, '') }
}

/** As a browser follows a link from another site. */
export function goBack(browser: Browser, back: URL): Promise<Answer> {
  return browser.call('GET', back.pathname + back.search, undefined, { 'sec-fetch-site': 'cross-site' })
}

/** The workspaces of somebody, with the role in each. */
export async function rolesOf(site: Site, email: string): Promise<Record<string, string>> {
  const { rows } = await site.context.db.pool.query('select id from auth_users where email = $1', [email])
  if (!rows[0]) return {}
  const memberships = await membershipsOf(site.context, rows[0].id)
  return Object.fromEntries(memberships.map(({ workspaceName, role }) => [workspaceName, role]))
}
