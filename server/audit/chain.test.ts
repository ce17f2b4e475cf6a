import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { until } from '../../test/app.ts'
import { openScratch } from '../../test/database.ts'
import type { Database } from '../kit/db.ts'
import { openChaining } from './chain.ts'
import { recordChange } from './record.ts'
import { record, type Someone, someoneIn } from './testing.ts'
import { verifyWorkspace } from './verify.ts'

let db: Database
before(async () => {
  db = await openScratch()
})
after(() => db.close())

const change = { action: 'sms_settings.changed', target: 'sms_settings' } as const

test('entries are numbered from one in each workspace, and each is chained once', async () => {
  const [here, there] = [await someoneIn(db), await someoneIn(db)]
  await record(db, here, [{ target: 'a' }, { target: 'b' }])
  await record(db, there, [{ target: 'c' }])
  await chainAll()
  await record(db, here, [{ target: 'd' }])
  await chainAll()
  assert.deepEqual(await targetsInChain(here), ['1 a', '2 b', '3 d'])
  assert.deepEqual(await targetsInChain(there), ['1 c'])
})

test('an entry that is committed after a younger one is chained after it, and the log is sound', async () => {
  const actor = await someoneIn(db)
  await db.tenant(actor.workspaceId, async (tx) => {
    await recordChange(tx, actor, { ...change, target: 'began first' })
    await record(db, actor, [{ target: 'committed first' }])
    await chainAll()
  })
  await chainAll()
  assert.deepEqual(await targetsInChain(actor), ['1 committed first', '2 began first'])
  assert.deepEqual((await verifyWorkspace(db, actor.workspaceId, [])).findings, [])
})

test('what a turn did not finish is done by the next, as if nothing had happened', async () => {
  const actor = await someoneIn(db)
  await record(db, actor, [{ target: 'a' }, { target: 'b' }])
  const killed = { ...db, system: <T>(work: Parameters<typeof db.system<T>>[0]) => db.system(thenDie(work)) }
  await assert.rejects(openChaining({ db: killed })(), /killed/)
  assert.deepEqual(await targetsInChain(actor), [])
  await chainAll()
  assert.deepEqual(await targetsInChain(actor), ['1 a', '2 b'])
})

test('a log stays sound while many write and several workers chain', async () => {
  const actors = await Promise.all(Array.from({ length: 5 }, () => someoneIn(db)))
  let writing = true
  const writers = actors.flatMap((actor) =>
    Array.from({ length: 4 }, (_, i) => record(db, actor, Array(15).fill({ target: `of writer ${i}` }))),
  )
  const workers = Array.from({ length: 3 }, async () => {
    const turn = openChaining({ db })
    while (writing) await turn()
  })
  await Promise.all(writers)
  writing = false
  await Promise.all(workers)
  await chainAll()
  for (const { workspaceId } of actors) {
    const { findings, head, tail } = await verifyWorkspace(db, workspaceId, [])
    assert.deepEqual({ findings, seq: head!.seq, waiting: tail.count }, { findings: [], seq: 60, waiting: 0 })
  }
})

test('killed ten times at any point, the chain has each entry once and no gap', { timeout: 60_000 }, async () => {
  const actors = await Promise.all(Array.from({ length: 4 }, () => someoneIn(db)))
  let writing = true
  const writers = actors.map(async (actor) => {
    let count = 0
    for (; writing; count++) await record(db, actor, [{}])
    return count
  })
  for (let kills = 0; kills < 10; kills++) {
    const child = spawn(process.execPath, ['server/audit/testing-chain-child.ts', db.connection.connectionString!], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const before = await chainedIn(actors)
    await until('a link of this child', async () => (await chainedIn(actors)) > before)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  writing = false
  const written = await Promise.all(writers)
  await until('everything being chained', async () => {
    await chainAll()
    return (await chainedIn(actors)) === written.reduce((sum, count) => sum + count, 0)
  })
  for (const [i, { workspaceId }] of actors.entries()) {
    const { findings, head } = await verifyWorkspace(db, workspaceId, [])
    assert.deepEqual({ findings, seq: head!.seq }, { findings: [], seq: written[i] })
  }
})

test('more workspaces than a turn takes are all chained, and a large one keeps none waiting', async () => {
  const large = await someoneIn(db)
  await db.tenant(large.workspaceId, async (tx) => {
    for (let i = 0; i < 1500; i++) await recordChange(tx, large, change)
  })
  const small = await Promise.all(Array.from({ length: 250 }, () => someoneIn(db)))
  for (const actor of small) await record(db, actor, [{}])
  const turn = openChaining({ db })
  await turn()
  await turn()
  const chained = await Promise.all(small.map(async (actor) => (await targetsInChain(actor)).length))
  assert.deepEqual(new Set(chained), new Set([1]))
  await chainAll()
  assert.equal((await targetsInChain(large)).length, 1500)
})

test('the chain can be changed by no role of the server', async () => {
  const actor = await someoneIn(db)
  await record(db, actor, [{}])
  await chainAll()
  for (const run of [
    db.system,
    db.signIn,
    (work: Parameters<Database['system']>[0]) => db.tenant(actor.workspaceId, work),
  ]) {
    await assert.rejects(
      run((tx) => tx.updateTable('audit_chain').set({ seq: 7 }).execute()),
      /permission denied/,
    )
    await assert.rejects(
      run((tx) => tx.deleteFrom('audit_chain').execute()),
      /permission denied/,
    )
  }
})

function thenDie<T>(work: Parameters<typeof db.system<T>>[0]): typeof work {
  return async (tx) => {
    await work(tx)
    throw new Error('killed')
  }
}

async function chainedIn(actors: Someone[]): Promise<number> {
  const [row] = await db.system((tx) =>
    tx.rows<{ count: number }>(
      'chained',
      'select count(*)::int as count from audit_chain where workspace_id = any($1)',
      [actors.map((actor) => actor.workspaceId)],
    ),
  )
  return row!.count
}

async function chainAll(): Promise<void> {
  const turn = openChaining({ db })
  while (await turn());
}

async function targetsInChain({ workspaceId }: Someone): Promise<string[]> {
  const rows = await db.tenant(workspaceId, (tx) =>
    tx
      .selectFrom('audit_chain as c')
      .innerJoin('audit_entries as e', (on) =>
        on.onRef('e.workspace_id', '=', 'c.workspace_id').onRef('e.id', '=', 'c.entry_id'),
      )
      .select(['c.seq', 'e.target'])
      .orderBy('c.seq')
      .execute(),
  )
  return rows.map(({ seq, target }) => `${seq} ${target}`)
}
