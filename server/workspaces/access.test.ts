import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { INSTALLATION, newId } from '../kit/id.ts'
import { createOwner } from './setup.ts'
import { type Browser, openSite, type Site } from './testing.ts'
import { createWorkspace } from './workspace.ts'

const PUBLIC = 'https://sms.acme.example'
const dana = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse', workspaceName: 'Acme' }

let site: Site
let page: Browser
let userId: string
before(async () => {
  site = await openSite({ publicUrl: PUBLIC })
  userId = (await createOwner(site.context, dana)).userId
  page = await signedIn(dana.email)
})
after(() => site.close())

const mutating: [method: string, path: string, body: unknown][] = [
  ['POST', '/v1/setup', { token: 'x' }],
  ['PATCH', '/v1/installation', { public_url: 'https://evil.example' }],
  ['POST', '/v1/installation/mail/test', {}],
  ['POST', '/v1/api-keys', { name: 'Planted', permissions: ['messages.send'] }],
  ['DELETE', `/v1/api-keys/${newId('key')}`, undefined],
  ['POST', '/auth/sign-out', {}],
  ['POST', '/auth/sign-in/email', { email: dana.email, password: dana.password }],
  ['POST', '/auth/change-password', { currentPassword: dana.password, newPassword: 'another horse' }],
  ['POST', '/auth/forgot', { email: dana.email }],
  ['PATCH', '/v1/me', { name: 'Planted' }],
  ['DELETE', '/v1/sessions', undefined],
  ['PUT', '/v1/sso', { issuer: 'https://evil.example' }],
]
const foreign: [what: string, headers: Record<string, string | undefined>][] = [
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  [
    'another site, in a browser without fetch metadata',
    { origin: 'https://evil.example', 'sec-fetch-site': undefined },
  ],
  ['a neighbouring subdomain', { origin: 'https://blog.acme.example', 'sec-fetch-site': 'same-site' }],
  ['a frame without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['the same name over plain http', { origin: 'http://sms.acme.example', 'sec-fetch-site': 'cross-site' }],
  ['nobody who says so', { origin: undefined, 'sec-fetch-site': undefined }],
]
for (const [method, path, body] of mutating) {
  for (const [what, headers] of foreign) {
    test(`${method} ${path.slice(0, 30)} with a member's cookie is refused when it comes from ${what}`, async () => {
      const { status, body: answer } = await page.call(method, path, body, headers)
      assert.deepEqual([status, answer.code], [403, 'wrong_origin'])
    })
  }
}

test('after all those the member is still signed in and nothing was changed', async () => {
  const { status, body } = await page.call('GET', '/v1/api-keys')
  assert.deepEqual([status, body.items], [200, []])
  assert.equal(site.context.publicUrl(), PUBLIC)
})

test('a form, as any site can send it, is refused too', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' }
  const login = `email=${dana.email}&password=${dana.password}`
  const bare = site.browser(PUBLIC)
  for (const site of ['cross-site', undefined])
    assert.equal(
      (await bare.call('POST', '/auth/sign-in/email', login, { ...form, 'sec-fetch-site': site })).status,
      403,
    )
})

test('another program on this machine cannot act with the cookie that it shares', async () => {
  const local = site.browser()
  await local.call('POST', '/auth/sign-in/email', { email: dana.email, password: dana.password })
  const headers = { origin: 'http://127.0.0.1:4010', 'sec-fetch-site': 'same-site' }
  assert.equal((await local.call('POST', '/auth/sign-out', {}, headers)).status, 403)
  assert.equal((await local.call('GET', '/v1/me')).status, 200)
})

test('what a page of our own asks is done', async () => {
  const made = await page.call('POST', '/v1/api-keys', { name: 'Own', permissions: ['sms.read'] })
  assert.equal(made.status, 201)
  assert.equal((await page.call('DELETE', `/v1/api-keys/${made.body.id}`)).status, 204)
})

test('an API key needs no origin, since no browser sends it along by itself', async () => {
  const { body } = await page.call('POST', '/v1/api-keys', { name: 'Program', permissions: ['api_keys.manage'] })
  const headers = { authorization: `Bearer ${body.key}`, origin: undefined, 'sec-fetch-site': undefined }
  const program = site.browser(PUBLIC)
  assert.equal((await program.call('DELETE', `/v1/api-keys/${newId('key')}`, undefined, headers)).status, 404)
})

test('a wrong key is nobody, even beside a good cookie', async () => {
  assert.equal((await page.call('GET', '/v1/me', undefined, { authorization: 'Bearer hs_wrong' })).status, 401)
})

test('a member of several workspaces says which one is meant; the first is the one they joined first', async () => {
  const second = await createWorkspace(site.context, { name: 'Second', ownerId: userId })
  const first = await page.call('GET', '/v1/me')
  assert.equal(first.body.workspace.name, 'Acme')
  assert.deepEqual(
    first.body.workspaces.map(({ name }: { name: string }) => name),
    ['Acme', 'Second', 'Installation'],
  )
  const other = await page.call('GET', '/v1/me', undefined, { 'handset-workspace': second })
  assert.deepEqual([other.body.workspace.id, other.body.role], [second, { id: 'owner', name: 'Owner' }])
})

test('a workspace of others is answered like one that does not exist', async () => {
  const theirs = await createOwner(site.context, { ...dana, email: 'eve@acme.example', workspaceName: 'Theirs' })
  const foreignOne = await page.call('GET', '/v1/me', undefined, { 'handset-workspace': theirs.workspaceId })
  const missing = await page.call('GET', '/v1/me', undefined, { 'handset-workspace': newId('ws') })
  assert.equal(foreignOne.status, 404)
  assert.deepEqual(foreignOne.body, missing.body)
  for (const odd of ['x', "'", 'ws_'])
    assert.equal((await page.call('GET', '/v1/me', undefined, { 'handset-workspace': odd })).status, 404)
})

test('somebody who belongs to no workspace is told so and reaches nothing', async () => {
  const { userId: leaver } = await createOwner(site.context, { ...dana, email: 'lee@acme.example' })
  const browser = await signedIn('lee@acme.example')
  assert.equal((await browser.call('GET', '/v1/me')).status, 200)
  await site.context.db.pool.query('delete from members where user_id = $1', [leaver])
  await site.context.db.pool.query('update auth_users set operator = false where id = $1', [leaver])
  assert.equal((await browser.call('GET', '/v1/me')).body.code, 'no_workspace')
  assert.equal((await browser.call('GET', '/v1/api-keys')).status, 401)
})

test('an operator acts in the installation, and nobody else does', async () => {
  const { userId: who } = await createOwner(site.context, { ...dana, email: 'op@acme.example' })
  const browser = await signedIn('op@acme.example')
  const asked = () => browser.call('GET', '/v1/me', undefined, { 'handset-workspace': INSTALLATION })
  const { body } = await asked()
  assert.deepEqual([body.workspace.installation, body.role.name], [true, 'Operator'])
  assert.deepEqual(body.permissions, [...PERMISSIONS])
  await site.context.db.pool.query('update auth_users set operator = false where id = $1', [who])
  assert.equal((await asked()).status, 404)
})

test('a role decides what a member may do, and an unknown role allows nothing', async () => {
  const { userId: who } = await createOwner(site.context, { ...dana, email: 'mia@acme.example' })
  const browser = await signedIn('mia@acme.example')
  for (const role of ['member', 'later', 'constructor', newId('rol')]) {
    await site.context.db.pool.query('update members set role = $1 where user_id = $2', [role, who])
    const { body } = await browser.call('GET', '/v1/me')
    assert.deepEqual([body.role.id, body.permissions], [role, []])
    assert.equal((await browser.call('GET', '/v1/api-keys')).status, 403)
  }
})

test('a role of the workspace’s own allows what was ticked, as long as it is there', async () => {
  const { userId: who, workspaceId } = await createOwner(site.context, { ...dana, email: 'ro@acme.example' })
  const browser = await signedIn('ro@acme.example')
  const role = newId('rol')
  const { pool } = site.context.db
  await pool.query('update members set role = $1 where user_id = $2', [role, who])
  await pool.query('insert into roles (workspace_id, id, name, permissions) values ($1, $2, $3, $4)', [
    workspaceId,
    role,
    'Readers',
    ['history.read', 'a.later_one'],
  ])
  const { body } = await browser.call('GET', '/v1/me')
  assert.deepEqual([body.role.name, body.permissions], ['Readers', ['history.read']])
  await pool.query('delete from roles where id = $1', [role])
  assert.deepEqual((await browser.call('GET', '/v1/me')).body.permissions, [])
})

async function signedIn(email: string): Promise<Browser> {
  const browser = site.browser(PUBLIC)
  const { status } = await browser.call('POST', '/auth/sign-in/email', { email, password: dana.password })
  assert.equal(status, 200)
  return browser
}
