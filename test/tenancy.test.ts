import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { buildApi } from '../server/api.ts'
import { openApiDocument } from '../server/docs.ts'
import { buildApp } from '../server/http.ts'
import type { Context } from '../server/kit/context.ts'
import { chance } from '../server/kit/id.ts'
import { createApiKey } from '../server/workspaces/api-keys.ts'
import { PERMISSIONS, type Permission } from '../shared/permissions.ts'
import type { TestWorkspace } from './app.ts'
import { type Carrier, fullAccount, startCarrier, waitForStatus } from './carrier.ts'
import { type Names, REQUESTS, type Request } from './requests.ts'

const { paths = {} } = openApiDocument(buildApi({} as Context))
const ROUTES = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
)

/** Answered without being in the document of the API, each for what it is. */
const NO_TENANT = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs']
const PROVEN_OTHERWISE = [
  '/auth/*',
  '/callbacks/self/:nonce',
  '/callbacks/sms/:workspace/:connection/:message/:n/:token',
]

let carrier: Carrier
let ours: TestWorkspace
let theirs: TestWorkspace
/** What stands in their rows. */
let known: Names
/** Words that only they have. */
let words: string[]
let theirRows: Record<string, unknown[]>

before(async () => {
  carrier = await startCarrier()
  theirs = await carrier.server.workspace({ name: 'Zirconia Works' })
  ours = await carrier.connected()
  known = { ...(await furnish()), settings: fullAccount(carrier.simulator) }
  theirRows = await rowsOf(theirs.id)
})
after(() => carrier.stop())

let asked = 0

/** Made like theirs, but nobody's: a new one each time, so that no request of ours is a repeat of another. */
function unknown(): Names {
  asked += 1
  // An id of the same moment sorts where the real one does.
  const like = (id: string) => id.slice(0, -16) + chance(16)
  return {
    workspace: like(known.workspace),
    message: like(known.message),
    failed: like(known.failed),
    doubtful: like(known.doubtful),
    apiKey: like(known.apiKey),
    handle: `num_${known.handle.slice(4).split('').reverse().join('')}`,
    cursor: `${known.cursor.split('~')[0]}~num_${'A'.repeat(43)}`,
    number: `+1415556${String(1000 + asked)}`,
    idempotencyKey: `never-placed-${asked}`,
    settings: known.settings,
  }
}

/** They have used a key of their own at every route. */
const namesAt = (route: string): Names => ({ ...known, idempotencyKey: `order ${route}` })

/** Everything that a workspace may have, made through the API. */
async function furnish(): Promise<Names> {
  const other = carrier.simulator.state.accounts.find((account) => account.name === 'Another account')!
  const call = async <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await theirs.call<T>(method, path, body, headers)
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const settings = {
    ...fullAccount(carrier.simulator),
    account_sid: other.sid,
    credentials: { kind: 'auth_token', auth_token: other.authToken },
    sender: { kind: 'phone_number', phone_number: '+12125550170' },
    name_in_texts: 'Zirconia Alerts',
  }
  await call('PUT', '/v1/sms/settings', settings)
  await call('PUT', '/v1/spend', { daily_cap_micros: 987_654_321 })
  const number = '+14155553141'
  const send = (to: string, headers = {}) =>
    call<{ id: string }>('POST', '/v1/messages', { to, body: 'Zirconia is overdue' }, headers)
  const { id: message } = await send('+14155553142')
  const { id: failed } = await send('+2348031234567')
  await waitForStatus(theirs, message, 'delivered')
  await waitForStatus(theirs, failed, 'failed')
  const doubtful = await sendInDoubt(() => send('+14155553145'))
  const orders = ROUTES.map((route) => send('+14155553144', { 'idempotency-key': `order ${route}` }))
  for (const { id } of await Promise.all(orders)) await waitForStatus(theirs, id, 'delivered')
  const note = 'Wrote to zirconia@example.com'
  const optOut = await call<{ handle: string }>('POST', '/v1/opt-outs', { number, note })
  await call('POST', '/v1/opt-outs', { number: '+14155553143' })
  const { next } = await call<{ next: string }>('GET', '/v1/opt-outs?limit=1')
  const key = await call<{ id: string; prefix: string }>('POST', '/v1/api-keys', {
    name: 'Zirconia nightly job',
    permissions: ['sms.read'],
  })
  words = ['irconia', theirs.id, theirs.id.slice(3), theirs.key, message, failed, doubtful, note, key.id, key.prefix]
  words.push(optOut.handle, other.sid, other.authToken, '12125550170', '987654321')
  const names = { workspace: theirs.id, message, failed, doubtful, apiKey: key.id, handle: optOut.handle, number }
  return { ...names, cursor: encodeURIComponent(next), idempotencyKey: '', settings }
}

/** One that no looking decides, without the minutes that the looking takes. */
async function sendInDoubt(send: () => Promise<{ id: string }>): Promise<string> {
  await carrier.faults({ error_before: 1, until_count: 1 })
  const { id } = await send()
  await waitForStatus(theirs, id, 'unknown')
  await carrier.server.context.db.system((tx) =>
    tx
      .updateTable('attempts')
      .set({ undecided: 'unclear', undecided_at: new Date(), look_at: sql`'infinity'` })
      .where('workspace_id', '=', theirs.id)
      .where('message_id', '=', id)
      .execute(),
  )
  return id
}

/** What housekeeping alone writes: a key's last use, and whether a lane sleeps. */
const KEPT_BY_LOOPS = `'{last_used_at, awake}'::text[]`

async function rowsOf(workspaceId: string): Promise<Record<string, unknown[]>> {
  return carrier.server.context.db.tenant(workspaceId, async (tx) => {
    const tables = await tx.rows<{ name: string }>(
      'tenant_tables',
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'workspace_id' order by 1`,
      [],
    )
    const found: Record<string, unknown[]> = {}
    for (const { name } of tables)
      found[name] = await tx.rows(
        `rows_${name}`,
        `select to_jsonb(t) - ${KEPT_BY_LOOPS} as row from ${name} t order by 1`,
        [],
      )
    return found
  })
}

interface Answer {
  status: number
  text: string
  body: Record<string, unknown>
}

/** Says at the same time that it means the workspace it names, which a key cannot. */
async function ask(
  route: string,
  { path, body, headers = {} }: Request,
  key: string | null,
  names: Names,
): Promise<Answer> {
  const response = await fetch(carrier.server.url + path, {
    method: route.split(' ')[0]!,
    headers: {
      ...headers,
      'handset-workspace': names.workspace,
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} }
}

async function keyWith(permissions: readonly Permission[], workspaceId = ours.id): Promise<string> {
  const maker = {
    workspaceId,
    kind: 'user' as const,
    id: 'usr_test',
    name: 'Test owner',
    email: null,
    address: null,
    operator: true,
    permissions: new Set<string>(PERMISSIONS),
  }
  const made = await createApiKey(carrier.server.context, maker, {
    name: 'For one test',
    permissions: [...permissions],
  })
  return made.key
}

/** What a caller learns from an answer, whichever ids it is about and whenever it was given. */
function lesson(route: string, { status, text, body }: Answer): string {
  const skipped = body.skip_reason ?? (body.message as { skip_reason?: unknown } | undefined)?.skip_reason ?? null
  if (status < 400 && !route.startsWith('GET')) return `${status} ${skipped}`
  return `${status} ${text.replace(/\b(msg|key|con|snd|num)_[\w-]+/g, '$1').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')}`
}

function theirWordsIn({ text }: Answer, request: Request): string[] {
  const said = decodeURIComponent(request.path) + JSON.stringify(request)
  return words.filter((word) => text.includes(word) && !said.includes(word))
}

test('each route of the API has its request here, and no request is for a route that is gone', () => {
  assert.deepEqual(Object.keys(REQUESTS).sort(), ROUTES.sort())
})

test('nothing else is answered than the API and what is known to be no tenant’s', () => {
  const routes = buildApp(carrier.server.context, { consoleDir: null }).routes.filter(({ method }) => method !== 'ALL')
  const documented = new Set(ROUTES.map((route) => route.replace(/\{(\w+)\}/g, ':$1')))
  const others = routes.filter(({ method, path }) => !documented.has(`${method} ${path}`)).map(({ path }) => path)
  assert.deepEqual([...new Set(others)].sort(), [...NO_TENANT, ...PROVEN_OTHERWISE].sort())
})

test('what is no tenant’s says nothing of any', async () => {
  for (const path of NO_TENANT) {
    const answer = await ask('GET', { path }, null, known)
    assert.equal(answer.status, 200, path)
    assert.deepEqual(theirWordsIn(answer, { path: '' }), [], path)
    assert.ok(!/ws_[0-9a-z]{26}/.test(answer.text), path)
  }
})

// What takes our own settings away comes last.
const inOrder = ROUTES.sort((a, b) => Number(a.startsWith('DELETE')) - Number(b.startsWith('DELETE')))

for (const route of inOrder) {
  const { needs, request, namesNothing } = REQUESTS[route] ?? { needs: 'anybody', request: () => ({ path: '/' }) }
  const wanted: readonly Permission[] = typeof needs === 'string' ? [] : needs
  const askAs = (key: string | null, names: Names) => ask(route, request(names), key, names)

  describe(route, () => {
    if (needs !== 'anybody') {
      test('nobody is let in', async () => {
        for (const key of [null, `hs_${chance(12)}_${chance(40)}`]) {
          const refused = await askAs(key, namesAt(route))
          assert.deepEqual([refused.status, refused.body.code], [401, 'not_signed_in'])
        }
      })

      test('a key may do what it was given, and no more', async () => {
        const tooLittle = wanted.map((one) => PERMISSIONS.filter((other) => other !== one))
        if (wanted.length > 0) tooLittle.push([])
        // No key is the operator, whatever it may do.
        if (needs === 'operator') tooLittle.push([...PERMISSIONS])
        for (const permissions of tooLittle) {
          const refused = await askAs(await keyWith(permissions), unknown())
          assert.deepEqual([refused.status, refused.body.code], [403, 'not_allowed'], permissions.join())
        }
        if (needs === 'operator') return
        const enough = await askAs(await keyWith(wanted), unknown())
        assert.ok(![401, 403].includes(enough.status) && enough.status < 500, `${enough.status} ${enough.text}`)
      })
    }

    test('what is theirs looks to us like what does not exist', async () => {
      const nothings = unknown()
      const missing = await askAs(ours.key, nothings)
      const foreign = await askAs(ours.key, namesAt(route))
      if (!namesNothing) assert.equal(lesson(route, foreign), lesson(route, missing))
      assert.deepEqual(theirWordsIn(missing, request(nothings)), [])
      assert.deepEqual(theirWordsIn(foreign, request(namesAt(route))), [])
      assert.ok(foreign.status < 500, foreign.text)
    })
  })
}

test('after all that, not one of their rows was touched', async () => {
  const counts = Object.fromEntries(Object.entries(theirRows).map(([table, rows]) => [table, rows.length]))
  assert.ok(counts.messages! > 30 && counts.connections === 1 && counts.api_keys === 2, JSON.stringify(counts))
  assert.deepEqual(await rowsOf(theirs.id), theirRows)
})

test('to themselves all of it is there, so the search for their words finds them where they are', async () => {
  for (const route of inOrder.filter((one) => !REQUESTS[one]!.namesNothing)) {
    const { request } = REQUESTS[route]!
    if (request(known).headers) {
      const used = await ask(route, request(namesAt(route)), theirs.key, known)
      assert.equal(used.body.code, 'idempotency_key_reused', route)
    }
    const answer = await ask(route, request({ ...known, idempotencyKey: `new ${route}` }), theirs.key, known)
    assert.ok(answer.status < 300, `${route}: ${answer.status} ${answer.text}`)
  }
  const settings = await ask('GET', { path: '/v1/sms/settings' }, theirs.key, known)
  assert.ok(theirWordsIn(settings, { path: '' }).length >= 3)
})
