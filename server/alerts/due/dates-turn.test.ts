import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer } from '../../../test/app.ts'
import { due, dueWorld, EVENT, OVERDUE } from '../../../test/due-world.ts'
import { run } from '../../../test/plan.ts'
import { dueDatesTurn, WAITING } from './dates-turn.ts'
import { TAKE } from './look.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

const REMINDED = 'due_date_reminder ann'
const PASSED = 'due_date_passed ann'

test('what the product tells itself is not told again, whoever is first', async () => {
  const { person, trigger, post, at, told, day, call } = await dueWorld(server)
  await person('ann')
  await trigger(OVERDUE)
  await post(due(day(2)))
  const passed = { ...due(day(2)), type: 'due_date_passed' }
  await post(passed)
  await at(day(3), '09:00')
  assert.deepEqual(await told(), [PASSED])
  await post(due(day(5)))
  await at(day(6), '09:00')
  assert.deepEqual(await told(), [PASSED, PASSED])
  const event = await call('GET', `/v1/events/${await post({ ...EVENT, type: 'due_date_passed' })}`)
  assert.deepEqual([event.outcome, event.outcome_text], ['nobody', 'That this date is over was told already.'])
  assert.deepEqual(await told(), [PASSED, PASSED])
})

test('workers at once tell each once, and one that breaks off in the middle nobody twice', async () => {
  const { workspace, person, trigger, call, process, day, told, at } = await dueWorld(server)
  await person('ann')
  await trigger()
  const events = Array.from({ length: 300 }, (_, i) => ({
    ...EVENT,
    entity: { ...EVENT.entity, id: `n${i}`, properties: { due_date: day(10) } },
  }))
  await call('POST', '/v1/events', { events })
  await process()
  const { pool } = server.context.db
  await pool.query(
    `create function break_off() returns trigger language plpgsql as 'begin raise exception ''cut off''; end'`,
  )
  await pool.query(
    `create trigger break_off before insert on inbox_items for each row when (new.workspace_id = '${workspace.id}') execute function break_off()`,
  )
  const now = new Date(`${day(9)}T09:00:00Z`)
  await dueDatesTurn(server.context, now)
  assert.deepEqual(await told(), [])
  await pool.query('drop function break_off cascade')
  await pool.query('update due_dates set next_at = $2 where workspace_id = $1', [workspace.id, now])
  const turns = () => Promise.all([1, 2, 3].map(() => dueDatesTurn(server.context, now)))
  while ((await turns()).some(Boolean));
  await at(day(9), '10:00')
  assert.equal((await told()).length, 300)
})

test('one that cannot be looked at keeps no other', async () => {
  const { workspace, person, trigger, post, day, told, at, row } = await dueWorld(server)
  await person('ann')
  await trigger()
  const bad = await post({ ...due(day(10)), entity: { ...EVENT.entity, id: '0', properties: { due_date: day(10) } } })
  await post(due(day(10)))
  await server.context.db.pool.query(`update events set payload_sealed = '\\x00' where id = $1`, [bad])
  await at(day(9), '09:00')
  assert.deepEqual(await told(), [REMINDED])
  for (let i = 1; i < 6; i++) await at(day(9 + i), '10:00')
  const { rows } = await server.context.db.pool.query('select next_at from due_dates where workspace_id = $1', [
    workspace.id,
  ])
  assert.ok(rows.every(({ next_at }) => next_at === null))
  assert.ok(await row())
})

test('reminders are made of dates: nobody posts one, and only they are days ahead', async () => {
  const { call } = await dueWorld(server)
  const posted = await call('POST', '/v1/events', { ...EVENT, type: 'due_date_reminder' }, 422)
  assert.equal(posted.errors[0].pointer, '/type')
  const wrong = await call('POST', '/v1/triggers', { ...OVERDUE, days_ahead: 2 }, 422)
  assert.equal(wrong.errors[0].pointer, '/days_ahead')
  const late = await call('POST', '/v1/triggers', { ...OVERDUE, event_type: 'mentioned', time_of_day: '08:00' }, 422)
  assert.equal(late.errors[0].pointer, '/time_of_day')
  assert.equal((await call('POST', '/v1/triggers', { ...OVERDUE, event_type: 'due_date_reminder' })).days_ahead, 1)
})

test('an event says what is scheduled for its date, and when it is no more', async () => {
  const { person, trigger, post, at, day, call } = await dueWorld(server)
  await person('ann')
  await person('bob', 'Asia/Tokyo')
  const { id } = await trigger({ days_ahead: 2 })
  await trigger(OVERDUE)
  const event = await post(due(day(10), { recipients: { assignees: ['ann', 'bob'] } }))
  const shown = async (of = event) => (await call('GET', `/v1/events/${of}`)).due
  const { due: date, status, text, alerts } = await shown()
  assert.deepEqual([date, status, text], [day(10), 'scheduled', `It is due ${dayWords(day(10))}.`])
  assert.deepEqual(alerts[0], {
    trigger_id: id,
    name: 'Reminder',
    event_type: 'due_date_reminder',
    days_ahead: 2,
    date: day(8),
    time: '09:00',
    first_at: `${day(8)}T00:00:00.000Z`,
    last_at: `${day(8)}T09:00:00.000Z`,
    people: 2,
    event_id: null,
    status: 'to_come',
  })
  assert.deepEqual([alerts[1].event_type, alerts[1].date, alerts.length], ['due_date_passed', day(11), 2])
  await at(day(8), '09:00')
  assert.match((await shown()).alerts[0].event_id, /^evt_/)
  await post({ ...EVENT, type: 'issue_completed' })
  assert.deepEqual(await shown(), {
    due: day(10),
    status: 'over',
    text: 'The item is completed. Nothing more is scheduled for it.',
    alerts: [],
  })
  const other = await post({ ...due('soon'), entity: { ...EVENT.entity, id: '9', properties: { due_date: 'soon' } } })
  assert.match((await shown(other)).text, /no date/)
})

test('a dry run says what would be scheduled, and keeps nothing', async () => {
  const { person, trigger, call, day, row, post } = await dueWorld(server)
  await person('ann')
  await trigger()
  const tried = async (event: object) => (await call('POST', '/v1/events?dry_run=true', event, 200)).due
  const { alerts } = await tried(due(day(10)))
  assert.deepEqual([alerts[0].date, alerts[0].time, alerts[0].people], [day(9), '09:00', 1])
  assert.equal(await row(), undefined)
  assert.equal(await tried(EVENT), null)
  await post(due(day(10)))
  assert.equal((await tried({ ...EVENT, type: 'issue_completed' })).status, 'over')
  assert.equal((await row()).over, null)
})

test('among many dates, those whose time has come are found by an index alone', async () => {
  const { workspace } = await dueWorld(server)
  const { db } = server.context
  await db.pool.query(
    `insert into due_dates (workspace_id, entity_type, entity_id, due, due_as_of, learned_at, said_in, next_at)
     select $1, 'issue', i::text, '2026-12-01', now(), now(), '{}', timestamptz '2030-01-01' + i * interval '1 minute'
     from generate_series(1, 50000) as i`,
    [workspace.id],
  )
  await db.pool.query('analyze due_dates')
  for (const planned of ['custom', 'generic'] as const) {
    const at = '2030-01-01T00:03:00Z'
    const waiting = await db.system((tx) => run(tx, 'due_dates', { text: WAITING, values: [at, 20] }, planned))
    assert.ok(waiting.scans.every((scan) => scan === 'Index Only Scan') && waiting.looked < 50, JSON.stringify(waiting))
    const take = { text: TAKE, values: [workspace.id, at, 200, null, null] }
    const taken = await db.tenant(workspace.id, (tx) => run(tx, 'due_dates', take, planned))
    assert.deepEqual([taken.scans, taken.looked, taken.sorted], [['Index Scan'], 3, 0])
  }
})

/** "1 Dec 2026" */
function dayWords(day: string): string {
  const words = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return new Date(day).toLocaleDateString('en-GB', words)
}
