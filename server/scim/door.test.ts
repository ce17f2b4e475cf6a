import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type TestServer, until } from '../../test/app.ts'
import { type Answer, askScim, type Directory, directoryOf, patchOf, startScim } from './testing.ts'

let server: TestServer
let ours: Directory
let theirs: Directory
let ids: { user: string; group: string }
before(async () => {
  server = await startScim()
  ours = await directoryOf(server)
  theirs = await directoryOf(server)
  ids = await furnish(ours)
})
after(() => server.stop())

async function furnish({ ask }: Directory) {
  const user = (await ask('POST', '/Users', { userName: 'fuchsia@acme.example', externalId: 'fuchsia' })).body.id
  const group = (await ask('POST', '/Groups', { displayName: 'Fuchsia crew', members: [{ value: user }] })).body.id
  return { user, group } as { user: string; group: string }
}

/** Every request that a directory can make, about a user and a group. */
const REQUESTS: [method: string, path: string, body?: (user: string) => object][] = [
  ['GET', '/ServiceProviderConfig'],
  ['GET', '/Schemas'],
  ['GET', '/ResourceTypes/User'],
  ['GET', '/Users'],
  ['GET', `/Users?filter=${encodeURIComponent('externalId eq "fuchsia"')}`],
  ['GET', `/Users?filter=${encodeURIComponent('id eq "USER"')}`],
  ['GET', '/Users/USER'],
  ['PUT', '/Users/USER', () => ({ userName: 'changed' })],
  ['PATCH', '/Users/USER', () => patchOf({ op: 'replace', path: 'active', value: false })],
  ['DELETE', '/Users/USER'],
  ['GET', '/Groups'],
  ['GET', `/Groups?filter=${encodeURIComponent('displayName eq "Fuchsia crew"')}`],
  ['GET', `/Groups?filter=${encodeURIComponent('members eq "USER"')}`],
  ['GET', '/Groups/GROUP'],
  ['PUT', '/Groups/GROUP', () => ({ displayName: 'Changed', members: [] })],
  ['PATCH', '/Groups/GROUP', (user) => patchOf({ op: 'add', path: 'members', value: [{ value: user }] })],
  ['DELETE', '/Groups/GROUP'],
]

function ask(
  token: string | null,
  [method, path, body]: (typeof REQUESTS)[number],
  about: typeof ids,
): Promise<Answer> {
  const full = path.replace('USER', about.user).replace('GROUP', about.group)
  return askScim(server, token, method, full, body?.(about.user))
}

const absent = { user: `per_${'0'.repeat(26)}`, group: `grp_${'0'.repeat(26)}` }
const ownRows = (workspace: string) =>
  server.context.db.tenant(workspace, async (tx) => {
    const tables = ['persons', 'scim_users', 'groups', 'group_people', 'audit_entries']
    return Promise.all(tables.map((table) => tx.rows('', `select t::text from ${table} t order by 1`, [])))
  })

for (const request of REQUESTS) {
  test(`${request[0]} ${decodeURIComponent(request[1])}: whoever has no token of the workspace is nobody`, async () => {
    const callers = [
      null,
      '',
      ours.workspace.key,
      `${ours.token}x`,
      ours.token.slice(0, -1),
      ours.token.toUpperCase(),
      'hscim_',
    ]
    const forged = `hscim_${theirs.workspace.id.slice(3)}${ours.token.slice(ours.token.lastIndexOf('_'))}`
    for (const token of [...callers, forged]) {
      const { status, body, headers } = await ask(token, request, ids)
      assert.deepEqual([status, body.status, headers.get('www-authenticate')], [401, '401', 'Bearer'], String(token))
      assert.ok(!JSON.stringify(body).includes('uchsia'))
    }
  })

  test(`${request[0]} ${decodeURIComponent(request[1])}: what is another workspace’s looks like what is missing`, async () => {
    const [foreign, missing] = [await ask(theirs.token, request, ids), await ask(theirs.token, request, absent)]
    assert.equal(foreign.status, missing.status)
    assert.deepEqual(foreign.body, missing.body)
    assert.ok(!JSON.stringify(foreign.body).includes('uchsia'))
    if (/USER|GROUP/.test(request[1]) && !request[1].includes('filter')) assert.equal(foreign.status, 404)
  })
}

test('none of that touched a row', async () => {
  const before = await ownRows(ours.workspace.id)
  for (const request of REQUESTS) {
    await ask(theirs.token, request, ids)
    await ask(ours.workspace.key, request, ids)
  }
  assert.deepEqual(await ownRows(ours.workspace.id), before)
  assert.equal((await ours.ask('GET', `/Groups/${ids.group}`)).body.members.length, 1)
})

test('a foreign user neither joins a group nor manages anybody', async () => {
  const { body: group } = await theirs.ask('POST', '/Groups', { displayName: 'Own', members: [{ value: ids.user }] })
  assert.deepEqual(group.members, [])
  const { body: user } = await theirs.ask('POST', '/Users', {
    userName: 'own',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: ids.user } },
  })
  assert.equal((await theirs.person(user.id)).manager, null)
})

describe('a token', () => {
  test('is no API key', async () => {
    const { url } = server
    const { status } = await fetch(`${url}/v1/people`, { headers: { authorization: `Bearer ${ours.token}` } })
    assert.equal(status, 401)
  })

  test('works no more within a second of its end, nor after it has expired', async () => {
    const ended = await directoryOf(server)
    assert.equal((await ended.ask('GET', '/Users')).status, 200)
    assert.equal((await ended.workspace.call('DELETE', `/v1/scim/tokens/${ended.tokenId}`)).status, 204)
    await until('the token being refused', async () => (await ended.ask('GET', '/Users')).status === 401)
    assert.equal((await ended.workspace.call('DELETE', `/v1/scim/tokens/${ended.tokenId}`)).status, 404)
    const expired = await directoryOf(server, ended.workspace)
    await server.context.db.tenant(ended.workspace.id, (tx) =>
      tx
        .updateTable('scim_tokens')
        .set({ expires_at: new Date(Date.now() - 1000) })
        .execute(),
    )
    assert.equal((await expired.ask('GET', '/Users')).status, 401)
  })

  test('is replaced without a gap: both work until the first is ended; and there are four at most', async () => {
    const first = await directoryOf(server)
    const second = await directoryOf(server, first.workspace)
    for (const { ask } of [first, second]) assert.equal((await ask('GET', '/Users')).status, 200)
    await directoryOf(server, first.workspace)
    await directoryOf(server, first.workspace)
    assert.equal((await first.workspace.call('POST', '/v1/scim/tokens', { name: 'Fifth' })).status, 409)
  })

  test('is kept as a hash, listed by its ending, and its use is noted', async () => {
    const { workspace, token, ask } = await directoryOf(server)
    await ask('GET', '/Users')
    const { body } = await workspace.call<{ tokens: Record<string, unknown>[]; address: string }>('GET', '/v1/scim')
    const [{ last_used_at, ending }] = body.tokens as [Record<string, unknown>]
    assert.deepEqual([ending, typeof last_used_at, body.address], [token.slice(-4), 'string', `${server.url}/scim/v2`])
    assert.ok(!JSON.stringify(body).includes(token))
    const past = { name: 'Old', expires_at: '2020-01-01T00:00:00Z' }
    assert.equal((await workspace.call('POST', '/v1/scim/tokens', past)).status, 422)
  })

  test('that asks too much at once is told to wait', async () => {
    const { ask, workspace } = await directoryOf(server)
    const { id } = (await ask('POST', '/Groups', { displayName: 'Held' })).body
    const rename = () => ask('PATCH', `/Groups/${id}`, patchOf({ op: 'replace', path: 'displayName', value: 'Held' }))
    // While the group is held none of the first twenty is answered.
    const asked = await server.context.db.tenant(workspace.id, async (tx) => {
      await tx.rows('', 'select from groups where id = $1 for update', [id])
      let answered = 0
      const all = Array.from({ length: 60 }, () => rename().finally(() => (answered += 1)))
      await until('forty answers', async () => answered === 40)
      return all
    })
    const answers = await Promise.all(asked)
    const refused = answers.filter(({ status }) => status === 429)
    assert.deepEqual([answers.filter(({ status }) => status === 204).length, refused.length], [20, 40])
    assert.deepEqual([refused[0]!.body.status, refused[0]!.headers.get('retry-after')], ['429', '1'])
    assert.equal((await rename()).status, 204)
  })
})
