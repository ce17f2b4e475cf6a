import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { openMetrics } from '../kit/metrics.ts'
import { keepMinute } from './keep-minute.ts'
import { healthRoutes } from './routes.ts'
import { makeText, makeWorker } from './testing.ts'

let slice: Slice
let workspaceId: string
before(async () => {
  slice = await openSlice(healthRoutes)
  workspaceId = await slice.workspace()
})
after(() => slice.close())

const ask = (path: string, operator = true) => slice.call(actorIn(workspaceId, [], operator), 'GET', path)

test('only the operator is told', async () => {
  for (const path of ['/v1/health', '/v1/health/minutes']) {
    assert.equal((await ask(path, false)).status, 403)
    assert.equal((await slice.call(null, 'GET', path)).status, 401)
  }
})

test('the operator sees state, alarms with what to do, workers and the queue', async () => {
  await slice.db.pool.query('truncate workers')
  const lost = await makeWorker(slice.db, { seenSecondsAgo: 90 })
  await makeWorker(slice.db, { ended: true })
  await makeText(slice, { dueSecondsAgo: 60, class: 'otp' })
  const { status, body } = await ask('/v1/health')
  assert.equal(status, 200)
  assert.deepEqual([body.ready, body.sending], [true, false])
  const [alarm] = body.alarms
  assert.deepEqual([alarm.name, alarm.stops_sending], ['no_worker', true])
  assert.ok(alarm.meaning && alarm.cause && alarm.remedy && alarm.since)
  assert.deepEqual(
    body.workers.map((worker: { id: string; alive: boolean }) => [worker.id, worker.alive]),
    [[lost, false]],
  )
  const waiting = body.waiting.find((one: { class: string }) => one.class === 'otp')
  assert.equal(waiting.count, 1)
  assert.ok(waiting.oldest_due_seconds >= 60)
  assert.ok(!JSON.stringify(body).includes(workspaceId))
})

/** Two processes: each counts for itself and adds to the same rows. */
const processes = () => [slice.context, { ...slice.context, metrics: openMetrics() }] as const

test('what several processes count in a minute is added up in one row', async () => {
  await slice.db.pool.query('truncate health_minutes')
  const [one, other] = processes()
  for (const context of [one, other, one]) {
    context.metrics.attemptEnded('accepted', 0.1)
    context.metrics.attemptEnded('rejected', 0.1)
    context.metrics.handedOver(0.004)
    context.metrics.doubtResolved('listing', 'accepted')
    context.metrics.receiptFiled('callback')
    await keepMinute(context)
  }
  const { body } = await ask('/v1/health/minutes?hours=1')
  const items: Record<string, number>[] = body.items
  const sum = (name: string) => items.reduce((all, item) => all + item[name]!, 0)
  assert.deepEqual(['accepted', 'rejected', 'by_listing', 'called_back', 'doubles'].map(sum), [3, 3, 3, 3, 0])
  assert.ok(items.every((item) => item.wait_p50_ms! > 0 && item.wait_p50_ms! <= 5))
  assert.equal(body.seconds, 60)
})

test('a minute in which nothing happened says what stood in the queue', async () => {
  await slice.db.pool.query('truncate health_minutes, queue')
  await makeText(slice, { dueSecondsAgo: 200 })
  await keepMinute({ ...slice.context, metrics: openMetrics() })
  const { body } = await ask('/v1/health/minutes?hours=1')
  const [item] = body.items
  assert.equal(item.waiting, 1)
  assert.ok(item.oldest_due_seconds >= 200)
  assert.deepEqual([item.accepted, item.wait_p95_ms], [0, null])
})

test('many hours come in as many stretches as a chart can show, at their worst', async () => {
  await slice.db.pool.query(`truncate health_minutes;
    insert into health_minutes (minute, waiting, oldest_due_seconds, in_doubt, accepted)
    select date_trunc('hour', now()) - make_interval(mins => n), n, 0, 0, 10 from generate_series(0, 2879) n`)
  const { body } = await ask('/v1/health/minutes?hours=48')
  assert.equal(body.seconds, 24 * 60)
  assert.ok(body.items.length >= 118 && body.items.length <= 122, `${body.items.length} stretches`)
  assert.ok(body.items.every((item: { accepted: number }) => item.accepted === 10))
  const [first, second] = body.items
  assert.ok(first.at < second.at && first.waiting > second.waiting)
})

test('what is older than two days is forgotten', async () => {
  await slice.db.pool.query(`truncate health_minutes;
    insert into health_minutes (minute, waiting, oldest_due_seconds, in_doubt)
    values (now() - interval '49 hours', 1, 0, 0), (now() - interval '47 hours', 1, 0, 0)`)
  await keepMinute(slice.context)
  const { rows } = await slice.db.pool.query('select minute from health_minutes order by minute')
  assert.equal(rows.length, 2)
})

test('hours that are too many or none are refused', async () => {
  for (const hours of ['0', '49', 'x']) assert.equal((await ask(`/v1/health/minutes?hours=${hours}`)).status, 422)
})
