import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { INSTALLATION } from '../kit/id.ts'
import { createOwner, makeSetupToken } from './setup.ts'
import { openSite, type Site } from './testing.ts'
import { createWorkspace, slugOf } from './workspace.ts'

const dana = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse', workspace_name: 'Acme' }
const PUBLIC = 'https://sms.acme.example'

let site: Site
let token: string
before(async () => {
  site = await openSite()
})
after(() => site.close())
beforeEach(async () => {
  await forgetOwners(site)
  token = (await makeSetupToken(site.context))!
})

const look = (given?: string) =>
  site.browser().call('GET', '/v1/setup', undefined, given === undefined ? {} : { 'setup-token': given })

test('with the token the set-up page is told where the key lies and what is settled; without it, only that set-up is due', async () => {
  const nothing = { key: null, public_url: null, mail: null }
  for (const wrong of [undefined, '', 'wrong', `${token}x`]) {
    const { status, body } = await look(wrong)
    assert.deepEqual([status, body], [200, { needed: true, ...nothing }])
  }
  // In an address it would stand in logs, so there it is worth nothing.
  const inAddress = await site.browser().call('GET', `/v1/setup?token=${token}`)
  assert.deepEqual(inAddress.body, { needed: true, ...nothing })
  const { body } = await look(token)
  const unset = { value: null, from: 'nothing' }
  assert.deepEqual(body, { needed: true, key: { file: '/data/key', from: 'data_dir' }, public_url: unset, mail: unset })
})

test('set-up makes the operator, a workspace and its ownership, and signs the person in', async () => {
  const browser = site.browser()
  const made = await browser.call('POST', '/v1/setup', { token, ...dana, time_zone: 'Europe/Berlin' })
  assert.equal(made.status, 201)
  assert.deepEqual(made.body.workspace, {
    ...made.body.workspace,
    name: 'Acme',
    slug: 'acme',
    time_zone: 'Europe/Berlin',
  })
  const me = await browser.call('GET', '/v1/me')
  assert.equal(me.status, 200)
  assert.deepEqual(me.body, made.body)
  assert.deepEqual(me.body.user, { ...me.body.user, name: 'Dana', email: 'dana@acme.example', operator: true })
  assert.deepEqual(me.body.role, { id: 'owner', name: 'Owner' })
  assert.ok(me.body.permissions.includes('sms.configure'))
})

test('what set-up did stands in the audit of the new workspace, and of the installation, which outlasts it', async () => {
  const { body } = await site.browser().call('POST', '/v1/setup', { token, ...dana, public_url: 'http://127.0.0.1:1' })
  const entries = await site.context.db.tenant(body.workspace.id, (tx) =>
    tx.selectFrom('audit_entries').select(['action', 'actor_name', 'changes']).orderBy('action').execute(),
  )
  assert.deepEqual(
    entries.map(({ action, actor_name }) => [action, actor_name]),
    [
      ['installation.set_up', 'Dana'],
      ['workspace.created', 'Dana'],
    ],
  )
  const changes = { public_url: { from: null, to: 'http://127.0.0.1:1' } }
  assert.deepEqual(entries[0]!.changes, changes)
  const outlasting = await site.context.db.tenant(INSTALLATION, (tx) =>
    tx.selectFrom('audit_entries').select(['action', 'actor_id', 'changes']).execute(),
  )
  assert.deepEqual(outlasting, [{ action: 'installation.set_up', actor_id: body.user.id, changes }])
})

test('two that are sent at once make one owner', async () => {
  const answers = await Promise.all(
    ['a', 'b', 'c', 'd'].map((who) =>
      site.browser().call('POST', '/v1/setup', { token, ...dana, email: `${who}@acme.example` }),
    ),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
  assert.deepEqual(await countOwners(site), { users: 1, workspaces: 1, members: 1 })
})

test('once there is an owner, nobody sets up again and no new token is made', async () => {
  await site.browser().call('POST', '/v1/setup', { token, ...dana })
  assert.equal(await makeSetupToken(site.context), null)
  const again = await site.browser().call('POST', '/v1/setup', { token, ...dana, email: 'eve@acme.example' })
  assert.deepEqual([again.status, again.body.code], [409, 'already_set_up'])
  const { body } = await look(token)
  assert.deepEqual(body, { needed: false, key: null, public_url: null, mail: null })
})

test('without the right token nothing is made, and not even the mail server is asked', async (t) => {
  let asked = 0
  const listener = createServer((socket) => {
    asked += 1
    socket.destroy()
  })
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  t.after(() => listener.close())
  const { port } = listener.address() as { port: number }
  const mail = { host: '127.0.0.1', port, from: 'sms@acme.example' }
  for (const wrong of ['x', token.slice(0, -1), `${token}0`, token.toUpperCase()]) {
    const { status, body } = await site.browser().call('POST', '/v1/setup', { ...dana, token: wrong, mail })
    assert.deepEqual([status, body.code], [403, 'wrong_setup_token'])
  }
  assert.equal(asked, 0)
  const right = await site.browser().call('POST', '/v1/setup', { ...dana, token, mail })
  assert.deepEqual([right.status, right.body.code, asked], [422, 'mail_unreachable', 1])
  assert.deepEqual(await countOwners(site), { users: 0, workspaces: 0, members: 0 })
})

test('a new start replaces the token, and only its hash is stored', async () => {
  const fresh = (await makeSetupToken(site.context))!
  assert.notEqual(fresh, token)
  assert.equal((await site.browser().call('POST', '/v1/setup', { token, ...dana })).status, 403)
  const row = await site.context.db.signIn((tx) => tx.selectFrom('installation').selectAll().executeTakeFirstOrThrow())
  assert.ok(!JSON.stringify(row).includes(fresh) && !row.setup_token_hash?.includes(fresh))
  assert.equal((await site.browser().call('POST', '/v1/setup', { token: fresh, ...dana })).status, 201)
})

const unfit: [what: string, change: Record<string, unknown>, pointer: string][] = [
  ['no name', { name: ' ' }, '/name'],
  ['a name with a NUL', { name: 'Da\u0000na' }, '/name'],
  ['a name of two lines', { name: 'Da\nna' }, '/name'],
  ['no email address', { email: 'dana' }, '/email'],
  ['a short password', { password: 'too short' }, '/password'],
  ['no workspace name', { workspace_name: '' }, '/workspace_name'],
  ['a time zone that does not exist', { time_zone: 'Mars/Olympus' }, '/time_zone'],
  ['a time zone with a NUL', { time_zone: '\u0000' }, '/time_zone'],
  ['plain http as the public address', { public_url: 'http://sms.acme.example' }, '/public_url'],
  ['a mail server with a path', { mail: { host: 'a/b', port: 25, from: 'a@acme.example' } }, '/mail/host'],
  ['something unknown', { admin: true }, ''],
]
for (const [what, change, pointer] of unfit) {
  test(`set-up with ${what} is refused at the field, and nothing is made`, async () => {
    const { status, body } = await site.browser().call('POST', '/v1/setup', { token, ...dana, ...change })
    assert.equal(status, 422)
    assert.equal(body.errors[0].pointer, pointer)
    assert.equal((await countOwners(site)).users, 0)
    assert.equal((await look(token)).body.key.from, 'data_dir')
  })
}

test('opened by https, set-up wants that address as the public one, and then the session lives there', async () => {
  const browser = site.browser(PUBLIC)
  const without = await browser.call('POST', '/v1/setup', { token, ...dana })
  assert.deepEqual([without.status, without.body.errors[0].pointer], [422, '/public_url'])
  assert.match(without.body.detail, /opened at https:\/\/sms\.acme\.example/)
  const made = await browser.call('POST', '/v1/setup', { token, ...dana, public_url: PUBLIC })
  assert.equal(made.status, 201)
  assert.deepEqual([...browser.cookies.keys()], ['__Host-handset.session_token'])
  assert.equal((await browser.call('GET', '/v1/me')).status, 200)
  const shown = await browser.call('GET', '/v1/installation')
  assert.deepEqual(shown.body.public_url, { value: PUBLIC, from: 'console' })
})

test('over plain http from another machine nobody sets up', async () => {
  const { status, body } = await site.browser('http://192.0.2.7:4000').call('POST', '/v1/setup', { token, ...dana })
  assert.equal(status, 422)
  assert.match(body.detail, /could be read on its way/)
})

test('an owner made from the command line ends set-up', async () => {
  const owner = { name: 'Dana', email: 'Dana@acme.example', password: 'correct horse', workspaceName: 'Acme' }
  const { userId, workspaceId } = await createOwner(site.context, owner)
  assert.equal(await makeSetupToken(site.context), null)
  const browser = site.browser()
  const signedIn = await browser.call('POST', '/auth/sign-in/email', { email: owner.email, password: owner.password })
  assert.equal(signedIn.body.user.id, userId)
  assert.equal((await browser.call('GET', '/v1/me')).body.workspace.id, workspaceId)
  await assert.rejects(createOwner(site.context, owner), /is here already/)
})

test('workspaces of one name get addresses of their own', async () => {
  const owner = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse', workspaceName: 'Acme' }
  const { userId } = await createOwner(site.context, owner)
  await Promise.all([1, 2, 3].map(() => createWorkspace(site.context, { name: 'Acme', ownerId: userId })))
  const rows = await site.context.db.signIn((tx) =>
    tx.selectFrom('workspaces').select('slug').where('workspace_id', '<>', INSTALLATION).execute(),
  )
  assert.equal(new Set(rows.map(({ slug }) => slug)).size, 4)
  for (const { slug } of rows) assert.match(slug, /^acme(-[0-9a-z]{5})?$/)
})

const slugs = [
  ['Acme', 'acme'],
  ['  Zürich & Söhne, Ltd. ', 'zurich-sohne-ltd'],
  ['株式会社', 'workspace'],
  ['---', 'workspace'],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
] as const
for (const [name, slug] of slugs) {
  test(`a workspace named ${name.slice(0, 30)} has the address ${slug.slice(0, 30)}`, () =>
    assert.equal(slugOf(name), slug))
}

async function countOwners({ context }: Site) {
  const count = async (table: 'auth_users' | 'workspaces' | 'members') =>
    (await context.db.signIn((tx) => tx.selectFrom(table).select('created_at').execute())).length
  const [users, all, members] = [await count('auth_users'), await count('workspaces'), await count('members')]
  // The installation's own is there from the first day.
  return { users, workspaces: all - 1, members }
}

/** As on the first day. Only the database's owner may do this. */
async function forgetOwners({ context }: Site): Promise<void> {
  await context.db.pool.query('truncate auth_users, workspaces cascade')
  const installation = { workspace_id: INSTALLATION, name: 'Installation', slug: 'installation' }
  await context.db.signIn((tx) => tx.insertInto('workspaces').values(installation).execute())
  await context.db.pool.query('update installation set set_up_at = null, setup_token_hash = null, public_url = null')
  await context.installation.refresh()
}
