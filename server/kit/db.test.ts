import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../test/app.ts'
import { type ScratchDatabase, scratchDatabase } from '../../test/database.ts'
import { type Database, isRefusedValue, openDatabase } from './db.ts'
import { newId } from './id.ts'

let scratch: ScratchDatabase
let db: Database
const workspaceId = newId('ws')
before(async () => {
  scratch = await scratchDatabase()
  db = openDatabase(scratch.connection, { max: 2 })
  await db.signIn((tx) =>
    tx.insertInto('workspaces').values({ workspace_id: workspaceId, name: 'Acme', slug: workspaceId }).execute(),
  )
})
after(async () => {
  await db.close()
  await scratch.drop()
})

const rename = (name: string): [string, string[]] => ['update workspaces set name = $1', [name]]
const nameNow = () =>
  db.tenant(workspaceId, (tx) => tx.selectFrom('workspaces').select('name').executeTakeFirstOrThrow())

test('money comes back as a number and a day as its name', async () => {
  const [row] = await db.system((tx) =>
    tx.rows('kinds', `select 8300::bigint as micros, '2026-03-12'::date as day, now() as at`, []),
  )
  const { micros, day, at } = row as { micros: number; day: string; at: Date }
  assert.deepEqual([micros, day, at instanceof Date], [8300, '2026-03-12', true])
})

test('work that throws after it wrote leaves nothing, and the error is its own', async () => {
  const failure = new Error('halfway')
  await assert.rejects(
    db.tenant(workspaceId, async (tx) => {
      await tx.rows('rename', ...rename('Lost'))
      throw failure
    }),
    (error) => error === failure,
  )
  assert.equal((await nameNow()).name, 'Acme')
})

test('statements sent together run in their order', async () => {
  const names = await db.tenant(workspaceId, async (tx) => {
    const steps = await Promise.all([
      tx.rows('rename', ...rename('First')),
      tx.rows<{ name: string }>('name', 'select name from workspaces', []),
      tx.rows('rename', ...rename('Acme')),
      tx.rows<{ name: string }>('name', 'select name from workspaces', []),
    ])
    return [steps[1][0]!.name, steps[3][0]!.name]
  })
  assert.deepEqual(names, ['First', 'Acme'])
})

test('a commit that travels with the last statement stands, and one that cannot be made is an error', async () => {
  await db.tenant(workspaceId, (tx) => tx.rowsAndCommit('rename', ...rename('Committed')))
  assert.equal((await nameNow()).name, 'Committed')
  await assert.rejects(db.tenant(workspaceId, (tx) => tx.rowsAndCommit('too_long', ...rename('x'.repeat(101)))))
  assert.equal((await nameNow()).name, 'Committed')
})

test('an error of the database says what rule was broken, and none of the values', async () => {
  const secret = 'a person’s number'
  const insert = () => db.tenant(workspaceId, (tx) => tx.rows('rename', ...rename(secret.repeat(10))))
  await assert.rejects(insert, (error: Error) => {
    assert.equal('constraint' in error && error.constraint, 'workspaces_name_check')
    assert.equal(JSON.stringify({ ...error, message: error.message }).includes(secret), false)
    return isRefusedValue(error)
  })
})

/** What the database may have against a statement, and whether it is about the values. */
const FAULTS: [string, unknown[], boolean][] = [
  ['select $1::int', ['many'], true],
  ['select 1 / $1::int', [0], true],
  [`select $1::text`, ['\u0000'], true],
  ['select from nowhere', [], false],
  ['insert into prices (country, micros_per_segment) values ($1, 1)', ['XX'], false],
]
for (const [text, values, refused] of FAULTS) {
  test(`${JSON.stringify([text, ...values])} ${refused ? 'is refused for its values' : 'fails for another reason'}`, async () => {
    const error = await db
      .tenant(workspaceId, (tx) => tx.rows('', text, values))
      .then(
        () => assert.fail('it did not fail'),
        (one) => one,
      )
    assert.equal(isRefusedValue(error), refused)
  })
}

test('connections are given back after a failure, and replaced after their end, also when it comes between statements', async () => {
  for (let i = 0; i < 10; i++) {
    await assert.rejects(
      db.tenant(workspaceId, (tx) => tx.rows('', 'select from nowhere', [])),
      /does not exist/,
    )
    const cut = db.tenant(workspaceId, async (tx) => {
      const [row] = await tx.rows<{ pid: number }>('', 'select pg_backend_pid() as pid', [])
      await db.pool.query('select pg_terminate_backend($1)', [row!.pid])
      await until('the end', async () => (await backend(row!.pid)) === 0)
      await tx.rows('', 'select 1', [])
    })
    await assert.rejects(cut, /terminat|connection|EPIPE/i)
  }
  assert.equal((await nameNow()).name, 'Committed')
})

const backend = async (pid: number) =>
  (await db.pool.query('select from pg_stat_activity where pid = $1', [pid])).rowCount
