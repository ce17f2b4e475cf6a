import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { INSTALLATION, newId } from '../kit/id.ts'
import type { Browser } from './testing.ts'
import { type Acme, dana, openAcme } from './testing-people.ts'

let site: Acme
let operator: Browser
let acme: string
let person: Acme['person']
let audited: Acme['audited']

before(async () => {
  site = await openAcme()
  ;({ operator, acme, person, audited } = site)
})
after(() => site.close())

const lastOf = async (workspaceId: string) => (await audited(workspaceId)).at(-1)!
const inside = (id: string) => ({ 'handset-workspace': id })

test('the operator makes a workspace, is its owner, and finds both in what a switcher needs', async () => {
  const made = await operator.call('POST', '/v1/workspaces', { name: 'Zürich & Söhne', language: 'de' })
  assert.equal(made.status, 201)
  const { id, slug, language, time_zone, suspended, sms_entitled, deletion } = made.body
  assert.deepEqual(
    { slug, language, time_zone, suspended, sms_entitled, deletion },
    {
      slug: 'zurich-sohne',
      language: 'de',
      time_zone: 'UTC',
      suspended: null,
      sms_entitled: true,
      deletion: null,
    },
  )
  const me = await operator.call('GET', '/v1/me', undefined, inside(id))
  assert.equal(me.body.role.id, 'owner')
  assert.equal(me.body.may_make_workspaces, true)
  assert.deepEqual(
    me.body.workspaces.map((one: Record<string, unknown>) => [one.slug, one.state, one.installation]),
    [
      ['acme', 'active', false],
      ['zurich-sohne', 'active', false],
      ['installation', 'active', true],
    ],
  )
  assert.deepEqual((await lastOf(id)).action, 'workspace.created')
})

test('what does not fit a workspace is said at its field, and nothing is made', async () => {
  const cases: [object, string][] = [
    [{}, '/name'],
    [{ name: '  ' }, '/name'],
    [{ name: 'x'.repeat(101) }, '/name'],
    [{ name: 'A', slug: 'acme' }, '/slug'],
    [{ name: 'A', slug: 'Not A Slug' }, '/slug'],
    [{ name: 'A', slug: '-a' }, '/slug'],
    [{ name: 'A', time_zone: 'Europe/Nowhere' }, '/time_zone'],
    [{ name: 'A', language: 'klingon' }, '/language'],
    [{ name: 'A', support_contact: 'two\nlines' }, '/support_contact'],
    [{ name: 'A', owner: 'me' }, ''],
  ]
  const count = async () => (await operator.call('GET', '/v1/me')).body.workspaces.length
  const before = await count()
  for (const [body, pointer] of cases) {
    const refused = await operator.call('POST', '/v1/workspaces', body)
    assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, pointer], JSON.stringify(body))
  }
  assert.equal(await count(), before)
})

test('others make workspaces only where the installation allows it, and each only so many', async () => {
  const { browser: mika } = await person('mika', 'member')
  const refused = await mika.call('POST', '/v1/workspaces', { name: 'Side door' })
  assert.deepEqual([refused.status, refused.body.code], [403, 'not_allowed'])
  assert.equal((await mika.call('GET', '/v1/me')).body.may_make_workspaces, false)

  const rules = { new_workspaces: 'anybody', workspaces_per_person: 2, access_contact: 'it@acme.example' }
  const changed = await operator.call('PATCH', '/v1/installation', rules)
  assert.deepEqual(
    [changed.status, changed.body.new_workspaces, changed.body.workspaces_per_person],
    [200, 'anybody', 2],
  )
  assert.deepEqual((await lastOf(INSTALLATION)).changes, {
    new_workspaces: { from: 'operator', to: 'anybody' },
    workspaces_per_person: { from: 3, to: 2 },
    access_contact: { from: null, to: 'it@acme.example' },
  })
  assert.equal((await mika.call('GET', '/v1/me')).body.may_make_workspaces, true)
  const five = await Promise.all(
    [1, 2, 3, 4, 5].map((n) => mika.call('POST', '/v1/workspaces', { name: `Of mika ${n}` })),
  )
  assert.deepEqual(five.map(({ status }) => status).sort(), [201, 201, 409, 409, 409])
  const over = five.find(({ status }) => status === 409)!
  assert.equal(over.body.code, 'too_many_workspaces')
  assert.match(over.body.detail, /2 workspaces.*Ask it@acme\.example/)
  await operator.call('PATCH', '/v1/installation', { new_workspaces: 'operator' })
})

test('somebody in no workspace is told so, and may make one where that is allowed', async () => {
  const { browser: noa } = await person('noa', null)
  const none = await noa.call('GET', '/v1/me')
  assert.deepEqual([none.status, none.body.code, none.body.may_make_workspaces], [403, 'no_workspace', false])
  assert.match(none.body.detail, /noa@acme\.example/)
  assert.equal((await noa.call('GET', '/v1/workspace')).status, 401)
  assert.equal((await noa.call('POST', '/v1/workspaces', { name: 'Mine' })).status, 403)
  await operator.call('PATCH', '/v1/installation', { new_workspaces: 'anybody' })
  assert.equal((await noa.call('GET', '/v1/me')).body.may_make_workspaces, true)
  assert.equal((await noa.call('POST', '/v1/workspaces', { name: 'Mine' })).status, 201)
  const me = await noa.call('GET', '/v1/me')
  assert.deepEqual([me.status, me.body.workspace.name, me.body.role.id], [200, 'Mine', 'owner'])
  await operator.call('PATCH', '/v1/installation', { new_workspaces: 'operator' })
})

test('a workspace is renamed by who may, its slug stays its own, and only what changed is recorded', async () => {
  const { body: north } = await operator.call('POST', '/v1/workspaces', { name: 'North' })
  const change = (body: object) => operator.call('PATCH', '/v1/workspace', body, inside(north.id))
  const wanted = { name: 'North office', slug: 'north-office', time_zone: 'Asia/Tokyo', language: 'ja' }
  const changed = await change({ ...wanted, support_contact: 'Desk, ext. 12' })
  assert.equal(changed.status, 200)
  assert.deepEqual({ ...changed.body, ...wanted }, changed.body)
  assert.equal((await audited(north.id)).length, 2)
  await change(wanted)
  assert.equal((await audited(north.id)).length, 2, 'what is so already is no change')
  await change({ support_contact: ' ' })
  assert.deepEqual((await lastOf(north.id)).changes, { support_contact: { from: 'Desk, ext. 12', to: null } })
  for (const [body, pointer] of [
    [{ slug: 'acme' }, '/slug'],
    [{ name: '' }, '/name'],
    [{ time_zone: 'Mars' }, '/time_zone'],
  ] as const) {
    const refused = await change(body)
    assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, pointer])
  }
  const { browser: auditor } = await person('auditor', 'auditor')
  assert.equal((await auditor.call('PATCH', '/v1/workspace', { name: 'Mine now' })).status, 403)
  assert.equal((await auditor.call('GET', '/v1/workspace')).body.name, 'Acme')
})

test('the installation is no workspace: it is neither renamed nor deleted', async () => {
  for (const [method, path, body] of [
    ['PATCH', '/v1/workspace', { name: 'Ours' }],
    ['DELETE', '/v1/workspace', { slug: 'installation' }],
    ['POST', '/v1/workspace/keep', undefined],
  ] as const) {
    const refused = await operator.call(method, path, body, inside(INSTALLATION))
    assert.deepEqual([refused.status, refused.body.code], [409, 'installation'], `${method} ${path}`)
  }
  const suspended = await operator.call('PATCH', `/v1/installation/workspaces/${INSTALLATION}`, {
    suspended: true,
    why: 'no',
  })
  assert.equal(suspended.status, 404)
})

test('who is in a workspace no more is told so by every request that names it', async () => {
  const { id, browser } = await person('leaver', 'member')
  assert.equal((await browser.call('GET', '/v1/me', undefined, inside(acme))).status, 200)
  const { browser: other } = await person('stays', 'member')
  const { body: own } = await operator.call('POST', '/v1/workspaces', { name: 'Elsewhere' })
  await site.context.db.signIn((tx) =>
    tx.insertInto('members').values({ workspace_id: own.id, user_id: id, role: 'member' }).execute(),
  )
  await site.context.db.tenant(acme, (tx) => tx.deleteFrom('members').where('user_id', '=', id).execute())
  for (const path of ['/v1/me', '/v1/workspace', '/v1/sms/preview']) {
    const gone = await browser.call('GET', path, undefined, inside(acme))
    const never = await browser.call('GET', path, undefined, inside(newId('ws')))
    assert.deepEqual([gone.status, gone.body], [404, never.body])
    assert.equal(gone.body.code, 'workspace_not_found')
  }
  assert.equal((await browser.call('GET', '/v1/me')).body.workspace.name, 'Elsewhere')
  assert.equal((await other.call('GET', '/v1/me')).body.workspace.name, 'Acme')
})

test('marked for deletion by its slug, kept again by who may, both recorded, and its owners are told', async () => {
  const { body: gone } = await operator.call('POST', '/v1/workspaces', { name: 'Short lived' })
  const call = (method: string, path: string, body?: object) => operator.call(method, path, body, inside(gone.id))
  const wrong = await call('DELETE', '/v1/workspace', { slug: 'acme' })
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/slug'])
  assert.equal((await call('GET', '/v1/workspace')).body.deletion, null)

  await operator.call('PATCH', '/v1/installation', { deletion_grace_days: 3 })
  const marked = await call('DELETE', '/v1/workspace', { slug: 'short-lived' })
  const days = (Date.parse(marked.body.deletion.after) - Date.now()) / 86_400_000
  assert.ok(days > 2.99 && days <= 3, `${days} days`)
  const again = await call('DELETE', '/v1/workspace', { slug: 'short-lived' })
  assert.equal(again.body.deletion.after, marked.body.deletion.after)
  const { action, changes } = await lastOf(gone.id)
  assert.deepEqual(
    [action, changes],
    ['workspace.deletion_marked', { delete_after: { from: null, to: marked.body.deletion.after } }],
  )
  const mails = await site.context.db.system((tx) =>
    tx.selectFrom('mails').select(['recipient', 'subject']).where('subject', 'like', 'Short lived%').execute(),
  )
  assert.deepEqual(mails, [{ recipient: dana.email, subject: 'Short lived is marked for deletion' }])

  const kept = await call('POST', '/v1/workspace/keep')
  assert.deepEqual([kept.status, kept.body.deletion], [200, null])
  assert.equal((await lastOf(gone.id)).action, 'workspace.kept')
  assert.equal((await call('POST', '/v1/workspace/keep')).status, 200)
  assert.equal((await audited(gone.id)).filter((entry) => entry.action === 'workspace.kept').length, 1)

  const outlasting = (await audited(INSTALLATION)).filter((entry) => entry.target === gone.id)
  assert.deepEqual(
    outlasting.map(({ action: did, changes: of }) => [did, of]),
    [
      ['workspace.deletion_marked', { ...changes, name: { from: 'Short lived', to: 'Short lived' } }],
      [
        'workspace.kept',
        {
          delete_after: { from: marked.body.deletion.after, to: null },
          name: { from: 'Short lived', to: 'Short lived' },
        },
      ],
    ],
  )

  const { browser: admin } = await person('admin', 'admin')
  for (const [method, path] of [
    ['DELETE', '/v1/workspace'],
    ['POST', '/v1/workspace/keep'],
  ] as const)
    assert.equal((await admin.call(method, path, { slug: 'acme' })).status, 403)
})
