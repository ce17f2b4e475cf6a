import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { INSTALLATION, newId } from '../server/kit/id.ts'
import { PERMISSIONS, type Permission, ROLES } from '../shared/permissions.ts'
import type { TestWorkspace } from './app.ts'
import { type Carrier, startCarrier } from './carrier.ts'
import { differences, rowsOf } from './tenancy-furnish.ts'
import { keyHolders, operator, ownRole, type Person, signInAs } from './tenancy-people.ts'

let carrier: Carrier
let ours: TestWorkspace
let theirs: TestWorkspace
let owner: Person
let admin: Person
let theirRole: string
let keyWith: ReturnType<typeof keyHolders>
before(async () => {
  carrier = await startCarrier({ role: 'api' })
  const { server } = carrier
  ours = await carrier.connected()
  theirs = await carrier.connected()
  owner = await signInAs(server, { [ours.id]: 'owner' })
  admin = await signInAs(server, { [ours.id]: 'admin' })
  await signInAs(server, { [theirs.id]: 'owner' })
  const made = await theirs.call<{ id: string }>('POST', '/v1/roles', { name: 'Theirs', permissions: ['sms.read'] })
  theirRole = made.body.id
  keyWith = keyHolders(server, ours.id)
})
after(() => carrier.stop())

interface Told {
  status: number
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape and checks what it reads
  body: any
}

async function ask(headers: Record<string, string>, method: string, path: string, body?: unknown): Promise<Told> {
  const answer = await fetch(carrier.server.url + path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} }
}

const as = (person: Person) => person.as('', ours.id).headers
const meant = (workspace: string) => ({ 'handset-workspace': workspace })

describe('the header that names a workspace', () => {
  test('opens none that one does not belong to, however it is written', async () => {
    for (const odd of [
      theirs.id,
      theirs.id.toUpperCase(),
      `${ours.id}, ${theirs.id}`,
      `${theirs.id} `,
      INSTALLATION,
      '*',
      '%',
      "' or true --",
      '__proto__',
    ]) {
      const { status, body } = await ask({ ...as(owner), ...meant(odd) }, 'GET', '/v1/me')
      assert.deepEqual([status, body.code], [404, 'workspace_not_found'], odd)
    }
  })

  test('is no matter to a key, which is in one workspace alone', async () => {
    for (const workspace of [theirs.id, INSTALLATION]) {
      const headers = { ...(await keyWith(PERMISSIONS)).headers, ...meant(workspace) }
      const { body } = await ask(headers, 'GET', '/v1/me')
      assert.deepEqual([body.workspace.id, body.workspaces.length], [ours.id, 1])
    }
  })

  test('with a key beside a session of somebody else, it is the key that counts', async () => {
    const { headers } = await keyWith(['sms.read'])
    const both = { ...as(owner), ...headers }
    assert.equal((await ask(both, 'GET', '/v1/me')).body.user, null)
    assert.equal((await ask(both, 'GET', '/v1/api-keys')).status, 403)
    for (const odd of ['', 'Bearer', 'Bearer ', 'Basic YTpi', 'hs_'])
      assert.equal((await ask({ ...as(owner), authorization: odd }, 'GET', '/v1/me')).status, 401, odd)
  })
})

describe('a body or an address that names another workspace', () => {
  test('is refused, or not looked at, and nothing of theirs changes', async () => {
    const before = await rowsOf(carrier, theirs.id)
    const tries: [string, string, unknown][] = [
      ['POST', '/v1/messages', { to: '+14155550142', body: 'Hello', workspace_id: theirs.id }],
      ['POST', `/v1/messages?workspace_id=${theirs.id}`, { to: '+14155550142', body: 'Hello' }],
      ['POST', '/v1/api-keys', { name: 'Ours', permissions: [], workspace_id: theirs.id }],
      ['PATCH', '/v1/workspace', { name: 'Ours', id: theirs.id }],
      ['PATCH', '/v1/workspace', { slug: theirs.id.slice(3) }],
      ['DELETE', '/v1/workspace', { slug: theirs.id.slice(3) }],
      ['PATCH', '/v1/sms/settings', { workspace_id: theirs.id, enabled: false }],
      ['POST', '/v1/opt-outs', { number: '+14155550143', workspace: theirs.id }],
      ['POST', '/v1/invitations', { email: 'a@acme.example', role: theirRole }],
      ['PUT', '/v1/spend', { daily_cap_micros: 1, workspace_id: theirs.id }],
    ]
    for (const [method, path, body] of tries) {
      const answer = await ask(as(owner), method, path, body)
      assert.ok(
        answer.status === 202 || (answer.status >= 400 && answer.status < 500),
        `${method} ${path}: ${answer.text}`,
      )
    }
    assert.deepEqual(differences(before, await rowsOf(carrier, theirs.id)), [])
    const { body } = await ask(as(owner), 'GET', '/v1/workspace')
    assert.equal(body.id, ours.id)
  })

  test('a role of theirs is answered like one that does not exist', async () => {
    const { userId } = await signInAs(carrier.server, { [ours.id]: 'member' })
    const give = (role: string) => ask(as(owner), 'PATCH', `/v1/members/${userId}`, { role })
    const [foreign, missing] = [await give(theirRole), await give(newId('rol'))]
    assert.deepEqual([foreign.status, foreign.text], [422, missing.text])
  })
})

describe('nobody comes by more than they hold', () => {
  const KEEPS = 'workspace.delete'

  test('an admin: not by a role, a member, an invitation, a key, or how newcomers come in', async () => {
    const { userId } = await signInAs(carrier.server, { [ours.id]: 'member' })
    const tries: [string, string, unknown][] = [
      ['POST', '/v1/roles', { name: 'All', permissions: [KEEPS] }],
      ['PATCH', `/v1/members/${admin.userId}`, { role: 'owner' }],
      ['PATCH', `/v1/members/${userId}`, { role: 'owner' }],
      ['PATCH', `/v1/members/${owner.userId}`, { role: 'member' }],
      ['DELETE', `/v1/members/${owner.userId}`, undefined],
      ['POST', '/v1/invitations', { email: 'b@acme.example', role: 'owner' }],
      ['POST', '/v1/api-keys', { name: 'All', permissions: [KEEPS] }],
      [
        'PUT',
        '/v1/sso',
        {
          issuer: 'https://login.acme.example',
          client_id: 'a',
          client_secret: 'b',
          domains: ['acme.example'],
          role: 'owner',
        },
      ],
      ['DELETE', '/v1/workspace', { slug: ours.id.slice(3) }],
    ]
    for (const [method, path, body] of tries) {
      const { status, text } = await ask(as(admin), method, path, body)
      assert.ok([403, 422].includes(status), `${method} ${path}: ${status} ${text}`)
    }
    const { body } = await ask(as(admin), 'GET', '/v1/me')
    assert.deepEqual(body.permissions, ROLES.admin.permissions)
  })

  test('who may do one thing to members, roles or keys: not by doing it to themselves', async () => {
    const roleWith = await ownRole(carrier.server, ours.id)
    for (const one of ['members.manage', 'roles.manage', 'api_keys.manage'] as Permission[]) {
      const callers = [await roleWith([one]), await keyWith([one])]
      for (const { who, headers } of callers) {
        const { body: me } = await ask({ ...headers, ...meant(ours.id) }, 'GET', '/v1/me')
        const id = me.user?.id ?? owner.userId
        const tries: [string, string, unknown][] = [
          ['PATCH', `/v1/members/${id}`, { role: 'admin' }],
          ['POST', '/v1/invitations', { email: 'c@acme.example', role: 'auditor' }],
          ['PATCH', `/v1/roles/${me.role?.id ?? newId('rol')}`, { permissions: [one, 'numbers.reveal'] }],
          ['POST', '/v1/roles', { name: 'More', permissions: ['numbers.reveal'] }],
          ['POST', '/v1/api-keys', { name: 'More', permissions: ['numbers.reveal'] }],
        ]
        for (const [method, path, input] of tries) {
          const { status, text } = await ask({ ...headers, ...meant(ours.id) }, method, path, input)
          assert.ok([403, 404, 422].includes(status), `${who}: ${method} ${path}: ${status} ${text}`)
        }
      }
    }
  })

  test('a repeat of somebody else’s request is not told what they were told', async () => {
    const roleWith = await ownRole(carrier.server, ours.id)
    const lesser = await roleWith(['api_keys.manage', 'members.manage'])
    const secrets: [string, unknown, string][] = [
      ['/v1/api-keys', { name: 'Everything', permissions: [...PERMISSIONS] }, 'key'],
      ['/v1/invitations', { email: 'd@acme.example', role: 'owner' }, 'link'],
    ]
    for (const [path, body, secret] of secrets) {
      const idempotent = { 'idempotency-key': `known to both, ${path}` }
      const first = await ask({ ...as(owner), ...idempotent }, 'POST', path, body)
      assert.equal(first.status, 201, first.text)
      assert.ok(first.body[secret])
      const again = await ask({ ...as(owner), ...idempotent }, 'POST', path, body)
      assert.equal(again.body[secret], first.body[secret])
      const { status, text } = await ask({ ...lesser.headers, ...meant(ours.id), ...idempotent }, 'POST', path, body)
      assert.ok(status >= 400 && !text.includes(first.body[secret]), `${path}: ${status} ${text}`)
    }
  })

  test('the operator: not of the texts and settings of a workspace they do not belong to', async () => {
    const { inInstallation } = await operator(carrier.server)
    const { body: sent } = await theirs.call<{ id: string }>('POST', '/v1/messages', {
      to: '+14155550142',
      body: 'Hello',
    })
    const headers = { ...inInstallation.headers, ...meant(INSTALLATION) }
    for (const path of [`/v1/messages/${sent.id}`, `/v1/members/${owner.userId}`])
      assert.equal((await ask(headers, 'GET', path)).status, 404, path)
    assert.deepEqual((await ask(headers, 'GET', '/v1/messages')).body.items, [])
    assert.equal((await ask({ ...headers, ...meant(theirs.id) }, 'GET', '/v1/messages')).status, 404)
  })
})

describe('an address or a method that is written oddly', () => {
  /** As fetch would not write it. */
  function raw(line: string, headers: Record<string, string> = {}): Promise<string> {
    const { hostname, port, host } = new URL(carrier.server.url)
    const lines = Object.entries({ host, connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end(`${[line, ...lines].join('\r\n')}\r\n\r\n`))
      let text = ''
      socket.on('data', (chunk) => (text += chunk))
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
  }

  test('lets nobody in', async () => {
    for (const path of [
      '//v1/api-keys',
      '/v1//api-keys',
      '/V1/api-keys',
      '/v1/api%2dkeys',
      '/%76%31/api-keys',
      '/v1/./api-keys',
      '/x/../v1/api-keys',
      '/x/%2e%2e/v1/api-keys',
      '/v1/api-keys/',
      '/v1/api-keys;a=b',
      '/v1/api-keys%00',
      `${carrier.server.url}/v1/api-keys`,
    ])
      for (const method of ['GET', 'HEAD', 'get', 'PROPFIND']) {
        const status = Number(/^HTTP\/1.1 (\d+)/.exec(await raw(`${method} ${path} HTTP/1.1`))?.[1])
        assert.ok([400, 401, 404].includes(status), `${method} ${path}: ${status}`)
      }
  })

  test('makes no other method of a request, and lends nobody’s workspace', async () => {
    const headers = { ...as(owner), ...meant(ours.id) }
    const { body: made } = await ask(headers, 'POST', '/v1/opt-outs', { number: '+14155550177' })
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override', '_method'])
      await raw(`GET /v1/opt-outs/${made.handle}?_method=DELETE HTTP/1.1`, { ...headers, [name]: 'DELETE' })
    assert.ok((await ask(headers, 'GET', '/v1/opt-outs')).text.includes(made.handle))
  })
})

describe('a flood', () => {
  const MB = 1024 * 1024

  /** In pieces, so that its length is not told beforehand; until the other side will have no more. */
  async function pour(method: string, path: string, headers: Record<string, string>, bytes: number) {
    let left = bytes
    const body = new ReadableStream({
      pull(to) {
        if (left <= 0) return to.close()
        to.enqueue(new Uint8Array(64 * 1024).fill(32))
        left -= 64 * 1024
      },
    })
    const all = { 'content-type': 'application/json', ...headers }
    const init = { method, headers: all, body, duplex: 'half' } as RequestInit
    const { status } = await fetch(carrier.server.url + path, init).catch(() => ({ status: 0 }))
    return { status, poured: bytes - left }
  }

  for (const [method, path] of [
    ['POST', '/v1/messages'],
    ['PATCH', '/v1/sms/settings'],
    ['DELETE', '/v1/workspace'],
  ] as const)
    test(`by ${method} ${path} is not read to its end, and of somebody unknown hardly begun`, async () => {
      const key = { authorization: `Bearer ${ours.key}` }
      const known = await pour(method, path, key, 64 * MB)
      assert.ok([0, 413].includes(known.status) && known.poured < 40 * MB, JSON.stringify(known))
      const unknown = await pour(method, path, {}, 64 * MB)
      assert.ok([0, 413].includes(unknown.status) && unknown.poured < 16 * MB, JSON.stringify(unknown))
      const { status, body } = await ask({}, method, path, { to: '+14155550142', body: 'x'.repeat(100_000) })
      assert.deepEqual([status, body.code], [413, 'too_large'])
    })
})
