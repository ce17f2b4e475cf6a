import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Database } from '../server/kit/db.ts'
import { newId } from '../server/kit/id.ts'
import { openScratch } from './database.ts'

let db: Database
before(async () => {
  db = await openScratch({ max: 4 })
})
after(() => db.close())

describe('one pool for all workspaces', () => {
  const WORKSPACES = 50
  const workspaces = Array.from({ length: WORKSPACES }, () => newId('ws'))
  before(() =>
    db.signIn(async (tx) => {
      for (const id of workspaces)
        await tx
          .insertInto('workspaces')
          .values({ workspace_id: id, name: `Named ${id}`, slug: id })
          .execute()
    }),
  )

  /** As different as requests are: built and prepared statements, writing, failing here and failing there. */
  const WORK: ((id: string) => Promise<string[]>)[] = [
    (id) =>
      db.tenant(id, async (tx) => (await tx.selectFrom('workspaces').select('name').execute()).map((row) => row.name)),
    (id) =>
      db.tenant(id, async (tx) => {
        const [first, second] = await Promise.all([
          tx.rows<{ name: string }>('mix_names', 'select name from workspaces', []),
          tx.rows<{ name: string }>('mix_slept', 'select name from workspaces, pg_sleep(0.0005)', []),
        ])
        return [...first, ...second].map((row) => row.name)
      }),
    (id) =>
      db.tenant(id, async (tx) => {
        const rows = await tx.rowsAndCommit<{ name: string }>(
          'mix_write',
          'update workspaces set time_zone = time_zone returning name',
          [],
        )
        return rows.map((row) => row.name)
      }),
    (id) =>
      db
        .tenant(id, async (tx) => {
          await tx.updateTable('workspaces').set({ name: 'Lost' }).execute()
          throw new Error('halfway')
        })
        .catch((error: Error) => [error.message]),
    (id) =>
      db
        .tenant(id, (tx) => tx.rows('mix_fails', 'select 1 / (length($1) - length($1))', [id]))
        .then(String, (error: Error) => [error.message]) as Promise<string[]>,
    (id) =>
      db
        .tenant(id, (tx) =>
          tx
            .updateTable('workspaces')
            .set({ workspace_id: newId('ws') })
            .execute(),
        )
        .then(String, () => ['refused']) as Promise<string[]>,
  ]
  const mayBeSeenBy = (id: string) => [`Named ${id}`, 'halfway', 'division by zero', 'refused']

  test('of 10,000 requests of 50 workspaces over 4 connections none sees a row of another', async () => {
    let seen = 0
    const mixed: string[] = []
    const one = async (i: number) => {
      const id = workspaces[i % WORKSPACES]!
      // Shifted with each round, so that every workspace does everything.
      const names = await WORK[((i % WORKSPACES) + Math.floor(i / WORKSPACES)) % WORK.length]!(id)
      seen += names.length
      for (const name of names) if (!mayBeSeenBy(id).includes(name)) mixed.push(`${id} saw ${name}`)
    }
    await Promise.all(Array.from({ length: 10_000 }, (_, i) => one(i)))
    assert.deepEqual(mixed, [])
    assert.ok(seen > 10_000, `only ${seen} rows were seen`)
    const names = await catalogAs('handset_sign_in', 'select name from workspaces')
    assert.equal(names.filter((row) => row.name === 'Lost').length, 0)
  })

  test('a connection that goes back remembers neither role nor workspace', async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => db.pool.connect()))
    const remembered = await Promise.all(
      clients.map((client) =>
        client
          .query(
            `select current_user = session_user as itself, coalesce(current_setting('handset.workspace', true), '') as workspace`,
          )
          .finally(() => client.release()),
      ),
    )
    for (const { rows } of remembered) assert.deepEqual(rows, [{ itself: true, workspace: '' }])
  })

  test('who says no workspace sees nothing', async () => {
    for (const workspace of ['', '*', '%']) {
      const rows = await catalogAs('handset_tenant', 'select name from workspaces', workspace)
      assert.deepEqual(rows, [])
    }
    for (const text of ['', 'ws_1', `ws_${'a'.repeat(26)}'; set role postgres; --`, 'WS_01'])
      await assert.rejects(async () => db.tenant(text, async () => 'in'), { message: 'not a workspace id' })
  })
})

async function catalogAs(role: string, text: string, workspace = ''): Promise<{ name: string }[]> {
  const client = await db.pool.connect()
  try {
    await client.query(`begin; set local role ${role}; set local handset.workspace = '${workspace}'`)
    return (await client.query<{ name: string }>(text)).rows
  } finally {
    await client.query('rollback')
    client.release()
  }
}
