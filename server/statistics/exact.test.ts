import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { insertMessage } from '../../test/rows.ts'
import { openSlice, type Slice } from '../../test/slice.ts'
import { newRoutes } from '../kit/route.ts'
import { CLASSES, SKIP_REASONS, STATUSES } from '../messages/schema.ts'
import { countAll, counted, kept } from './testing.ts'
import { statisticsTurn } from './turn.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(newRoutes())
})
after(() => slice.close())

async function assertExact(workspaceId: string, timeZone: string): Promise<void> {
  assert.deepEqual(await kept(slice.context, workspaceId), await counted(slice.context, workspaceId, timeZone))
}

const change = (workspaceId: string, sql: string, ...values: unknown[]) =>
  slice.db.tenant(workspaceId, (tx) => tx.rows('', sql, [workspaceId, ...values]))

/** Days on which clocks change, somewhere in the zones below, are among them. */
const FROM_MS = Date.parse('2026-03-07T00:00:00Z')
const DAYS = 30
const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Chatham']

const madeAtMs = fc.integer({ min: 0, max: DAYS * 86_400_000 }).map((ms) => FROM_MS + ms)
const outcome = fc.record({
  status: fc.constantFrom(...STATUSES.filter((status) => status !== 'sending')),
  skip_reason: fc.option(fc.constantFrom(...SKIP_REASONS)),
  error_code: fc.option(fc.constantFrom(30003, 30007)),
  error_class: fc.option(fc.constantFrom('mail', 'config')),
  price_micros: fc.option(fc.integer({ min: 0, max: 20_000 })),
  sentAfterMs: fc.option(fc.integer({ min: 0, max: 90_000_000 })),
  tookMs: fc.integer({ min: -5, max: 90_000_000 }),
})
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('made' as const), atMs: madeAtMs, outcome, one: fc.nat() }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('changed' as const), outcome, one: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('erased' as const), one: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('counted' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('moved' as const), zone: fc.constantFrom(...ZONES) }) },
  ),
  { minLength: 5, maxLength: 40 },
)

const pick = <T>(all: readonly T[], n: number): T => all[n % all.length]!

async function make(workspaceId: string, atMs: number, { sentAfterMs, tookMs, ...columns }: Outcome, n: number) {
  const createdAt = new Date(atMs)
  const sentAt = sentAfterMs === null ? null : new Date(atMs + sentAfterMs)
  const channel = pick(['sms', 'sms', 'email', 'in_app'], n)
  return insertMessage(slice, workspaceId, {
    ...columns,
    channel,
    class: pick(CLASSES, n),
    event_type: pick(['mentioned', 'overdue', 'direct'], n),
    to_country: pick(['US', 'DE', null], n),
    person_id: pick(['per_1', 'per_2', null], n),
    sent_from: pick(['+14155550100', null], n),
    provider: pick(['twilio', 'webhook', null], n),
    segments: channel === 'sms' ? (n % 3) + 1 : 0,
    created_at: createdAt,
    sent_at: sentAt,
    finished_at: sentAt && new Date(sentAt.getTime() + tookMs),
  })
}
type Outcome = typeof outcome extends fc.Arbitrary<infer T> ? T : never

const CHANGE = `
update messages set status = $3, skip_reason = $4, error_code = $5, error_class = $6, price_micros = $7,
  sent_at = created_at + make_interval(secs => $8::float8 / 1000),
  finished_at = created_at + make_interval(secs => ($8 + $9::float8) / 1000)
where workspace_id = $1 and id = $2`

interface World {
  workspaceId: string
  timeZone: string
  ids: string[]
}
type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never

async function take(world: World, step: Step): Promise<void> {
  const { workspaceId, ids } = world
  switch (step.kind) {
    case 'made':
      ids.push((await make(workspaceId, step.atMs, step.outcome, step.one)).id)
      return
    case 'counted':
      return countAll(slice.context, workspaceId)
    case 'moved':
      world.timeZone = step.zone
      await change(workspaceId, 'update workspaces set time_zone = $2 where workspace_id = $1', step.zone)
      return
    case 'erased':
      await change(workspaceId, ERASE, pick([...ids, 'msg_none'], step.one))
      return
    case 'changed': {
      const { status, skip_reason, error_code, error_class, price_micros, sentAfterMs, tookMs } = step.outcome
      const values = [status, skip_reason, error_code, error_class, price_micros, sentAfterMs, tookMs]
      await change(workspaceId, CHANGE, pick([...ids, 'msg_none'], step.one), ...values)
    }
  }
}

const ERASE = `update messages set person_id = 'per_gone' where workspace_id = $1 and id = $2`

test('whatever was made, changed and erased, what is kept is what a look at every message says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ZONES), steps, async (timeZone, all) => {
      const world: World = { workspaceId: await slice.workspace({ timeZone }), timeZone, ids: [] }
      for (const step of all) await take(world, step)
      await countAll(slice.context, world.workspaceId)
      await assertExact(world.workspaceId, world.timeZone)
    }),
    { numRuns: 40 },
  )
})

test('what changes while it is counted is counted next time', async () => {
  const workspaceId = await slice.workspace()
  const { id } = await make(workspaceId, FROM_MS, plain, 0)
  let counting: Promise<unknown> | undefined
  await slice.db.tenant(workspaceId, async (tx) => {
    await tx.rows('', `update messages set status = 'delivered' where workspace_id = $1 and id = $2`, [workspaceId, id])
    // Counts what is committed, which this is not.
    counting = statisticsTurn(slice.context)
    await counting
    const before = await kept(slice.context, workspaceId)
    assert.deepEqual(Object.keys(before.status), ['2026-03-07|queued|sms|otp|mentioned|USD'])
  })
  await countAll(slice.context, workspaceId)
  await assertExact(workspaceId, 'UTC')
})

test('several who count at once leave what is right', async () => {
  const workspaceId = await slice.workspace()
  const ids = await Promise.all(
    Array.from({ length: 40 }, (_, i) => make(workspaceId, FROM_MS + i * 7_200_000, plain, i)),
  )
  const touch = async ({ id }: { id: string }) => {
    await change(workspaceId, `update messages set status = 'failed' where workspace_id = $1 and id = $2`, id)
    await change(workspaceId, `update statistics_state set next_at = '-infinity' where workspace_id = $1`)
    await statisticsTurn(slice.context)
  }
  await Promise.all(ids.map(touch))
  await countAll(slice.context, workspaceId)
  await assertExact(workspaceId, 'UTC')
})

const plain: Outcome = {
  status: 'queued',
  skip_reason: null,
  error_code: null,
  error_class: null,
  price_micros: null,
  sentAfterMs: null,
  tookMs: 0,
}

describe('what was made before anything was counted', () => {
  test('is counted from the newest back, a few hours at a time', async () => {
    const workspaceId = await slice.workspace({ timeZone: 'Asia/Kathmandu' })
    for (let i = 0; i < 30; i++) await make(workspaceId, FROM_MS + i * 9_000_000, plain, i)
    // As migrations/0037 finds it.
    await change(workspaceId, 'delete from statistics_touched where workspace_id = $1')
    await change(
      workspaceId,
      `insert into statistics_state (workspace_id, time_zone, fill_before) values ($1, 'Asia/Kathmandu', now())`,
    )
    await statisticsTurn(slice.context)
    const days = Object.keys((await kept(slice.context, workspaceId)).status)
    assert.ok(days.length > 0 && days.length < 30, `${days.length}`)
    await countAll(slice.context, workspaceId)
    await assertExact(workspaceId, 'Asia/Kathmandu')
  })
})

describe('once old messages are deleted', () => {
  const raise = (workspaceId: string, until: string) =>
    change(workspaceId, 'select raise_statistics_floor($1, $2) as raised', until).then(
      ([row]) => (row as { raised: boolean }).raised,
    )

  test('what was counted of them stays, and who was told goes', async () => {
    const workspaceId = await slice.workspace()
    await make(workspaceId, FROM_MS, { ...plain, status: 'delivered' }, 0)
    await make(workspaceId, FROM_MS + 2 * 86_400_000, plain, 0)
    await countAll(slice.context, workspaceId)
    const before = await kept(slice.context, workspaceId)
    assert.equal(await raise(workspaceId, '2026-03-08T00:05:00Z'), true)
    await slice.db.erase(workspaceId, (tx) =>
      tx.rows('', `delete from messages where workspace_id = $1 and status = 'delivered'`, [workspaceId]),
    )
    await slice.db.tenant(workspaceId, (tx) =>
      tx.rows('', `insert into statistics_touched (workspace_id, slice) select $1, statistics_slice($2)`, [
        workspaceId,
        new Date(FROM_MS),
      ]),
    )
    await countAll(slice.context, workspaceId)
    const after = await kept(slice.context, workspaceId)
    assert.deepEqual({ ...after, person: null }, { ...before, person: null })
    assert.deepEqual(Object.keys(after.person), ['2026-03-09|per_1|sms|otp|mentioned|USD'])
  })

  test('nothing may go that was not counted yet', async () => {
    const workspaceId = await slice.workspace()
    await make(workspaceId, FROM_MS, plain, 0)
    await make(workspaceId, FROM_MS + 86_400_000, plain, 0)
    assert.equal(await raise(workspaceId, '2026-03-07T12:00:00Z'), false)
    await countAll(slice.context, workspaceId)
    await make(workspaceId, FROM_MS + 86_400_000, plain, 0)
    assert.equal(await raise(workspaceId, '2026-03-07T12:00:00Z'), true)
    assert.equal(await raise(workspaceId, '2026-03-08T12:00:00Z'), false)
  })
})

test('no workspace is counted into another', async () => {
  const [one, other] = [await slice.workspace(), await slice.workspace()]
  await make(one, FROM_MS, plain, 0)
  await make(other, FROM_MS, plain, 1)
  await countAll(slice.context, one)
  await countAll(slice.context, other)
  await assertExact(one, 'UTC')
  await assertExact(other, 'UTC')
})
