import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createOwner } from '../workspaces/setup.ts'
import { type Browser, until } from '../workspaces/testing.ts'
import { DANA, openSsoSite, PUBLIC, type SsoSite } from './testing.ts'

let site: SsoSite
let admin: Browser
let auditor: Browser
before(async () => {
  site = await openSsoSite()
  admin = await member('admin')
  auditor = await member('auditor')
})
after(() => site?.close())

const query = async (text: string, values: unknown[] = []) => (await site.context.db.pool.query(text, values)).rows
const here = () => ({ 'handset-workspace': site.workspaceId })
const save = (changes: Record<string, unknown>, browser = admin) =>
  browser.call('PUT', '/v1/sso', { ...site.settings, ...changes }, here())
const show = async () => (await admin.call('GET', '/v1/sso', undefined, here())).body

async function member(role: string): Promise<Browser> {
  // Not at the domain: whoever is there must go by the provider once it is required.
  const owner = { ...DANA, name: role, email: `${role}@elsewhere.example`, workspaceName: `Of ${role}` }
  const { userId } = await createOwner(site.context, owner)
  await query('update auth_users set operator = false where id = $1', [userId])
  await site.context.db.tenant(site.workspaceId, (tx) =>
    tx.insertInto('members').values({ workspace_id: site.workspaceId, user_id: userId, role }).execute(),
  )
  return site.signedIn(owner.email)
}

test('what is saved is shown without the secret, with where the provider must send people back to', async () => {
  const { provider, domains, redirect_uri } = await show()
  assert.deepEqual(Object.keys(provider), ['issuer', 'client_id', 'client_secret', 'role', 'required', 'accept_unsaid'])
  assert.deepEqual([provider.client_secret.set, provider.client_secret.updated_by], [true, 'Dana'])
  assert.deepEqual(provider.role, { id: 'member', name: 'Member' })
  assert.deepEqual(domains, [{ domain: 'acme.example', confirmed: true }])
  assert.equal(redirect_uri, site.client.redirectUri)
  const row = JSON.stringify(await query('select * from sso_connections'))
  assert.ok(!row.includes(site.client.secret) && !row.includes(Buffer.from(site.client.secret).toString('hex')))
})

test('the secret is kept for the same issuer and client alone', async () => {
  const { client_secret: _, ...without } = site.settings
  assert.equal((await admin.call('PUT', '/v1/sso', without, here())).status, 200)
  const other = await admin.call('PUT', '/v1/sso', { ...without, client_id: 'another' }, here())
  assert.deepEqual([other.status, other.body.errors[0].pointer], [422, '/client_secret'])
})

test('the secret that somebody stores for another client meanwhile is not taken for this one', async () => {
  const { client_secret: _, ...without } = site.settings
  const ofClient = (id: string) => `update sso_connections set client_id = '${id}' where workspace_id = $1`
  const other = await site.context.db.pool.connect()
  await other.query('begin')
  await other.query('select from member_turns where workspace_id = $1 for update', [site.workspaceId])
  const saving = admin.call('PUT', '/v1/sso', without, here())
  await until('it waits for its turn', async () => {
    const waiting = await query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return waiting.length > 0
  })
  await other.query(ofClient('another'), [site.workspaceId])
  await other.query('commit')
  other.release()
  const { status, body } = await saving
  const { provider } = await show()
  await query(ofClient(site.client.id), [site.workspaceId])
  assert.deepEqual([status, body?.errors?.[0].pointer, provider.client_id], [422, '/client_secret', 'another'])
})

const REFUSED: [what: string, changes: () => Record<string, unknown>, pointer: string, code?: string][] = [
  ['a wrong secret', () => ({ client_secret: 'wrong' }), '/client_secret'],
  ['an unknown client', () => ({ client_id: 'unknown' }), '/client_secret'],
  ['an issuer without https', () => ({ issuer: 'http://login.acme.example' }), '/issuer'],
  ['a private issuer', () => ({ issuer: 'https://10.0.0.1' }), '/issuer'],
  ['an issuer that is none', () => ({ issuer: 'acme' }), '/issuer'],
  ['an issuer with a question', () => ({ issuer: `${site.provider.issuer}?x=1` }), '/issuer'],
  ['an issuer that calls itself otherwise', () => ({ issuer: `${site.provider.issuer}/` }), '/issuer'],
  ['no domain', () => ({ domains: [] }), '/domains'],
  ['a domain that is none', () => ({ domains: ['acme'] }), '/domains/0'],
  ['an address of the network', () => ({ domains: ['10.0.0.1'] }), '/domains/0'],
  ['a role that is not there', () => ({ role: 'rol_00000000000000000000000000' }), '/role'],
  ['a role that may do more than whoever gives it', () => ({ role: 'owner' }), '/role'],
]
for (const [what, changes, pointer] of REFUSED)
  test(`${what} is refused at its field, and nothing is saved`, async () => {
    const before = await show()
    const { status, body } = await save(changes())
    assert.deepEqual([status, body.errors?.[0].pointer], [422, pointer], JSON.stringify(body))
    assert.deepEqual(await show(), before)
  })

const BODIES: [what: string, status: number, body: string, words: RegExp][] = [
  ['a page', 200, '<html>', /not JSON/],
  ['something else', 200, '{}', /does not describe an OpenID provider/],
  ['nothing', 404, '', /answered 404/],
  ['a way elsewhere', 302, '', /answered 302/],
]
for (const [what, status, body, words] of BODIES)
  test(`an issuer that answers with ${what} is refused`, async (t) => {
    site.provider.tamper.answers = { status, body }
    t.after(() => {
      site.provider.tamper.answers = null
    })
    const answer = await save({})
    assert.equal(answer.status, 422)
    assert.match(answer.body.errors[0].detail, words)
  })

test('a provider that is down is not saved, and that is told from one that refuses', async (t) => {
  site.provider.tamper.down = true
  t.after(() => {
    site.provider.tamper.down = false
  })
  const { status, body } = await save({})
  assert.deepEqual([status, body.code, body.errors[0].pointer], [422, 'provider_unreachable', '/issuer'])
})

test('a domain counts once the operator confirmed it, who is told; the workspace cannot do it by itself', async () => {
  const saved = await save({ domains: ['acme.example', ' @Bücher.example '] })
  assert.deepEqual(saved.body.domains, [
    { domain: 'acme.example', confirmed: true },
    { domain: 'xn--bcher-kva.example', confirmed: false },
  ])
  const options = () => site.browser(PUBLIC).call('POST', '/auth/options', { email: 'a@xn--bcher-kva.example' })
  assert.equal((await options()).body.sso, null)
  const path = `/v1/installation/domains/${site.workspaceId}/xn--bcher-kva.example`
  assert.equal((await admin.call('PUT', path, { confirmed: true })).status, 403)
  const byHand = site.context.db.tenant(site.workspaceId, (tx) =>
    tx.updateTable('sso_domains').set({ confirmed_at: new Date() }).execute(),
  )
  await assert.rejects(byHand, { code: '42501' })
  const mails = await query(`select recipient from mails where subject like 'Confirm a sign-in domain%'`)
  assert.ok(mails.some(({ recipient }) => recipient === DANA.email))
  assert.equal((await site.operator.call('PUT', path, { confirmed: true })).status, 204)
  assert.notEqual((await options()).body.sso, null)
  const places = await query(
    `select workspace_id from audit_entries where action = 'sso_domain.confirmed' and target = 'xn--bcher-kva.example' order by 1`,
  )
  assert.deepEqual(
    places.map((row) => row.workspace_id),
    ['ws_00000000000000000000000000', site.workspaceId],
  )
  assert.equal((await site.operator.call('PUT', path, { confirmed: false })).status, 204)
  assert.equal((await options()).body.sso, null)
})

test('a domain belongs to one workspace, and another that claims it learns nothing of that', async () => {
  const { workspaceId } = await createOwner(site.context, {
    ...DANA,
    email: 'rival@rival.example',
    workspaceName: 'Rival',
  })
  await query(`update auth_users set operator = false where email = 'rival@rival.example'`)
  const rival = await site.signedIn('rival@rival.example')
  const mine = { 'handset-workspace': workspaceId }
  const claim = await rival.call(
    'PUT',
    '/v1/sso',
    { ...site.settings, domains: ['acme.example', 'free.example'] },
    mine,
  )
  assert.deepEqual(claim.body.domains, [
    { domain: 'acme.example', confirmed: false },
    { domain: 'free.example', confirmed: false },
  ])
  const { body } = await site.operator.call('GET', '/v1/installation/domains')
  const shown = body.items.filter(({ workspace }: { workspace: { name: string } }) => workspace.name === 'Rival')
  assert.deepEqual(
    shown.map((one: Record<string, unknown>) => [one.domain, one.held_by]),
    [
      ['acme.example', 'Acme'],
      ['free.example', null],
    ],
  )
  const taken = await site.operator.call('PUT', `/v1/installation/domains/${workspaceId}/acme.example`, {
    confirmed: true,
  })
  assert.deepEqual([taken.status, taken.body.code], [409, 'domain_taken'])
})

test('claims are paged, those that wait first', async () => {
  const seen: string[] = []
  let after: string | null = ''
  while (after !== null) {
    const query = after ? `?limit=1&after=${encodeURIComponent(after)}` : '?limit=1'
    const { body } = await site.operator.call('GET', `/v1/installation/domains${query}`)
    seen.push(
      ...body.items.map((one: { domain: string; confirmed_at: string | null }) => (one.confirmed_at ? '1' : '0')),
    )
    after = body.next
  }
  assert.ok(seen.length >= 3)
  assert.deepEqual(seen, [...seen].sort())
})

test('changes stand in the record, the secret as replaced', async () => {
  await save({ required: true, client_secret: site.client.secret, domains: ['acme.example'] })
  const [entry] = await query(
    `select changes, actor_name from audit_entries where action = 'sso.changed' and workspace_id = $1 order by id desc limit 1`,
    [site.workspaceId],
  )
  assert.equal(entry.actor_name, 'admin')
  assert.deepEqual(entry.changes.required, { from: false, to: true })
  assert.deepEqual(entry.changes.client_secret, { from: 'set', to: 'replaced' })
  assert.ok(!JSON.stringify(await query('select * from audit_entries')).includes(site.client.secret))
})

test('it is for who manages members, and not for the installation', async () => {
  for (const [method, body] of [
    ['GET', undefined],
    ['PUT', site.settings],
    ['DELETE', undefined],
  ] as const)
    assert.equal((await auditor.call(method, '/v1/sso', body, here())).status, 403)
  const installation = { 'handset-workspace': 'ws_00000000000000000000000000' }
  assert.equal((await site.operator.call('PUT', '/v1/sso', site.settings, installation)).status, 409)
})

test('without it, nobody is sent to the provider any more, and whoever has no password can get one', async () => {
  await query(`insert into auth_users (id, name, email) values ('usr_left', 'Left', 'left@acme.example')`)
  assert.equal((await admin.call('DELETE', '/v1/sso', undefined, here())).status, 204)
  assert.deepEqual(await show(), {
    provider: null,
    domains: [],
    redirect_uri: site.client.redirectUri,
    logout_uri: site.client.redirectUri.replace(/callback$/, 'logout'),
  })
  const start = await site.browser(PUBLIC).call('POST', '/auth/sso/start', { email: 'left@acme.example' })
  assert.deepEqual([start.status, start.body.code], [404, 'no_single_sign_on'])
  await site.browser(PUBLIC).call('POST', '/auth/forgot', { email: 'left@acme.example' })
  const [mail] = await query(`select kind from mails where recipient = 'left@acme.example'`)
  assert.equal(mail.kind, 'password_reset')
})
