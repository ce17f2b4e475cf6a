import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer } from '../../../test/app.ts'
import { due, dueWorld, EVENT, OVERDUE } from '../../../test/due-world.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

const REMINDED = 'due_date_reminder ann'
const PASSED = 'due_date_passed ann'

test('a date is reminded of a day ahead, at nine in the morning of each', async () => {
  const { person, trigger, post, at, told, day } = await dueWorld(server)
  for (const [name, zone] of [
    ['ann', null],
    ['bob', 'Asia/Tokyo'],
    ['cid', 'America/Phoenix'],
  ] as const)
    await person(name, zone)
  await trigger()
  await post(due(day(10), { recipients: { assignees: ['ann', 'bob', 'cid'] } }))
  await at(day(8), '23:59')
  assert.deepEqual(await told(), [])
  await at(day(9), '00:00')
  assert.deepEqual(await told(), ['due_date_reminder bob'])
  await at(day(9), '08:59')
  await at(day(9), '09:00')
  assert.deepEqual(await told(), ['due_date_reminder bob', REMINDED])
  await at(day(9), '16:00')
  await at(day(9), '23:00')
  await at(day(10), '12:00')
  assert.deepEqual(await told(), ['due_date_reminder bob', REMINDED, 'due_date_reminder cid'])
})

test('it is one event with all whom it reached, and says when the item is due', async () => {
  const { person, trigger, post, at, day, call } = await dueWorld(server)
  await person('ann')
  await person('bob', 'Asia/Tokyo')
  const { id } = await trigger({ days_ahead: 3, time_of_day: '17:30' })
  await post(due(day(10), { recipients: { assignees: ['ann', 'bob', 'ghost'] } }))
  await at(day(7), '08:30')
  await at(day(7), '17:30')
  const { items } = await call('GET', '/v1/events?type=due_date_reminder')
  assert.equal(items.length, 1)
  const event = await call('GET', `/v1/events/${items[0].id}`)
  assert.deepEqual([event.outcome, event.told, event.reached.length], ['reached', 2, 2])
  assert.deepEqual(
    event.left_out.map(({ ref, why }: { ref: string; why: string }) => [ref, why]),
    [['ghost', 'unknown_person']],
  )
  assert.deepEqual([event.properties.due_date, event.triggers[0].id, event.made_by.name], [day(10), id, 'Due dates'])
  const message = await call('GET', `/v1/messages/${event.reached[0].messages[0].id}`)
  assert.match(message.subject ?? '', /ENG-142 due /)
})

test('that a date is over is told on the morning after it, while the item is open', async () => {
  const { person, trigger, post, at, told, day, call } = await dueWorld(server)
  await person('ann')
  await trigger(OVERDUE)
  await post(due(day(2)))
  await post({
    ...due(day(2), { type: 'issue_completed' }),
    entity: { ...EVENT.entity, id: '143', properties: { due_date: day(2) } },
  })
  await at(day(2), '23:00')
  assert.deepEqual(await told(), [])
  await at(day(3), '09:00')
  await at(day(3), '10:00')
  assert.deepEqual(await told(), [PASSED])
  const { items } = await call('GET', '/v1/events?type=due_date_passed')
  assert.deepEqual(
    items.map((one: typeof EVENT) => one.entity.identifier),
    ['ENG-142'],
  )
})

test('of a time it is told at the first nine o’clock after it', async () => {
  const { person, trigger, post, at, told, day } = await dueWorld(server)
  await person('ann')
  await trigger(OVERDUE)
  await trigger()
  await post(due(`${day(5)}T15:00:00+02:00`))
  await at(day(4), '09:00')
  assert.deepEqual(await told(), [REMINDED])
  await at(day(5), '23:00')
  assert.deepEqual(await told(), [REMINDED])
  await at(day(6), '09:00')
  assert.deepEqual(await told(), [REMINDED, PASSED])
})

test('a moved date is told of when it comes, and not when it was; back where it was, it was told of', async () => {
  const { person, trigger, post, at, told, day, row } = await dueWorld(server)
  await person('ann')
  await trigger()
  await post(due(day(10)))
  await post({ ...EVENT, type: 'date_changed', before: { due_date: day(10) }, after: { due_date: day(20) } })
  assert.equal((await row()).due, day(20))
  await at(day(9), '09:00')
  assert.deepEqual(await told(), [])
  await at(day(19), '09:00')
  assert.deepEqual(await told(), [REMINDED])
  await post(due(day(30)))
  await post(due(day(20)))
  await at(day(19), '09:30')
  assert.deepEqual(await told(), [REMINDED])
  await post(due(day(30)))
  await at(day(29), '09:00')
  assert.deepEqual(await told(), [REMINDED, REMINDED])
})

const ENDS: [string, object][] = [
  ['taken away', due(null)],
  ['emptied', due('')],
  ['something else than a date', due('next week')],
  ['of an item that is completed', { ...EVENT, type: 'issue_completed' }],
  ['of an item in a state of the completed', { ...EVENT, type: 'state_changed', after: { state_group: 'completed' } }],
  ['of an item that is archived', { ...EVENT, type: 'archive_changed' }],
  ['of an item that is deleted', { ...EVENT, type: 'issue.deleted', after: { deleted: true } }],
]
for (const [what, event] of ENDS)
  test(`nobody is told of a date that is ${what}; until it is open again`, async () => {
    const { person, trigger, post, at, told, day, row } = await dueWorld(server)
    await person('ann')
    await trigger()
    await post(due(day(10)))
    await post(event)
    assert.equal((await row()).next_at, null)
    await at(day(9), '09:00')
    assert.deepEqual(await told(), [])
    await post({ ...EVENT, type: 'archive_changed', after: { archived: false } })
    await post({ ...due(day(12)), after: { completed: false } })
    await at(day(11), '09:00')
    assert.deepEqual(await told(), [REMINDED])
  })

test('an older event that comes later moves nothing, and one that is silent takes nothing away', async () => {
  const { person, trigger, post, row, day } = await dueWorld(server)
  await person('ann')
  await trigger()
  await post(due(day(10)))
  await post({ ...due(day(3)), occurred_at: '2026-01-01T00:00:00Z' })
  await post({ ...EVENT, type: 'comment_added', recipients: { mentioned: ['bob'] } })
  const { due: known, said_in } = await row()
  assert.equal(known, day(10))
  assert.notEqual(said_in['role:assignees'], said_in['role:mentioned'])
})

test('a date long past when it comes in is told of to nobody; one of a few hours ago is', async () => {
  const { person, trigger, post, at, told, day } = await dueWorld(server)
  await person('ann')
  await trigger(OVERDUE)
  for (let i = 1; i <= 20; i++)
    await post({ ...due(day(-i - 1)), entity: { ...EVENT.entity, id: `${i}`, properties: { due_date: day(-i - 1) } } })
  await at(day(0), '09:05')
  assert.deepEqual(await told(), [])
  await post(due(day(-1)))
  await at(day(0), '14:00')
  assert.deepEqual(await told(), [PASSED])
})

test('a trigger that is made or changed later holds for the dates that are known', async () => {
  const { person, trigger, post, at, told, day, call } = await dueWorld(server)
  await person('ann')
  await post(due(day(10)))
  const { id } = await trigger()
  await call('PATCH', `/v1/triggers/${id}`, { days_ahead: 2, time_of_day: '07:00' })
  await at(day(8), '06:59')
  assert.deepEqual(await told(), [])
  await at(day(8), '07:00')
  assert.deepEqual(await told(), [REMINDED])
})

test('one that is switched off tells nobody', async () => {
  const { person, trigger, post, at, told, day, call } = await dueWorld(server)
  await person('ann')
  const { id } = await trigger()
  await post(due(day(10)))
  await call('PATCH', `/v1/triggers/${id}`, { active: false })
  await at(day(9), '09:00')
  assert.deepEqual(await told(), [])
})

test('conditions are judged by what the item is when its time comes', async () => {
  const { person, trigger, post, at, told, day } = await dueWorld(server)
  await person('ann')
  await trigger({ conditions: { '==': [{ var: 'entity.properties.priority' }, 'urgent'] } })
  const item = (priority: string) => ({
    ...EVENT,
    entity: { ...EVENT.entity, properties: { due_date: day(10), priority } },
  })
  await post(item('low'))
  await at(day(9), '09:00')
  assert.deepEqual(await told(), [])
  await post(item('urgent'))
  await at(day(9), '10:00')
  assert.deepEqual(await told(), [REMINDED])
})

test('who comes to have to do with it on that day is told still, and nobody again', async () => {
  const { person, trigger, post, at, told, day } = await dueWorld(server)
  await person('ann')
  await person('bob')
  await trigger()
  await post(due(day(10)))
  await at(day(9), '09:00')
  await post({ ...EVENT, type: 'assignee_changed', recipients: { assignees: ['ann', 'bob'] } })
  await at(day(9), '11:00')
  assert.deepEqual(await told(), [REMINDED, 'due_date_reminder bob'])
})
