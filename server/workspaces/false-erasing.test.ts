import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { scratchDatabase } from '../../test/database.ts'
import { openChaining } from '../audit/chain.ts'
import { record, type Someone, someoneIn } from '../audit/testing.ts'
import { type Database, openDatabase, type Tx } from '../kit/db.ts'
import { eraseTurn } from './erase.ts'

// What somebody could try who has the rights of the server's roles, and not those of the database's owner.

let db: Database
let drop: () => Promise<void>
let someone: Someone
before(async () => {
  const scratch = await scratchDatabase()
  db = openDatabase(scratch.connection, { max: 2 })
  drop = scratch.drop
})
beforeEach(async () => {
  someone = await someoneIn(db)
  await record(db, someone, [{}, {}, {}])
  const turn = openChaining({ db })
  while (await turn());
})
after(async () => {
  await db.close()
  await drop()
})

type As = (work: (tx: Tx) => Promise<unknown>) => Promise<unknown>

const mark = (as: As, set: string) =>
  as((tx) => tx.rows('', `update workspaces set ${set} where workspace_id = $1`, [someone.workspaceId]))
const entries = async () => {
  const [row] = await db.system((tx) =>
    tx.rows<{ count: number }>('', 'select count(*)::int from audit_entries where workspace_id = $1', [
      someone.workspaceId,
    ]),
  )
  return row!.count
}
const cutOff = () =>
  db.erase(someone.workspaceId, (tx) =>
    tx.rows('', 'delete from audit_entries where workspace_id = $1', [someone.workspaceId]),
  )

test('no deleting begins before the days of grace are over, and no entry of the audit log goes', async () => {
  for (const set of ['now()', "'infinity'", "'2020-01-01'"])
    await assert.rejects(mark(db.system, `erasing_since = ${set}`), { constraint: 'workspaces_erasing_in_time' }, set)
  await mark(db.signIn, `delete_after = now() + interval '9 days'`)
  for (const set of ['now()', "'infinity'", "'2020-01-01'"])
    await assert.rejects(mark(db.system, `erasing_since = ${set}`), { constraint: 'workspaces_erasing_in_time' }, set)
  await cutOff()
  assert.equal(await entries(), 3)
})

test('what has begun to be deleted goes altogether: neither role brings it back', async () => {
  await mark(db.signIn, 'delete_after = now()')
  await assert.rejects(mark(db.system, `erasing_since = 'infinity'`), { constraint: 'workspaces_erasing_in_time' })
  await eraseTurn({ db })
  const back: [As, string][] = [
    [db.system, 'erasing_since = null'],
    [db.signIn, 'delete_after = null'],
    [db.signIn, `delete_after = now() + interval '9 days'`],
  ]
  for (const [as, set] of back) await assert.rejects(mark(as, set), { constraint: 'workspaces_erasing_goes_on' }, set)
})

test('until deleting begins a workspace that was marked can be kept', async () => {
  await mark(db.signIn, 'delete_after = now()')
  await mark(db.signIn, 'delete_after = null')
  await eraseTurn({ db })
  assert.equal(await entries(), 3)
})
