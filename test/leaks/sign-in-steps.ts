import assert from 'node:assert/strict'
import { secretCanary } from './canaries.ts'
import type { Answered, Ask } from './observed.ts'
import type { World } from './world.ts'

const EMAIL = 'rosa@acme.example'

/** Sessions come and go, and somebody signs in by a provider whose client has a secret of ours. */
export async function signInOtherwise(world: World): Promise<void> {
  const { seen, planted, owner, madeHere } = world
  const ask = async (route: string, asked: Partial<Ask> = {}) => {
    const answer = await seen.ask(route, { path: route.split(' ')[1]!, headers: owner, ...asked })
    assert.ok(answer.status < 400, `${route}: ${answer.text}`)
    return answer
  }
  const open = { origin: owner.origin! }
  await ask('PATCH /v1/me', { body: { name: 'Another name' } })
  await ask('GET /v1/sign-in-methods')
  const login = { email: 'dana@acme.example', password: planted.password.value }
  const another = await ask('POST /auth/sign-in/email', { body: login, headers: open })
  madeHere.push({ canary: secretCanary('third session', sessionIn(another)), shownIn: [another.route] })
  const { items } = (await ask('GET /v1/sessions')).body
  const { id } = items.find(({ current }: { current: boolean }) => !current)
  await ask('DELETE /v1/sessions/{id}', { path: `/v1/sessions/${id}` })
  await ask('DELETE /v1/sessions')

  const workspace = (await ask('GET /v1/workspace')).body.id
  await setUpProvider(world, workspace, ask)
  await comeFromProvider(world, ask)
  // Somebody whose address is proven is an operator for a while.
  const { body: operator } = await ask('POST /v1/installation/operators', { body: { email: EMAIL } })
  await ask('DELETE /v1/installation/operators/{id}', { path: `/v1/installation/operators/${operator.id}` })
  for (const path of ['/auth/reset', '/auth/sso/agree']) {
    const body = { token: planted.authToken.value, password: planted.password.value }
    await seen.ask(`POST ${path}`, { path, body, headers: open })
  }
}

type Asking = (route: string, asked?: Partial<Ask>) => Promise<Answered>

async function setUpProvider({ seen, provider, planted, owner }: World, workspace: string, ask: Asking): Promise<void> {
  const redirectUri = `${owner.origin}/auth/sso/${workspace}/callback`
  await provider.serve([{ id: 'handset', secret: planted.clientSecret.value, redirectUri }])
  provider.accounts.set('sub-rosa', { email: EMAIL, email_verified: true })
  const settings = (client_secret: string) => ({
    issuer: provider.issuer,
    client_id: 'handset',
    client_secret,
    domains: ['acme.example'],
  })
  const wrong = settings(planted.wrongClientSecret.value)
  await seen.ask('PUT /v1/sso', { path: '/v1/sso', headers: owner, body: wrong })
  await ask('PUT /v1/sso', { body: settings(planted.clientSecret.value) })
  const path = `/v1/installation/domains/${workspace}/acme.example`
  await ask('PUT /v1/installation/domains/{workspace}/{domain}', { path, body: { confirmed: true } })
}

/** What passes between the two is worth something for a moment, and stands nowhere but in those answers. */
async function comeFromProvider({ provider, owner, madeHere }: World, ask: Asking): Promise<void> {
  const begun = await ask('POST /auth/sso/start', { body: { email: EMAIL }, headers: { origin: owner.origin! } })
  const state = new URL(begun.body.url).searchParams.get('state')!
  madeHere.push({ canary: secretCanary('state', state), shownIn: [begun.route] })
  const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!
  madeHere.push({ canary: secretCanary('browser', cookie.split('=')[1]!), shownIn: [begun.route] })
  const back = await provider.signIn(begun.body.url, 'sub-rosa')
  madeHere.push({ canary: secretCanary('code', back.searchParams.get('code')!), shownIn: [] })
  const path = back.pathname + back.search
  const entered = await ask('GET /auth/sso/:workspace/callback', { path, headers: { cookie } })
  madeHere.push({ canary: secretCanary('session by a provider', sessionIn(entered)), shownIn: [entered.route] })
}

function sessionIn({ headers }: Answered): string {
  const line = headers.getSetCookie().find((one) => one.includes('session_token='))!
  return line.split(';')[0]!.split('=')[1]!
}
