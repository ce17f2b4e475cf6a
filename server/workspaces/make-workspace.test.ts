import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { INSTALLATION } from '../kit/id.ts'
import type { Answer, Browser } from './testing.ts'
import { type Acme, dana, openAcme } from './testing-people.ts'

let site: Acme
before(async () => {
  site = await openAcme()
  const rules = { new_workspaces: 'anybody', workspaces_per_person: 2 }
  assert.equal((await site.operator.call('PATCH', '/v1/installation', rules)).status, 200)
})
after(() => site.close())

const make = (browser: Browser, key: string, body: object): Promise<Answer> =>
  browser.call('POST', '/v1/workspaces', body, { 'idempotency-key': key })

const namesOf = async (browser: Browser) =>
  (await browser.call('GET', '/v1/me')).body.workspaces.map(({ name }: { name: string }) => name)

test('repeats of one request that come at once make one workspace, and answer alike', async () => {
  const { browser } = await site.person('kim', null)
  const answers = await Promise.all([1, 2, 3].map(() => make(browser, 'order 1', { name: 'Once' })))
  for (const { status, body } of answers) assert.deepEqual([status, body], [201, answers[0]!.body])
  const later = await make(browser, 'order 1', { name: 'Once' })
  assert.deepEqual(later.body, answers[0]!.body)
  assert.deepEqual(await namesOf(browser), ['Once'])
  assert.deepEqual(
    (await site.audited(later.body.id)).map(({ action }) => action),
    ['workspace.created'],
  )
})

test('a key that was used for another workspace is refused, and makes none', async () => {
  const { browser } = await site.person('robin', null)
  assert.equal((await make(browser, 'order 1', { name: 'First' })).status, 201)
  const other = await make(browser, 'order 1', { name: 'Second' })
  assert.deepEqual(
    [other.status, other.body.code, other.body.errors[0].pointer],
    [422, 'idempotency_key_reused', '/idempotency-key'],
  )
  assert.deepEqual(await namesOf(browser), ['First'])
})

test('what another person chose for a key is no matter', async () => {
  const [lou, sasha] = [await site.person('lou', null), await site.person('sasha', null)]
  const [his, hers] = [
    await make(lou.browser, 'same', { name: 'Ours' }),
    await make(sasha.browser, 'same', { name: 'Ours' }),
  ]
  assert.deepEqual([his.status, hers.status], [201, 201])
  assert.notEqual(his.body.id, hers.body.id)
})

test('a repeat answers as the first did when no more may be made, and a refusal may be tried again', async () => {
  const { browser } = await site.person('charlie', null)
  const [first] = [await make(browser, 'one', { name: 'One' }), await make(browser, 'two', { name: 'Two' })]
  const refused = await make(browser, 'three', { name: 'Three' })
  assert.deepEqual([refused.status, refused.body.code], [409, 'too_many_workspaces'])
  assert.deepEqual((await make(browser, 'one', { name: 'One' })).body, first.body)
  await site.operator.call('PATCH', '/v1/installation', { workspaces_per_person: 3 })
  assert.equal((await make(browser, 'three', { name: 'Three' })).status, 201)
})

test('the operator makes a workspace for somebody who has an account, and is no member of it', async () => {
  const { browser, email } = await site.person('robin.owner', null)
  const { status, body } = await make(site.operator, 'for robin', {
    name: 'Robin Ltd',
    owner_email: email.toUpperCase(),
  })
  assert.equal(status, 201)
  const me = (await browser.call('GET', '/v1/me')).body
  assert.deepEqual([me.workspace.id, me.role.id], [body.id, 'owner'])
  assert.ok(!(await namesOf(site.operator)).includes('Robin Ltd'))
  const created = {
    action: 'workspace.created',
    target: body.id,
    actor: 'Dana',
    changes: { name: { from: null, to: 'Robin Ltd' }, owner: { from: null, to: 'robin.owner' } },
  }
  assert.deepEqual(await site.audited(body.id), [created])
  assert.deepEqual((await site.audited(INSTALLATION)).at(-1), created)
  const mails = await site.context.db.system((tx) =>
    tx.selectFrom('mails').select(['recipient', 'subject']).where('recipient', '=', email).execute(),
  )
  assert.deepEqual(mails, [{ recipient: email, subject: 'Robin Ltd is yours' }])
  // It was not them who made it, so it is not counted as theirs.
  for (const key of ['own 1', 'own 2']) assert.equal((await make(browser, key, { name: 'Own' })).status, 201)
})

test('nobody else makes one for somebody else, and nobody is owner without an account', async () => {
  const { browser, email } = await site.person('noa', null)
  for (const [by, owner_email] of [
    [browser, dana.email],
    [browser, email],
    [site.operator, 'nobody@acme.example'],
    [site.operator, 'nobody'],
  ] as const) {
    const refused = await by.call('POST', '/v1/workspaces', { name: 'Gift', owner_email })
    assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, '/owner_email'], owner_email)
  }
  assert.ok(!(await namesOf(site.operator)).includes('Gift'))
})
