import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { buildApp } from '../server/http.ts'
import { chance, newId } from '../server/kit/id.ts'
import type { TestWorkspace } from './app.ts'
import { type Carrier, startCarrier } from './carrier.ts'
import { DOORS } from './doors.ts'
import { ROUTES } from './tenancy-asking.ts'
import { differences, rowsOf } from './tenancy-furnish.ts'
import { type Caller, emailOf, type Person, signInAs } from './tenancy-people.ts'

/** Answered without being in the document of the API, each for what it is. */
const NO_TENANT = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs', '/docs/style.css']
const CALLBACKS = [
  'GET /callbacks/self/:nonce',
  'POST /callbacks/sms/:workspace/:connection/:message/:n/:token',
  'POST /callbacks/replies/:workspace/:connection/:token',
]
/**
 * For whoever got a message and is signed in nowhere. A code says by itself whose it is; what it opens is proven in
 * server/links/links.test.ts, test/opt-out-link.test.ts and server/alerts/mail-link.test.ts.
 */
const LINKS = ['GET /c/:code', ...['o', 'u'].flatMap((page) => [`GET /${page}/:code`, `POST /${page}/:code`])]
/** What a provider of sign-in says, by what it signed; proven in server/sign-in/logout.test.ts. */
const PROVIDER = ['POST /auth/sso/:workspace/logout']
/** What a directory asks with a token of its own; whose it may reach is proven in server/scim/door.test.ts. */
const DIRECTORY = [
  ...['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/:id', 'Schemas', 'Schemas/:id'].map(
    (one) => `GET /scim/v2/${one}`,
  ),
  ...['Users', 'Groups'].flatMap((kind) => [
    ...['GET', 'POST'].map((method) => `${method} /scim/v2/${kind}`),
    ...['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => `${method} /scim/v2/${kind}/:id`),
  ]),
]
/** What better-auth answers of its own, behind one pattern. */
const BEHIND = ['POST /auth/sign-in/email', 'POST /auth/sign-out']

let carrier: Carrier
let ours: TestWorkspace
let theirs: TestWorkspace
let us: Person
let them: { email: string; userId: string }
let words: string[]
let answered: string[]
before(async () => {
  carrier = await startCarrier({ role: 'api' })
  const { server } = carrier
  ours = await carrier.connected()
  theirs = await carrier.connected()
  us = await signInAs(server, { [ours.id]: 'owner' })
  const { userId } = await signInAs(server, { [theirs.id]: 'owner' })
  them = { userId, email: await emailOf(server, userId) }
  words = [theirs.id, theirs.key, them.userId]
  answered = buildApp(server.context, { consoleDir: null })
    .routes.filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
})
after(() => carrier.stop())

test('nothing is answered but the API and what is known here', () => {
  const documented = new Set(ROUTES.map((route) => route.replace(/\{(\w+)\}/g, ':$1')))
  const others = new Set(answered.filter((route) => !documented.has(route)))
  const known = [
    ...NO_TENANT.map((path) => `GET ${path}`),
    ...CALLBACKS,
    ...LINKS,
    ...PROVIDER,
    ...DIRECTORY,
    ...Object.keys(DOORS),
    'POST /auth/*',
  ]
  assert.deepEqual(
    [...others].filter((route) => !known.includes(route)),
    [],
    'A door under /auth has an entry in test/doors.ts; what else answers is proven in test/tenancy-others.test.ts.',
  )
  const gone = known.filter((route) => !others.has(route) && !BEHIND.includes(route))
  assert.deepEqual(gone, [], 'These are gone: take out what is said of them.')
})

test('what is no tenant’s says nothing of any', async () => {
  for (const path of NO_TENANT) {
    const answer = await fetch(carrier.server.url + path)
    const text = await answer.text()
    assert.equal(answer.status, 200, path)
    for (const word of words) assert.ok(!text.includes(word), `${path} says ${word}`)
    assert.ok(!/ws_(?!0{26})[0-9a-z]{26}/.test(text), path)
  }
})

interface Told {
  status: number
  text: string
  cookies: string[]
  to: string | null
}

let addresses = 0

/** Each time from another address: from one alone, doors are knocked at only so often. */
function open(door: string, caller: Caller, body: unknown, workspace = ours.id): Promise<Response> {
  addresses += 1
  const [method, pattern] = door.split(' ') as [string, string]
  const from = `203.0.${Math.floor(addresses / 250)}.${addresses % 250}`
  return fetch(carrier.server.url + pattern.replace(':workspace', workspace), {
    method,
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...caller.headers, 'x-forwarded-for': from },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  })
}

async function knock(door: string, caller: Caller, email: string, workspace: string): Promise<Told> {
  const answer = await open(door, caller, DOORS[door]!({ email }), workspace)
  const cookies = answer.headers.getSetCookie().map((line) => line.split('=')[0]!)
  return { status: answer.status, text: await answer.text(), cookies, to: answer.headers.get('location') }
}

const nobody = (): Caller => ({
  who: 'nobody',
  headers: { origin: carrier.server.url, 'sec-fetch-site': 'same-origin' },
})

describe('a door under /auth', () => {
  for (const door of Object.keys(DOORS))
    test(`${door} answers alike of somebody and of nobody, and says nothing of a workspace`, async () => {
      const callers = door.endsWith('/sign-out') ? [nobody()] : [nobody(), us.as('a member of another workspace')]
      for (const caller of callers) {
        const foreign = await knock(door, caller, them.email, theirs.id)
        const missing = await knock(door, caller, `${newId('usr')}@acme.example`, newId('ws'))
        assert.deepEqual(foreign, missing, caller.who)
        assert.ok(foreign.status < 500, foreign.text)
        for (const word of words) assert.ok(!foreign.text.includes(word), `${caller.who} was told ${word}`)
        if (!door.endsWith('/sign-out')) assert.deepEqual(foreign.cookies, [], caller.who)
      }
    })
})

describe('no input', () => {
  const ODD = ['\0', '\ud800', 'a@b\0.example', '', 'x'.repeat(9000), '__proto__', -1, 1e300, null, true, [], {}, ['a']]

  for (const door of Object.keys(DOORS))
    test(`makes ${door} fail`, async () => {
      const good = DOORS[door]!({ email: 'dana@acme.example' })
      const bodies = Object.keys(good).flatMap((name) => ODD.map((value) => ({ ...good, [name]: value })))
      const queries = ['state', 'code', 'iss', 'error'].map((name) => `?state=a&${name}=%00%ff%ed%a0%80`)
      const answers = door.startsWith('POST ')
        ? [...bodies, ...ODD].map((body) => open(door, nobody(), body))
        : queries.map((query) => open(`${door}${query}`, nobody(), undefined))
      for (const answer of await Promise.all(answers)) assert.ok(answer.status < 500, await answer.text())
    })
})

test('a callback about a message of theirs is answered like one about no message', async () => {
  const connection = await carrier.server.context.db.tenant(ours.id, (tx) =>
    tx.selectFrom('connections').select('id').executeTakeFirstOrThrow(),
  )
  const { body } = await theirs.call<{ id: string }>('POST', '/v1/messages', { to: '+14155550142', body: 'Hello' })
  const call = async (message: string) => {
    const path = `/callbacks/sms/${ours.id}/${connection.id}/${message}/1/${chance(22)}`
    const answer = await fetch(carrier.server.url + path, {
      method: 'POST',
      body: new URLSearchParams({ MessageSid: 'SM1' }),
    })
    return { status: answer.status, text: await answer.text() }
  }
  const before = await rowsOf(carrier, theirs.id)
  assert.deepEqual(await call(body.id), await call(newId('msg')))
  assert.deepEqual(differences(before, await rowsOf(carrier, theirs.id)), [])
})

test('a text that is brought to the address of another workspace, or to none, changes nothing', async () => {
  const connection = await carrier.server.context.db.tenant(theirs.id, (tx) =>
    tx.selectFrom('connections').select('id').executeTakeFirstOrThrow(),
  )
  const call = async (workspace: string, id: string) => {
    const answer = await fetch(`${carrier.server.url}/callbacks/replies/${workspace}/${id}/${chance(32)}`, {
      method: 'POST',
      body: new URLSearchParams({ MessageSid: `SM${'a'.repeat(32)}`, From: '+14155550142', To: '+1', Body: 'STOP' }),
    })
    return { status: answer.status, text: await answer.text() }
  }
  const before = await rowsOf(carrier, theirs.id)
  assert.deepEqual(await call(ours.id, connection.id), await call(ours.id, newId('con')))
  assert.equal((await call(theirs.id, connection.id)).status, 403)
  const changed = differences(before, await rowsOf(carrier, theirs.id))
  // How often somebody tried is counted.
  assert.deepEqual(
    changed.filter((line) => !line.startsWith('refused_callbacks ')),
    [],
  )
})
