import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { openSlice, type Slice } from '../../test/slice.ts'
import { openDatabase } from '../kit/db.ts'
import { newRoutes } from '../kit/route.ts'
import { ALARM_NAMES } from './alarms.ts'
import { probeRoutes } from './probes.ts'
import { makeText, makeWorker } from './testing.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(newRoutes())
})
after(() => slice.close())
afterEach(() =>
  slice.db.pool.query(`truncate workers, queue, attempts, paces, health_minutes;
    update installation set sending_paused_since = null, sending_paused_why = null, restored_from = null`),
)

interface Ready {
  live: boolean
  ready: boolean
  sending: boolean
  checks: { name: string; ok: boolean; reason: string | null }[]
  alarms: { name: string; what: string; since: string | null }[]
}

/** As a process that has not been asked before: it remembers an answer for a second. */
async function readyz(context = slice.context): Promise<Ready & { status: number }> {
  const answer = await probeRoutes(context).request('/readyz')
  return { status: answer.status, ...((await answer.json()) as Ready) }
}

const metrics = async () => (await probeRoutes(slice.context).request('/metrics')).text()
const alarms = async () => (await readyz()).alarms.map(({ name }) => name)

test('with a worker at work it is live, ready and sending', async () => {
  await makeWorker(slice.db)
  const { status, live, ready, sending, checks, alarms } = await readyz()
  assert.deepEqual(
    { status, live, ready, sending, alarms },
    { status: 200, live: true, ready: true, sending: true, alarms: [] },
  )
  assert.deepEqual(
    checks.map(({ name, ok, reason }) => [name, ok, reason]),
    ['database', 'migrations', 'key', 'sending'].map((name) => [name, true, null]),
  )
})

test('without a worker it is ready but not sending, says why, and stays in service', async () => {
  const { status, ready, sending, checks, alarms } = await readyz()
  assert.deepEqual({ status, ready, sending }, { status: 200, ready: true, sending: false })
  assert.deepEqual(checks.at(-1), { name: 'sending', ok: false, reason: 'No worker is at work.' })
  assert.deepEqual(
    alarms.map(({ name }) => name),
    ['no_worker'],
  )
})

test('a worker that has not been seen for half a minute is none, nor is one that ended', async () => {
  await makeWorker(slice.db, { seenSecondsAgo: 31 })
  await makeWorker(slice.db, { ended: true })
  assert.deepEqual(await alarms(), ['no_worker'])
})

test('a database that is away makes it unready, not dead', async () => {
  const db = openDatabase({ host: '127.0.0.1', port: 1 })
  const context = { ...slice.context, db }
  const { status, live, ready, checks } = await readyz(context)
  assert.deepEqual({ status, live, ready }, { status: 503, live: true, ready: false })
  assert.equal(checks[0]!.reason, 'The database does not answer.')
  assert.equal((await probeRoutes(context).request('/healthz')).status, 200)
  const figures = await probeRoutes(context).request('/metrics')
  const text = await figures.text()
  assert.equal(figures.status, 200)
  assert.match(text, /^handset_ready 0$/m)
  assert.match(text, /^handset_attempts_total/m)
  await db.close()
})

test('a migration that is missing makes it unready and is named', async () => {
  const { rows } = await slice.db.pool.query(`delete from migrations where name = '0002_sms.sql' returning *`)
  const { status, checks } = await readyz()
  await slice.db.pool.query('insert into migrations select * from json_populate_recordset(null::migrations, $1)', [
    JSON.stringify(rows),
  ])
  assert.equal(status, 503)
  assert.deepEqual(checks[1], { name: 'migrations', ok: false, reason: 'Not done yet: 0002_sms.sql.' })
})

test('a key that does not fit makes it unready', async () => {
  const { rows } = await slice.db.pool.query('select key_check from installation')
  await slice.db.pool.query(`update installation set key_check = sha256('another')`)
  const { status, checks } = await readyz()
  await slice.db.pool.query('update installation set key_check = $1', [rows[0].key_check])
  assert.equal(status, 503)
  assert.deepEqual(checks[2], {
    name: 'key',
    ok: false,
    reason: 'The installation key does not fit this database.',
  })
})

test('texts that are due and not claimed for two minutes raise the alarm; a sender out of pace does not', async () => {
  await makeWorker(slice.db, { claimedSecondsAgo: 500 })
  const text = await makeText(slice, { dueSecondsAgo: 119 })
  assert.deepEqual(await alarms(), [])
  await slice.db.pool.query(`update queue set due_at = now() - interval '121 seconds'`)
  assert.deepEqual(await alarms(), ['nothing_claimed'])
  assert.equal((await readyz()).sending, false)
  await slice.db.pool.query(`insert into paces (account, sender, segments_per_second, next_at)
    select account, sender, 1, now() + interval '1 minute' from lanes`)
  assert.deepEqual(await alarms(), [])
  await slice.db.pool.query('truncate paces')
  await slice.db.pool.query(`update sms_settings set waiting = 'account' where workspace_id = $1`, [text.workspaceId])
  assert.deepEqual(await alarms(), [], 'what the provider refuses is not the workers’ fault')
  await slice.db.pool.query(`update sms_settings set waiting = null`)
  await slice.db.pool.query(`update workers set last_claim_at = now()`)
  assert.deepEqual(await alarms(), [])
})

test('attempts in doubt that nobody looks at raise the alarm', async () => {
  await makeWorker(slice.db)
  await makeText(slice, { doubtSecondsAgo: 130 })
  assert.deepEqual(await alarms(), ['doubts_not_looked_at'])
  await slice.db.pool.query('update workers set last_look_at = now()')
  assert.deepEqual(await alarms(), [])
})

test('a pause after a restore stands with its time, and hides what follows from it', async () => {
  await makeWorker(slice.db)
  await makeText(slice, { dueSecondsAgo: 600 })
  await slice.db.pool.query(
    `update installation set sending_paused_since = '2026-03-12T14:00:00Z', sending_paused_why = 'restored', restored_from = '2026-03-11T14:00:00Z'`,
  )
  const { sending, alarms } = await readyz()
  assert.equal(sending, false)
  assert.deepEqual(alarms, [
    { name: 'sending_paused', what: 'Sending is paused since the restore.', since: '2026-03-12T14:00:00.000Z' },
  ])
})

test('alarms, queue and doubts are metrics', async () => {
  await makeWorker(slice.db, { claimedSecondsAgo: 1 })
  await makeText(slice, { dueSecondsAgo: 300, class: 'otp' })
  await makeText(slice, { dueSecondsAgo: 200, class: 'campaign' })
  await makeText(slice, { doubtSecondsAgo: 1 })
  const { workspaceId } = await makeText(slice, { doubtSecondsAgo: 1 })
  await slice.db.pool.query(`update attempts set undecided = 'unclear', doubled_at = now() where workspace_id = $1`, [
    workspaceId,
  ])
  await slice.db.pool.query(`insert into paces (account, sender, segments_per_second, next_at)
    values ('AC1', 'a', 10, now()), ('AC1', 'b', 2.5, now() + interval '1 hour'), ('AC1', 'c', null, now())`)
  const text = await metrics()
  for (const line of [
    'handset_ready 1',
    'handset_sending 1',
    'handset_messages_waiting{class="otp"} 1',
    'handset_messages_waiting{class="campaign"} 1',
    'handset_messages_waiting{class="alert"} 0',
    'handset_oldest_due_seconds{class="alert"} 0',
    'handset_doubts 2',
    'handset_undecided 1',
    'handset_doubles 1',
    'handset_paced_senders 2',
    'handset_paced_senders_closed 1',
    'handset_pace_segments_per_second 12.5',
    ...ALARM_NAMES.map((name) => `handset_alarm{name="${name}"} 0`),
  ])
    assert.ok(text.includes(`${line}\n`), `${line} is not in\n${text}`)
  // It ages while the test runs.
  assert.match(text, /^handset_oldest_due_seconds\{class="otp"\} 3\d\d$/m)
})
