import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type Permission, ROLES } from '../../shared/permissions.ts'
import { createApiKey } from '../workspaces/api-keys.ts'
import { createOwner } from '../workspaces/setup.ts'
import { type Answer, actorIn, type Browser, until } from '../workspaces/testing.ts'
import { callersOf } from '../workspaces/testing-keys.ts'
import { DANA, openSsoSite, type SsoSite } from './testing.ts'

let site: SsoSite
type Asking = (method: string, path: string, body?: unknown) => Promise<Answer>

/** Programs, whose keys go on when sessions by a password end. This one manages members and may do nothing else. */
let manager: Asking
let admin: Asking
before(async () => {
  site = await openSsoSite()
  await member('admin', 'admin')
  admin = await program(ROLES.admin.permissions)
  manager = await program(['members.manage'])
})
after(() => site?.close())
beforeEach(() => saved({ role: 'member', required: false }))

const query = async (text: string, values: unknown[] = []) => (await site.context.db.pool.query(text, values)).rows
const here = () => ({ 'handset-workspace': site.workspaceId })
const at =
  (browser: Browser): Asking =>
  (method, path, body) =>
    browser.call(method, path, body, here())
const save = (by: Asking, changes: Record<string, unknown>) => by('PUT', '/v1/sso', { ...site.settings, ...changes })
const shown = async () => (await at(site.operator)('GET', '/v1/sso')).body

async function saved(changes: Record<string, unknown>): Promise<void> {
  const { status, body } = await save(at(site.operator), changes)
  assert.equal(status, 200, JSON.stringify(body))
}

async function program(permissions: readonly Permission[]): Promise<Asking> {
  const maker = actorIn(site.workspaceId, permissions)
  const { key } = await createApiKey(site.context, maker, { name: 'Program', permissions: [...permissions] })
  const [, withKey] = callersOf(site)
  return (method, path, body) => withKey(key, method, path, body)
}

async function member(name: string, role: string): Promise<Browser> {
  const person = { ...DANA, name, email: `${name}@acme.example`, workspaceName: `Of ${name}` }
  const { userId } = await createOwner(site.context, person)
  await query('update auth_users set operator = false where id = $1', [userId])
  await query('insert into members (workspace_id, user_id, role) values ($1, $2, $3)', [site.workspaceId, userId, role])
  return site.signedIn(person.email)
}

const REFUSED: [what: string, as: Record<string, unknown>, by: Record<string, unknown>, pointer: string | undefined][] =
  [
    ['other settings where they give a role that holds more', { role: 'admin' }, { role: 'member' }, undefined],
    ['the same settings where they give a role that holds more', { role: 'admin' }, {}, '/role'],
    ['that everybody must use it, those who hold more included', {}, { required: true }, '/required'],
    ['that nobody must use it any more', { required: true }, { required: false }, '/required'],
    [
      'another domain where everybody must use it',
      { required: true },
      { required: true, domains: ['b.example'] },
      '/required',
    ],
  ]
for (const [what, as, by, pointer] of REFUSED)
  test(`somebody who may only manage members does not save ${what}`, async () => {
    await saved(as)
    const before = await shown()
    const { status, body } = await save(manager, { ...as, ...by })
    assert.deepEqual([status, body.errors?.[0].pointer], [pointer ? 422 : 403, pointer], JSON.stringify(body))
    assert.deepEqual(await shown(), before)
  })

for (const [what, as] of [
  ['gives a role that holds more', { role: 'admin' }],
  ['those who hold more must use', { required: true }],
] as const)
  test(`somebody who may only manage members does not do without single sign-on that ${what}`, async () => {
    await saved(as)
    const before = await shown()
    const { status, body } = await manager('DELETE', '/v1/sso')
    assert.deepEqual([status, body.code], [403, 'holds_more'])
    assert.match(body.detail, /sms\.configure/)
    assert.deepEqual(await shown(), before)
  })

test('somebody who may only manage members saves what gives and demands no more', async () => {
  const { status, body } = await save(manager, { accept_unsaid: true })
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal((await save(manager, { accept_unsaid: false })).status, 200)
})

test('an admin, who holds as much as all but the owners, demands it and does without it', async () => {
  const { status, body } = await save(admin, { role: 'admin', required: true })
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal((await admin('DELETE', '/v1/sso')).status, 204)
})

test('whoever is no member any more by the time the provider has answered saves nothing', async () => {
  const leaver = at(await member('leaver', 'admin'))
  const before = await shown()
  const [{ id }] = (await query(`select id from auth_users where email = 'leaver@acme.example'`)) as [{ id: string }]
  const { db } = site.context
  const answer = await db.tenant(site.workspaceId, async (tx) => {
    await tx.rows('', 'insert into member_turns (workspace_id) values ($1) on conflict do nothing', [site.workspaceId])
    await tx.rows('', 'update member_turns set invited = invited', [])
    await tx.rows('', 'delete from members where user_id = $1', [id])
    const waiting = save(leaver, { role: 'auditor' })
    await until('it waits for its turn', async () => {
      const text = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return (await query(text)).length > 0
    })
    return { waiting }
  })
  assert.equal((await answer.waiting).status, 403)
  assert.deepEqual(await shown(), before)
})
