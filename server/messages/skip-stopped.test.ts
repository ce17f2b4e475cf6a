import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { insertMessage } from '../../test/rows.ts'
import { openSlice, type Slice } from '../../test/slice.ts'
import { newRoutes } from '../kit/route.ts'
import { skipStopped } from './skip-stopped.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(newRoutes())
})
after(() => slice.close())

const PHONE = '+14155550142'

/** Of these in the queue, every second is for the number. */
async function fill(workspaceId: string, count: number): Promise<void> {
  const hash = slice.context.keys.hashNumber(PHONE)
  await slice.db.tenant(workspaceId, (tx) =>
    tx.rows(
      'test_fill',
      `with made as (
         insert into messages (workspace_id, id, class, status, lane, to_hash, to_sealed, encoding, segments, event_type,
           occurred_at, vouched_by, made_by_kind, made_by_id, made_by_name, cost_micros, currency, not_after)
         select $1, 'msg_' || lpad(i::text, 26, '0'), 'campaign', 'queued', 'campaign',
           case when i % 2 = 0 then $2::bytea else sha256(i::text::bytea) end, '\\x00', 'GSM-7', 1, 'direct', now(), 'caller',
           'api_key', 'key_test', 'Test', 0, 'USD', now() + interval '1 day'
         from generate_series(1, $3::int) i returning workspace_id, id, lane, segments, due_at, not_after
       )
       insert into queue (workspace_id, id, lane, segments, due_at, not_after) select * from made`,
      [workspaceId, hash, count],
    ),
  )
  await slice.db.pool.query('analyze messages; analyze queue')
}

const counted = (workspaceId: string) =>
  slice.db.tenant(workspaceId, async (tx) => {
    const [row] = await tx.rows<{ skipped: number; queued: number; waiting: number }>(
      'test_count',
      `select count(*) filter (where status = 'skipped' and skip_reason = 'opted_out' and to_hash = $2)::int as skipped,
         count(*) filter (where status = 'queued' and to_hash <> $2)::int as queued,
         (select count(*)::int from queue where workspace_id = $1) as waiting
       from messages where workspace_id = $1`,
      [workspaceId, slice.context.keys.hashNumber(PHONE)],
    )
    return row
  })

test('10,000 texts that wait for a number are skipped, and 10,000 for others wait on, in seconds', async () => {
  const workspaceId = await slice.workspace()
  await fill(workspaceId, 20_000)
  const startedMs = performance.now()
  await skipStopped(slice.context, [workspaceId], slice.context.keys.hashNumber(PHONE))
  assert.deepEqual(await counted(workspaceId), { skipped: 10_000, queued: 10_000, waiting: 10_000 })
  // A second where nothing else runs; reading the whole queue for each row would take minutes.
  assert.ok(performance.now() - startedMs < 15_000)
})

test('a text that is being begun is passed over, not waited for', async () => {
  const workspaceId = await slice.workspace()
  const { id } = await insertMessage(slice, workspaceId, { to: PHONE })
  await insertMessage(slice, workspaceId, { to: PHONE })
  const hash = slice.context.keys.hashNumber(PHONE)
  await slice.db.system(async (tx) => {
    await tx.rows('test_hold', 'select from queue where workspace_id = $1 and id = $2 for update', [workspaceId, id])
    await skipStopped(slice.context, [workspaceId], hash)
    assert.deepEqual(await counted(workspaceId), { skipped: 1, queued: 0, waiting: 1 })
  })
  await skipStopped(slice.context, [workspaceId], hash)
  assert.deepEqual(await counted(workspaceId), { skipped: 2, queued: 0, waiting: 0 })
})

test('an answer to the recipient is not skipped', async () => {
  const workspaceId = await slice.workspace()
  await insertMessage(slice, workspaceId, { to: PHONE, vouched_by: 'reply' })
  await skipStopped(slice.context, [workspaceId], slice.context.keys.hashNumber(PHONE))
  assert.deepEqual(await counted(workspaceId), { skipped: 0, queued: 0, waiting: 1 })
})
