import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { INSTALLATION, newId } from '../kit/id.ts'
import { createOwner } from './setup.ts'
import { type Browser, openSite, type Site } from './testing.ts'

const dana = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse', workspaceName: 'Acme' }
const MANY = 10_000

let site: Site
let operator: Browser
let acme: string

before(async () => {
  site = await openSite()
  acme = (await createOwner(site.context, dana)).workspaceId
  operator = site.browser()
  await operator.call('POST', '/auth/sign-in/email', { email: dana.email, password: dana.password })
})
after(() => site.close())

const list = async (query = '') => (await operator.call('GET', `/v1/installation/workspaces${query}`)).body
const patch = (id: string, body: object) => operator.call('PATCH', `/v1/installation/workspaces/${id}`, body)
const slugs = (page: { items: { slug: string }[] }) => page.items.map(({ slug }) => slug)

async function lastOf(workspaceId: string) {
  return site.context.db.tenant(workspaceId, (tx) =>
    tx
      .selectFrom('audit_entries')
      .select(['action', 'target', 'changes', 'actor_name'])
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow(),
  )
}

test('the operator sees every workspace with its owner and its use, and nothing of the installation’s own', async () => {
  const { items, next } = await list()
  assert.equal(next, null)
  const [{ created_at, ...only }] = items
  assert.ok(Date.parse(created_at))
  assert.deepEqual(only, {
    id: acme,
    name: 'Acme',
    slug: 'acme',
    support_contact: null,
    state: 'active',
    suspended: null,
    sms_entitled: true,
    deletion: null,
    owner: { name: 'Dana', email: 'dana@acme.example' },
    members: 1,
    connection: 'inherited',
    daily_cap: { kind: 'default' },
    texts_30_days: 0,
    segments_30_days: 0,
    spent_30_days_micros: 0,
  })
})

test('what it sent and what that cost is added up for thirty days', async () => {
  const { db } = site.context
  await db.system(async (tx) => {
    for (const [daysAgo, segments] of [
      [1, 1200],
      [29, 30],
      [40, 7],
    ])
      await tx.rows(
        '',
        `insert into spend_days (workspace_id, day, committed_micros, segments) values ($1, current_date - $2::int, $3::int * 10, $3)`,
        [acme, daysAgo, segments],
      )
  })
  const [item] = (await list()).items
  assert.deepEqual([item.segments_30_days, item.spent_30_days_micros], [1230, 12_300])
})

test('suspending needs a reason that the workspace reads, and both logs and the owners know of it', async () => {
  for (const body of [{ suspended: true }, { suspended: true, why: ' ' }, { why: 'Just so' }]) {
    const refused = await patch(acme, body)
    assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, '/why'], JSON.stringify(body))
  }
  await operator.call('PATCH', '/v1/installation', { access_contact: 'it@acme.example' })
  const why = 'Complaints from a carrier'
  const suspended = await patch(acme, { suspended: true, why })
  assert.deepEqual([suspended.status, suspended.body.state, suspended.body.suspended.why], [200, 'suspended', why])
  const seen = await operator.call('GET', '/v1/workspace')
  assert.deepEqual([seen.body.suspended.why, seen.body.access_contact], [why, 'it@acme.example'])
  const entry = {
    action: 'workspace.suspended',
    target: acme,
    changes: { suspended: { from: false, to: true }, why: { from: null, to: why } },
    actor_name: 'Dana',
  }
  assert.deepEqual(await lastOf(acme), entry)
  // Where there are many, it is told which.
  const named = { name: { from: 'Acme', to: 'Acme' }, ...entry.changes }
  assert.deepEqual(await lastOf(INSTALLATION), { ...entry, changes: named })

  await patch(acme, { why: 'Still complaints' })
  assert.equal((await lastOf(acme)).action, 'workspace.suspension_changed')
  const again = await patch(acme, { suspended: false })
  assert.deepEqual([again.body.state, again.body.suspended], ['active', null])
  assert.equal((await lastOf(INSTALLATION)).action, 'workspace.reactivated')
  const mails = await site.context.db.system((tx) => tx.selectFrom('mails').select('subject').orderBy('id').execute())
  assert.deepEqual(
    mails.map(({ subject }) => subject),
    ['Acme is suspended', 'Acme may send again'],
  )
})

test('a workspace that may not use SMS says whom to ask', async () => {
  assert.equal((await patch(acme, { sms_entitled: false })).body.state, 'not_entitled')
  const { body } = await operator.call('GET', '/v1/workspace')
  assert.deepEqual([body.sms_entitled, body.access_contact], [false, 'it@acme.example'])
  assert.deepEqual((await lastOf(acme)).changes, { sms_entitled: { from: true, to: false } })
  await patch(acme, { sms_entitled: true })
  const before = await lastOf(INSTALLATION)
  await patch(acme, { sms_entitled: true })
  assert.deepEqual(await lastOf(INSTALLATION), before, 'what is so already is no change')
})

test('what is no workspace is not found', async () => {
  for (const id of [newId('ws'), 'ws_1', INSTALLATION, "x' or true"])
    assert.equal((await patch(encodeURIComponent(id), { sms_entitled: false })).status, 404, id)
})

test('only the operator may look or change', async () => {
  const id = newId('usr')
  await site.context.db.pool.query('update auth_users set operator = false')
  for (const [method, path, body] of [
    ['GET', '/v1/installation/workspaces', undefined],
    ['PATCH', `/v1/installation/workspaces/${acme}`, { sms_entitled: false }],
  ] as const) {
    assert.equal((await operator.call(method, path, body)).status, 403, id)
    assert.equal((await site.browser().call(method, path, body)).status, 401)
  }
  await site.context.db.pool.query('update auth_users set operator = true')
})

test('of ten thousand, a page takes no longer than of a few, and all are found once', async () => {
  const few = await quickest('?limit=20')
  await site.context.db.pool.query(`alter table workspaces no force row level security`)
  await site.context.db.pool.query(
    `insert into workspaces (workspace_id, name, slug, suspended_at, sms_entitled)
     select 'ws_' || lpad(n::text, 26, '0'), 'Branch ' || n, 'branch-' || n, case when n % 100 = 0 then now() end, n % 50 <> 1
     from generate_series(1, $1) n`,
    [MANY],
  )
  await site.context.db.pool.query('alter table workspaces force row level security')
  await site.context.db.pool.query('analyze workspaces')
  const many = await quickest('?limit=20')
  assert.ok(many < few * 3 + 20, `${few} ms before, ${many} ms now`)
  const searching = await quickest('?limit=20&search=branch-99')
  const filtering = await quickest('?limit=20&state=suspended')
  const missing = await quickest('?limit=20&search=nowhere')
  assert.ok(Math.max(searching, filtering, missing) < 250, `${searching}, ${filtering}, ${missing} ms`)

  const seen: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: { items: { slug: string }[]; next: string | null } = await list(
      `?limit=200&state=suspended${after && `&after=${after}`}`,
    )
    seen.push(...slugs(page))
    after = page.next
  }
  assert.deepEqual([seen.length, new Set(seen).size], [MANY / 100, MANY / 100])
  assert.deepEqual(slugs(await list('?search=BRANCH%204242')), ['branch-4242'])
  assert.deepEqual(slugs(await list('?search=branch-4242')), ['branch-4242'])
  assert.deepEqual(slugs(await list('?search=%25')), [], 'a percent sign stands for itself')
  assert.equal((await list('?search=branch-1&state=not_entitled&limit=5')).items[0].state, 'not_entitled')
  assert.equal((await operator.call('GET', '/v1/installation/workspaces?state=gone')).status, 422)
})

async function quickest(query: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < 6; n++) {
    const startMs = performance.now()
    await list(query)
    least = Math.min(least, performance.now() - startMs)
  }
  return least
}

test('the operator sets what a workspace may use a day of the installation’s connection, and takes it back', async () => {
  const { body } = await patch(acme, { daily_cap: { kind: 'amount', micros: 50_000_000 } })
  assert.deepEqual(body.daily_cap, { kind: 'amount', micros: 50_000_000 })
  const { action, changes } = await lastOf(acme)
  assert.equal(action, 'workspace.operator_cap_changed')
  assert.deepEqual(changes, { operator_cap: { from: 'what holds for all', to: '$50.00' } })
  assert.equal((await lastOf(INSTALLATION)).action, action)
  assert.deepEqual((await patch(acme, { daily_cap: { kind: 'none' } })).body.daily_cap, { kind: 'none' })
  assert.deepEqual((await patch(acme, { daily_cap: { kind: 'default' } })).body.daily_cap, { kind: 'default' })
  for (const daily_cap of [{ kind: 'amount' }, { kind: 'amount', micros: -1 }, { kind: 'none', micros: 1 }, null])
    assert.equal((await patch(acme, { daily_cap })).status, 422)
  assert.deepEqual((await list()).items[0].daily_cap, { kind: 'default' })
})
