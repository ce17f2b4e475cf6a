import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { INSTALLATION, newId } from '../kit/id.ts'
import { type Answer, type Browser, until } from './testing.ts'
import { type Acme, dana, openAcme } from './testing-people.ts'

const PATH = '/v1/installation/operators'
const inInstallation = { 'handset-workspace': INSTALLATION }

let site: Acme
let operator: Browser
before(async () => {
  site = await openAcme()
  operator = site.operator
})
after(() => site.close())

const add = (email: string, headers = {}): Promise<Answer> => operator.call('POST', PATH, { email }, headers)
const remove = (id: string, browser = operator): Promise<Answer> => browser.call('DELETE', `${PATH}/${id}`)
const list = async (query = '') => (await operator.call('GET', PATH + query)).body
const recorded = async (id: string) => (await site.audited(INSTALLATION)).filter(({ target }) => target === id)

test('somebody with an account is an operator from their next request on, and none any more from the next after', async () => {
  const { id, email, browser: mika } = await site.person('mika', 'member')
  assert.equal((await mika.call('GET', PATH)).status, 403)
  assert.equal((await mika.call('GET', '/v1/me', undefined, inInstallation)).status, 404)

  const made = await add(` ${email.toUpperCase()} `)
  assert.deepEqual([made.status, made.body], [201, { id, name: 'mika', email, you: false, last_operator: false }])
  assert.equal((await mika.call('GET', '/v1/me', undefined, inInstallation)).body.role.name, 'Operator')
  const theirs = (await mika.call('GET', PATH)).body.items
  assert.deepEqual(theirs.map((one: Record<string, unknown>) => [one.email, one.you, one.last_operator]).sort(), [
    [dana.email, false, false],
    [email, true, false],
  ])

  assert.equal((await remove(id)).status, 204)
  for (const path of [PATH, '/v1/installation', '/v1/installation/workspaces'])
    assert.equal((await mika.call('GET', path)).status, 403, path)
  assert.equal((await mika.call('GET', '/v1/me', undefined, inInstallation)).status, 404)
  assert.equal((await mika.call('GET', '/v1/me')).body.workspace.name, 'Acme')

  const change = (from: unknown, to: unknown) => ({ from, to })
  assert.deepEqual(await recorded(id), [
    {
      action: 'installation.operator_added',
      target: id,
      actor: 'Dana',
      changes: { member: change(null, 'mika'), email: change(null, email) },
    },
    {
      action: 'installation.operator_removed',
      target: id,
      actor: 'Dana',
      changes: { member: change('mika', null), email: change(email, null) },
    },
  ])
})

test('whoever only says that an address is theirs gets nothing that is given by the address', async () => {
  const { id, email } = await site.person('squatter', 'member')
  await site.context.db.signIn((tx) =>
    tx.updateTable('auth_users').set({ email_verified: false }).where('id', '=', id).execute(),
  )
  const gift = { name: 'Gift', owner_email: email }
  const answers = [await add(email), await operator.call('POST', '/v1/workspaces', gift)]
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body.errors?.[0].pointer]),
    [
      [422, '/email'],
      [422, '/owner_email'],
    ],
  )
  assert.deepEqual(await recorded(id), [])
})

test('who is no operator looks like who does not exist, and nothing changes', async () => {
  const { id } = await site.person('noa', 'owner')
  const missing = await remove(newId('usr'))
  assert.deepEqual([missing.status, missing.body.code], [404, 'not_found'])
  for (const other of [id, 'no-id', site.acme]) assert.deepEqual((await remove(other)).body, missing.body)
  assert.deepEqual(await recorded(id), [])
})

test('the last one stays, by whomever asked', async () => {
  const [{ id, ...only }] = (await list()).items
  assert.deepEqual(only, { name: 'Dana', email: dana.email, you: true, last_operator: true })
  const refused = await remove(id)
  assert.deepEqual([refused.status, refused.body.code], [409, 'last_operator'])
  assert.match(refused.body.detail, /^Dana is the only operator/)
})

test('of operators who all remove each other at the same instant some remain, and no removed one removes', async (t) => {
  t.after(() =>
    site.context.db.signIn((tx) =>
      tx.updateTable('auth_users').set({ operator: true }).where('email', '=', dana.email).execute(),
    ),
  )
  const people = await Promise.all(['lou', 'sasha', 'kim'].map((name) => site.person(name, 'member')))
  for (const { email } of people) assert.equal((await add(email)).status, 201)
  const [first] = (await list()).items.filter((one: { you: boolean }) => one.you)
  const ring = [...people, { id: first.id, browser: operator }]
  const answers = await atOnce(() => ring.map(({ browser }, i) => remove(ring[(i + 1) % ring.length]!.id, browser)))
  const left = await site.context.db.signIn((tx) =>
    tx.selectFrom('auth_users').select('id').where('operator', '=', true).execute(),
  )
  const done = answers.filter(({ status }) => status === 204).length
  assert.equal(left.length, ring.length - done)
  assert.ok(left.length > 0)
  for (const { status, text } of answers.map(({ status, body }) => ({ status, text: JSON.stringify(body) })))
    assert.ok([204, 403, 409].includes(status), text)
})

/** Lets none of them write before all are about to. */
async function atOnce(start: () => Promise<Answer>[]): Promise<Answer[]> {
  const { pool } = site.context.db
  const client = await pool.connect()
  try {
    await client.query('begin; select from auth_users where operator for no key update')
    const answers = start()
    await until('all waiting', async () => {
      const { rows } = await pool.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      )
      return rows.length === answers.length
    })
    await client.query('commit')
    return await Promise.all(answers)
  } finally {
    client.release()
  }
}

test('what cannot be is said, at its field where there is one', async () => {
  const { email } = await site.person('robin', null)
  const unfit: [object, string][] = [
    [{}, '/email'],
    [{ email: 'robin' }, '/email'],
    [{ email: 'nobody@acme.example' }, '/email'],
    [{ email, operator: true }, ''],
  ]
  for (const [body, pointer] of unfit) {
    const refused = await operator.call('POST', PATH, body)
    assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, pointer], JSON.stringify(body))
  }
  assert.equal((await add(email)).status, 201)
  const again = await add(email)
  assert.deepEqual([again.status, again.body.code], [409, 'already_operator'])
  assert.equal((await operator.call('GET', `${PATH}?after=nobody`)).status, 422)
})

test('a repeat with the same key answers as the first did', async () => {
  const { id, email } = await site.person('charlie', null)
  const [first, second] = await Promise.all([1, 2].map(() => add(email, { 'idempotency-key': 'make charlie' })))
  assert.deepEqual([first!.status, second!.body], [201, first!.body])
  assert.equal((await recorded(id)).length, 1)
  const other = await add(dana.email, { 'idempotency-key': 'make charlie' })
  assert.equal(other.body.code, 'idempotency_key_reused')
})

test('they are listed in pages', async () => {
  const all = (await list()).items
  const seen: unknown[] = []
  for (let after = ''; ; ) {
    const page = await list(`?limit=1${after}`)
    seen.push(...page.items)
    if (!page.next) break
    after = `&after=${page.next}`
  }
  assert.ok(all.length > 2)
  assert.deepEqual(seen, all)
})
