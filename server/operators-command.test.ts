import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openScratch } from '../test/database.ts'
import type { Database } from './kit/db.ts'
import { INSTALLATION } from './kit/id.ts'
import { operatorsCommand } from './operators-command.ts'

let db: Database
before(async () => {
  db = await openScratch({ max: 1 })
  await db.pool.query(
    `insert into auth_users (id, name, email, operator)
     values ('usr_1', 'Dana', 'dana@acme.example', true), ('usr_2', 'Mika', 'mika@acme.example', false)`,
  )
})
after(() => db.close())

type Mocking = { mock: { method: typeof import('node:test').mock.method } }

async function run(t: Mocking, ...args: string[]) {
  const said: string[] = []
  for (const name of ['log', 'error'] as const) t.mock.method(console, name, (line: string) => void said.push(line))
  const config = { dataDir: '/nowhere', databaseUrl: db.connection.connectionString! }
  return { code: await operatorsCommand(args, config), said: said.join('\n') }
}

const recorded = () =>
  db.tenant(INSTALLATION, (tx) =>
    tx.selectFrom('audit_entries').select(['actor_name', 'action', 'target']).orderBy('id').execute(),
  )

test('it makes somebody an operator and takes it away again, on record, and lists them', async (t) => {
  assert.deepEqual(await run(t), { code: 0, said: 'Dana <dana@acme.example>' })
  const added = await run(t, 'add', 'Mika@acme.example')
  assert.deepEqual(added, { code: 0, said: 'Mika is an operator from their next request on.' })
  assert.equal((await run(t, 'list')).said, 'Dana <dana@acme.example>\nMika <mika@acme.example>')
  const removed = await run(t, 'remove', 'mika@acme.example')
  assert.deepEqual(removed, { code: 0, said: 'mika@acme.example is no operator any more.' })
  assert.deepEqual(
    await recorded(),
    ['added', 'removed'].map((what) => ({
      actor_name: 'Command line',
      action: `installation.operator_${what}`,
      target: 'usr_2',
    })),
  )
})

const CASES: [what: string, args: string[], code: number, words: RegExp][] = [
  ['the last operator', ['remove', 'dana@acme.example'], 1, /Dana is the only operator/],
  ['who is none', ['remove', 'mika@acme.example'], 1, /no such operator/],
  ['who is one already', ['add', 'dana@acme.example'], 1, /an operator already/],
  ['an unknown address', ['add', 'nobody@acme.example'], 1, /Nobody with this address/],
  ['nobody', ['add'], 2, /Usage/],
  ['what is no address', ['add', 'dana'], 2, /Usage/],
  ['two addresses', ['add', 'a@acme.example', 'b@acme.example'], 2, /Usage/],
  ['another word', ['make', 'mika@acme.example'], 2, /no command operators make[\s\S]*Usage/],
  ['an option', ['--force'], 2, /Usage/],
]
for (const [what, args, code, words] of CASES)
  test(`with ${what} it says so and changes nothing`, async (t) => {
    const before = await recorded()
    const done = await run(t, ...args)
    assert.equal(done.code, code)
    assert.match(done.said, words)
    assert.deepEqual(await recorded(), before)
  })
