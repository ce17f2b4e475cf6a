import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { run } from '../../test/plan.ts'
import { insertMessage } from '../../test/rows.ts'
import { openSlice, type Slice } from '../../test/slice.ts'
import type { Tx } from '../kit/db.ts'
import { listStatement, lockNumbers, type OptOutFilter, type OptOutSource, writeOptOuts } from './opt-outs.ts'
import { consentRoutes } from './routes.ts'

let slice: Slice
let workspaceId: string
before(async () => {
  slice = await openSlice(consentRoutes, { connections: 20 })
  workspaceId = await slice.workspace()
})
after(() => slice.close())

/** What dispatch does: lock, look, and only then put an attempt on record. `between` runs after the look. */
async function begin(numberHash: Buffer, messageId: string, between = async () => {}): Promise<boolean> {
  return slice.db.system(async (tx) => {
    await lockNumbers(tx, [numberHash])
    if (await isOptedOut(tx, numberHash)) return false
    await between()
    await tx
      .insertInto('attempts')
      .values({
        workspace_id: workspaceId,
        message_id: messageId,
        n: 1,
        state: 'started',
        token: messageId,
        worker: 'wrk_test',
        connection_id: 'con_test',
        provider: 'twilio',
        reserved_micros: 0,
        spend_day: '2026-03-12',
        deadline_at: new Date(),
      })
      .execute()
    return true
  })
}

async function isOptedOut(tx: Tx, numberHash: Buffer): Promise<boolean> {
  const rows = await tx
    .selectFrom('opt_outs')
    .select('source')
    .where('workspace_id', '=', workspaceId)
    .where('number_hash', '=', numberHash)
    .execute()
  return rows.length > 0
}

/** Resolves once a transaction waits for an advisory lock that another holds; fails when none does for five seconds. */
async function somebodyWaits(): Promise<void> {
  for (const until = performance.now() + 5_000; performance.now() < until; ) {
    const { rows } = await slice.db.pool.query(
      `select 1 from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
    )
    if (rows.length > 0) return
  }
  throw new Error('nobody waited for the lock')
}

const optOut = (numberHash: Buffer, source: OptOutSource = 'keyword') => ({
  workspaceId,
  numberHash,
  source,
  note: null,
})

const attemptOf = (tx: Tx, messageId: string) =>
  tx.selectFrom('attempts').select('n').where('message_id', '=', messageId).executeTakeFirst()

test('an opt-out waits for an attempt that has already looked, and is written after it stands', async () => {
  const numberHash = randomBytes(32)
  const { id } = await insertMessage(slice, workspaceId, { numberHash })
  const written = Promise.withResolvers<void>()
  const stood = await begin(numberHash, id, async () => {
    const writing = slice.db.system(async (tx) => {
      await writeOptOuts(tx, [optOut(numberHash)])
      assert.ok(await attemptOf(tx, id), 'the attempt stood before the opt-out was written')
    })
    writing.then(written.resolve, written.reject)
    await somebodyWaits()
  })
  assert.equal(stood, true)
  await written.promise
  assert.equal(await begin(numberHash, id), false)
})

test('an attempt waits for an opt-out that is being written, and then finds it', async () => {
  const numberHash = randomBytes(32)
  const { id } = await insertMessage(slice, workspaceId, { numberHash })
  const began = Promise.withResolvers<boolean>()
  await slice.db.system(async (tx) => {
    await writeOptOuts(tx, [optOut(numberHash)])
    begin(numberHash, id).then(began.resolve, began.reject)
    await somebodyWaits()
  })
  assert.equal(await began.promise, false)
})

test('law: over 300 races no attempt begins after its opt-out was committed', async () => {
  const races = Array.from({ length: 300 }, async () => {
    const numberHash = randomBytes(32)
    const { id } = await insertMessage(slice, workspaceId, { numberHash })
    let stoodBefore = false
    const [began] = await Promise.all([
      begin(numberHash, id),
      slice.db.system(async (tx) => {
        await writeOptOuts(tx, [optOut(numberHash)])
        stoodBefore = (await attemptOf(tx, id)) !== undefined
      }),
    ])
    return { began, stoodBefore }
  })
  for (const { began, stoodBefore } of await Promise.all(races)) assert.equal(began, stoodBefore)
})

test('numbers are locked in one order, whatever the order they are named in, so nobody waits in a circle', async () => {
  const hashes = Array.from({ length: 20 }, () => randomBytes(32))
  const orders = Array.from({ length: 200 }, () => hashes.toSorted(() => Math.random() - 0.5))
  await Promise.all(orders.map((order) => slice.db.system((tx) => lockNumbers(tx, [...order, ...order]))))
})

test('different numbers do not wait for each other', async () => {
  const [one, other] = [randomBytes(32), randomBytes(32)]
  await slice.db.system(async (tx) => {
    await lockNumbers(tx, [one])
    await slice.db.system((second) => lockNumbers(second, [other]))
  })
})

// Only START may undo what the person or the carrier said, so such a word replaces an administrator's; and STOP what a link
// ended, which a code brings back.
const meetings: [OptOutSource, OptOutSource, OptOutSource][] = [
  ['admin', 'keyword', 'keyword'],
  ['admin', 'provider', 'provider'],
  ['import', 'person', 'person'],
  ['admin', 'import', 'admin'],
  ['keyword', 'admin', 'keyword'],
  ['keyword', 'provider', 'keyword'],
  ['provider', 'keyword', 'provider'],
  ['person', 'keyword', 'keyword'],
  ['person', 'provider', 'provider'],
  ['keyword', 'person', 'keyword'],
]
for (const [first, second, stands] of meetings) {
  test(`an opt-out by ${second} that comes after one by ${first} leaves one by ${stands}`, async () => {
    const numberHash = randomBytes(32)
    for (const source of [first, second])
      await slice.db.system((tx) => writeOptOuts(tx, [optOut(numberHash, source), optOut(numberHash, source)]))
    const rows = await slice.db.tenant(workspaceId, (tx) =>
      tx.selectFrom('opt_outs').select('source').where('number_hash', '=', numberHash).execute(),
    )
    assert.deepEqual(rows, [{ source: stands }])
  })
}

test('a link followed where opt-outs hold everywhere reaches further, and leaves what STOP said to START', async () => {
  const numberHash = randomBytes(32)
  const link = { ...optOut(numberHash, 'person'), scope: 'everywhere' as const }
  const written = await slice.db.system(async (tx) => [
    ...(await writeOptOuts(tx, [optOut(numberHash)])),
    ...(await writeOptOuts(tx, [link])),
  ])
  assert.deepEqual(
    written.map(({ fresh }) => fresh),
    [true, false],
  )
  const rows = await slice.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('opt_outs').select(['source', 'scope']).where('number_hash', '=', numberHash).execute(),
  )
  assert.deepEqual(rows, [{ source: 'keyword', scope: 'everywhere' }])
})

test('a page deep in 20,000 opt-outs reads no more of them than the page holds', async () => {
  const full = await slice.workspace()
  const after = { createdAtMicros: `${Date.parse('2026-03-12T00:15:00Z')}000`, numberHash: randomBytes(32) }
  await slice.db.tenant(full, (tx) =>
    tx.rows(
      'test_fill',
      `insert into opt_outs (workspace_id, number_hash, source, created_at)
       select $1, sha256(i::text::bytea), case when i % 5 = 0 then 'import' else 'keyword' end, '2026-03-12T00:00:00Z'::timestamptz + i / 10 * interval '1 second'
       from generate_series(0, 19999) i`,
      [full],
    ),
  )
  await slice.db.pool.query('analyze opt_outs')
  const filters: OptOutFilter[] = [{}, { source: 'import' }, { since: new Date('2026-03-12T00:00:00Z') }]
  for (const filter of filters)
    for (const planned of ['custom', 'generic'] as const) {
      const statement = listStatement(full, { after, limit: 50, filter })
      const { looked, sorted } = await slice.db.tenant(full, (tx) => run(tx, 'opt_outs', statement, planned))
      assert.deepEqual([looked, sorted], [51, 0])
    }
})
