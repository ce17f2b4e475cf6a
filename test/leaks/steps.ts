import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { until } from '../app.ts'
import { type Received, status } from '../receiver.ts'
import { madeUpNames } from '../request-names.ts'
import { sendHeadsOutside } from './audit-steps.ts'
import { secretCanary } from './canaries.ts'
import { askEveryRoute, askOddly } from './every-route.ts'
import type { Answered, Ask } from './observed.ts'
import { canBeMailed, peopleFor } from './people-steps.ts'
import { signInOtherwise } from './sign-in-steps.ts'
import { checkAgain, endAndKeep } from './workspace-steps.ts'
import type { World } from './world.ts'

/** From the first owner to the loss of database and provider. */
export async function doAll(world: World): Promise<void> {
  await setUp(world)
  await signIn(world)
  await saveSettings(world)
  await sendByProvider(world)
  await sendByWebhook(world)
  await connect(world)
  const names = await namesOf(world)
  await endAndKeep(world)
  await signInOtherwise(world)
  await sendHeadsOutside(world)
  await askEveryRoute(world, names)
  await connect(world)
  await checkAgain(world)
  await askOddly(world)
  await breakDatabase(world, names)
  await loseProvider(world)
}

const good = (answer: Answered): Answered => {
  assert.ok(answer.status < 300, `${answer.route}: ${answer.text}`)
  return answer
}

async function setUp({ seen, planted, mailPort, closedPort, owner, madeHere }: World): Promise<void> {
  const { password, mailPassword, wrongMailPassword } = planted
  const setUp = (body: object) => seen.ask('POST /v1/setup', { path: '/v1/setup', body, headers: owner })
  const person = { name: 'Dana', email: 'dana@acme.example', password: password.value, workspace_name: 'Acme' }
  const mail = { host: '127.0.0.1', port: mailPort, user: 'handset', from: 'sms@acme.example' }
  await seen.ask('GET /v1/setup', { path: '/v1/setup', headers: { 'setup-token': seen.setupToken } })
  await setUp({ token: 'wrong', ...person })
  await setUp({ token: seen.setupToken, ...person, email: password.value })
  await setUp({ token: seen.setupToken, ...person, mail: { ...mail, password: wrongMailPassword.value } })
  await setUp({ token: seen.setupToken, ...person, mail: { ...mail, port: closedPort, password: mailPassword.value } })
  const token = seen.setupToken
  const made = good(
    await setUp({ token, ...person, public_url: seen.url, mail: { ...mail, password: mailPassword.value } }),
  )
  owner.cookie = cookieOf(made)
  madeHere.push({ canary: secretCanary('session', owner.cookie.split('=')[1]!), shownIn: [made.route] })
  await setUp({ token, ...person })
}

const cookieOf = ({ headers }: Answered) => headers.getSetCookie()[0]!.split(';')[0]!

async function signIn({ seen, planted, mailPort, owner, key, madeHere }: World): Promise<void> {
  const { password, wrongPassword, mailPassword, wrongMailPassword } = planted
  const email = 'dana@acme.example'
  const { origin } = owner
  const post = (path: string, body: object, headers: Record<string, string>) =>
    seen.ask(`POST ${path}`, { path, body, headers })
  await post('/auth/sign-in/email', { email, password: wrongPassword.value }, { origin: origin! })
  await post('/auth/sign-in/email', { email: password.value, password: email }, { origin: origin! })
  const signedIn = good(await post('/auth/sign-in/email', { email, password: password.value }, { origin: origin! }))
  madeHere.push({
    canary: secretCanary('second session', cookieOf(signedIn).split('=')[1]!),
    shownIn: [signedIn.route],
  })
  const change = { currentPassword: wrongPassword.value, newPassword: password.value }
  await post('/auth/change-password', change, owner)
  const mail = { host: '127.0.0.1', port: mailPort, user: 'handset', from: 'sms@acme.example' }
  for (const given of [wrongMailPassword, mailPassword]) {
    const body = { mail: { ...mail, password: given.value } }
    await seen.ask('PATCH /v1/installation', { path: '/v1/installation', body, headers: owner })
  }
  const once = { ...owner, 'idempotency-key': 'the first key' }
  const make = () => post('/v1/api-keys', { name: 'All', permissions: [...PERMISSIONS] }, once)
  const made = good(await make())
  key.authorization = `Bearer ${made.body.key}`
  // Whoever did not get the answer asks for it again with the same Idempotency-Key.
  assert.equal((await make()).body.key, made.body.key)
  madeHere.push({ canary: secretCanary('API key', made.body.key), shownIn: [made.route, made.route] })
}

const full = ({ simulator }: World) => simulator.state.accounts[0]!

/** The way that works. */
async function connect(world: World, more: object = {}): Promise<void> {
  good(await save(world, { ...accountSettings(world), ...more }))
}

function accountSettings(world: World) {
  const { sid, authToken } = full(world)
  return {
    provider: 'simulator',
    enabled: true,
    account_sid: sid,
    credentials: { kind: 'auth_token', auth_token: authToken },
    sender: { kind: 'phone_number', phone_number: '+14155550100' },
  }
}

const save = ({ seen, key }: World, body: object) =>
  seen.ask('PUT /v1/sms/settings', { path: '/v1/sms/settings', body, headers: key })

async function saveSettings(world: World): Promise<void> {
  const { seen, key, planted, receiver, closedPort, madeHere } = world
  const { authToken, newAuthToken, wrongAuthToken, apiKeySecret, wrongApiKeySecret, signingSecret, querySecret } =
    planted
  const settings = accountSettings(world)
  const keySid = full(world).keys[0]!.sid
  const byKey = (secret: string, auth_token?: string) => ({
    ...settings,
    credentials: { kind: 'api_key', api_key_sid: keySid, api_key_secret: secret, ...(auth_token && { auth_token }) },
  })
  const byToken = (auth_token: string) => ({ ...settings, credentials: { kind: 'auth_token', auth_token } })
  await save(world, byToken(wrongAuthToken.value))
  await save(world, byToken(`${authToken.value} `.repeat(3)))
  await save(world, { ...settings, account_sid: authToken.value })
  await save(world, byKey(wrongApiKeySecret.value))
  await save(world, byKey(apiKeySecret.value, wrongAuthToken.value))
  good(await save(world, byKey(apiKeySecret.value, authToken.value)))
  const key_in_url = `?team=ops&key=${encodeURIComponent(querySecret.value)}`
  const webhook = { provider: 'webhook', enabled: true, signing_secret: `whsec_${signingSecret.value}` }
  for (const url of [
    'http://gateway.example/',
    'https://10.0.0.1/',
    `https://user:${authToken.value}@gateway.example/`,
  ])
    await save(world, { ...webhook, webhook_url: url + key_in_url })
  await save(world, { ...webhook, webhook_url: `${receiver.url}/sms`, signing_secret: signingSecret.value.slice(4) })
  await save(world, { ...webhook, webhook_url: `http://127.0.0.1:${closedPort}/${key_in_url}` })
  good(await save(world, { ...webhook, webhook_url: `${receiver.url}/sms${key_in_url}` }))
  const path = '/v1/sms/settings/signing-secret'
  const made = good(await seen.ask(`POST ${path}`, { path, headers: key }))
  madeHere.push({ canary: secretCanary('made signing secret', made.body.signing_secret), shownIn: [made.route] })
  good(await save(world, { ...webhook, webhook_url: `${receiver.url}/sms${key_in_url}` }))
  await connect(world)
  full(world).authToken = newAuthToken.value
  await connect(world, { redirect: { enabled: true, phone_number: planted.redirectPhone.value } })
}

async function send({ seen, key }: World, text: object): Promise<string> {
  const sent = good(await seen.ask('POST /v1/messages', { path: '/v1/messages', body: text, headers: key }))
  return sent.body.id
}

const show = ({ seen, key }: World, id: string) =>
  seen.ask('GET /v1/messages/{id}', { path: `/v1/messages/${id}`, headers: key })

async function becomes(world: World, id: string, holds: (shown: Answered['body']) => boolean): Promise<void> {
  let last: Answered | undefined
  await until('the message coming so far', async () => {
    last = await show(world, id)
    return holds(last.body)
  }).catch((error: Error) => {
    throw new Error(`${error.message}: ${last?.text}`)
  })
}

const is =
  (...statuses: string[]) =>
  (shown: { status: string }) =>
    statuses.includes(shown.status)
const tried = (state: string) => (shown: { attempts: { state: string }[] }) =>
  shown.attempts.some((attempt) => attempt.state === state)

async function sendByProvider(world: World): Promise<void> {
  const { seen, key, planted, simulator } = world
  const to = planted.phone.value
  const text = { to, body: planted.body.value }
  const once = async (more: object, fault: object, holds: (shown: Answered['body']) => boolean) => {
    simulator.state.faults.clear()
    simulator.state.faults.change(fault)
    await becomes(world, await send(world, { ...text, ...more }), holds)
    simulator.state.faults.clear()
  }
  await once({ url: 'https://acme.example/ENG-142' }, {}, is('delivered'))
  await seen.ask('PATCH /v1/sms/settings', {
    path: '/v1/sms/settings',
    body: { redirect: { enabled: false } },
    headers: key,
  })
  await once({ class: 'otp', body: planted.code.value }, { receipts_doubled: 1 }, is('delivered'))
  await once({ to: '+2348031234567' }, {}, is('failed'))
  await once({}, { error_before: 1 }, tried('unknown'))
  await once({}, { reset: 1 }, (shown) => !tried('started')(shown) && !is('queued')(shown))
  await once({}, { reset_before: 1 }, tried('unknown'))
  await once({}, { rate_429: 1 }, tried('not_sent'))
  await once({}, { sign_in_refused: true }, tried('rejected'))
  await connect(world)
  const number = planted.optOutPhone.value
  await seen.ask('POST /v1/opt-outs', { path: '/v1/opt-outs', body: { number }, headers: key })
  await send(world, { ...text, to: number })
}

/** A receiver that says everything it knows, wherever it can. */
async function sendByWebhook(world: World): Promise<void> {
  const { planted, receiver } = world
  // As the form sends back what it was shown: the address is kept from before.
  good(await save(world, { provider: 'webhook', enabled: true, webhook_url: `${receiver.url}/sms?team=••••&key=••••` }))
  const parts = ({ path, headers, body }: Received) => [
    [body, path],
    [decodeURIComponent(path), planted.signingSecret.value, `whsec_${planted.signingSecret.value}`],
    [JSON.stringify(headers), JSON.stringify(body), Buffer.from(body).toString('base64')],
  ]
  const answers: [answer: (request: Received, response: ServerResponse) => void, state: string][] = [0, 1, 2].flatMap(
    (part) =>
      [400, 302, 500].map((code): (typeof answers)[number] => [
        (request, response) =>
          status(code, parts(request)[part]!.join('\n'), { location: request.path })(request, response),
        code === 500 ? 'not_sent' : 'rejected',
      ]),
  )
  answers.push([(_, response) => void response.destroy(), 'not_sent'])
  for (const [answer, state] of answers)
    for (const text of [{ body: planted.body.value }, { body: planted.code.value, class: 'otp' }]) {
      receiver.answers(answer)
      await becomes(world, await send(world, { ...text, to: planted.phone.value }), tried(state))
    }
  receiver.answers(status(200))
}

async function namesOf(world: World) {
  const { seen, key, planted } = world
  const list = async (path: string) => good(await seen.ask(`GET ${path.split('?')[0]}`, { path, headers: key })).body
  const [message] = (await list('/v1/messages?status=delivered')).items
  const failed = (await list('/v1/messages?status=failed')).items.at(-1)
  // Looking at the provider would take minutes to leave it to a person.
  const [doubtful] = await seen.query<{ id: string }>(
    `update attempts set undecided = 'unclear', undecided_at = now(), look_at = 'infinity' where state = 'unknown' returning message_id as id`,
  )
  const [optOut] = (await list('/v1/opt-outs')).items
  const body = { name: 'Short-lived', permissions: ['sms.read'] }
  const apiKey = good(await seen.ask('POST /v1/api-keys', { path: '/v1/api-keys', body, headers: key })).body.id
  return {
    ...madeUpNames(),
    ...(await peopleFor(world)),
    workspace: 'ws_any',
    message: message.id,
    failed: failed.id,
    unreached: await canBeMailed(world),
    doubtful: doubtful!.id,
    apiKey,
    handle: optOut.handle,
    cursor: `1~${optOut.handle}`,
    number: planted.phone.value,
    idempotencyKey: 'order-17',
    settings: accountSettings(world),
  }
}

/** Every table refuses every row, which quotes the row; then all connections are cut. */
async function breakDatabase(world: World, names: Awaited<ReturnType<typeof namesOf>>): Promise<void> {
  const { seen, planted, owner } = world
  const tables = await seen.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  // Table by table: whoever holds locks on all of them waits in a circle with those that use two.
  const one = (name: string, change: string) => `begin; alter table ${name} ${change}; commit;`
  const all = (change: string) => seen.query(tables.map(({ name }) => one(name, change)).join('\n'))
  const broken = 'add constraint broken check (false) not valid'
  await seen.query(`alter table attempts ${broken}`)
  await send(world, { to: planted.redirectPhone.value, body: planted.body.value })
  await until('the sending loop failing', async () => seen.log.some((line) => line.includes('a turn failed')))
  await seen.query('alter table attempts drop constraint broken')
  await all(broken)
  await askEveryRoute(world, names, { only: 'good' })
  const person = { email: 'dana@acme.example', password: planted.password.value }
  const signIn: Ask = { path: '/auth/sign-in/email', body: person, headers: { origin: owner.origin! } }
  await seen.ask('POST /auth/sign-in/email', signIn)
  await all('drop constraint broken')
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = 'handset_owner'`
  await Promise.all([askEveryRoute(world, names, { only: 'good' }), seen.query(cut)])
  await until(
    'the database being back',
    async () => (await seen.ask('GET /readyz', { path: '/readyz' })).status === 200,
  )
}

async function loseProvider(world: World): Promise<void> {
  const { planted, simulator } = world
  await until('the settings being back', async () => (await save(world, accountSettings(world))).status === 200)
  await simulator.stop()
  const id = await send(world, { to: planted.redirectPhone.value, body: planted.body.value })
  await becomes(world, id, tried('not_sent'))
  await save(world, accountSettings(world))
}
