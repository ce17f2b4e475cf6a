import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ScratchDatabase, scratchDatabase } from '../test/database.ts'
import { openDatabase } from './kit/db.ts'
import { INSTALLATION } from './kit/id.ts'
import { passwordCommand } from './password-command.ts'

let scratch: ScratchDatabase
before(async () => {
  scratch = await scratchDatabase()
  const db = openDatabase(scratch.connection, { max: 1 })
  await db.pool.query(`insert into auth_users (id, name, email) values ('usr_1', 'Dana', 'dana@acme.example')`)
  await db.close()
})
after(() => scratch.drop())

const run = async (args: string[], t: { mock: { method: typeof import('node:test').mock.method } }) => {
  const said: string[] = []
  for (const name of ['log', 'error'] as const) t.mock.method(console, name, (line: string) => void said.push(line))
  const config = { dataDir: '/nowhere', databaseUrl: scratch.connection.connectionString!, publicUrl: null, port: 4000 }
  return { code: await passwordCommand(args, config), said: said.join('\n') }
}

test('it prints a link to a page of this installation', async (t) => {
  const { code, said } = await run(['Dana@acme.example'], t)
  assert.equal(code, 0)
  assert.match(said, /^Whoever opens this within 60 minutes .*\nhttp:\/\/127\.0\.0\.1:4000\/new-password#\w{40}$/)
})

test('the link stands in the installation’s log, and what opens it does not', async (t) => {
  const db = openDatabase(scratch.connection, { max: 1 })
  const entries = () =>
    db.tenant(INSTALLATION, (tx) => tx.selectFrom('audit_entries').selectAll().orderBy('id', 'desc').execute())
  try {
    const before = await entries()
    const { said } = await run(['dana@acme.example'], t)
    const [entry, ...others] = await entries()
    assert.equal(others.length, before.length)
    const { actor_kind, actor_name, action, target, changes } = entry!
    assert.deepEqual([actor_kind, actor_name], ['system', 'Command line'])
    assert.deepEqual(
      [action, target, changes],
      ['member.password_link_made', 'usr_1', { member: { from: null, to: 'Dana' } }],
    )
    assert.ok(!JSON.stringify(entry).includes(/#(\w{40})$/.exec(said)![1]!))
    await run(['nobody@acme.example'], t)
    assert.equal((await entries()).length, before.length + 1)
  } finally {
    await db.close()
  }
})

const CASES: [what: string, args: string[], code: number, words: RegExp][] = [
  ['an unknown address', ['nobody@acme.example'], 1, /Nobody has the address/],
  ['nothing', [], 2, /Usage/],
  ['what is no address', ['dana'], 2, /Usage/],
  ['two addresses', ['a@acme.example', 'b@acme.example'], 2, /Usage/],
  ['an option', ['--force'], 2, /Usage/],
]
for (const [what, args, code, words] of CASES)
  test(`with ${what} it says so`, async (t) => {
    const done = await run(args, t)
    assert.equal(done.code, code)
    assert.match(done.said, words)
  })
