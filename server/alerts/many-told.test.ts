import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer } from '../../test/app.ts'
import { eventsTurn } from './claim-events.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

async function acme() {
  const workspace = await server.workspace({ name: 'Acme' })
  const call = (method: string, path: string, body?: unknown) => workspace.call<Answer>(method, path, body)
  const made = async (path: string, body: object) => {
    const answer = await call('POST', path, body)
    assert.ok(answer.status < 300, JSON.stringify(answer.body))
    return answer.body.id as string
  }
  const rows = async (text: string, ...values: unknown[]) =>
    (await server.context.db.pool.query<Answer>(text, [workspace.id, ...values])).rows
  const process = async () => {
    while (await eventsTurn(server.context));
  }
  const person = (external_id: string, more: object = {}) =>
    made('/v1/people', { external_id, first_name: external_id, ...more })
  const trigger = (more: object = {}) => made('/v1/triggers', { ...TRIGGER, ...more })
  const settled = async (more: object = {}) => {
    const id = await made('/v1/events', { ...EVENT, ...more })
    await process()
    return (await call('GET', `/v1/events/${id}`)).body
  }
  return { call, made, rows, process, person, trigger, settled }
}

const EVENT = {
  type: 'mentioned',
  entity: { type: 'issue', id: '1', identifier: 'ENG-1' },
  recipients: { assignees: ['ann'] },
}
const TRIGGER = { name: 'T', event_type: 'mentioned', template: 'mentioned', recipients: { roles: ['assignees'] } }

test('a group of 20,000 is told, each once, of one event after another', async () => {
  const { made, rows, trigger, process, call } = await acme()
  const group = await made('/v1/groups', { name: 'All' })
  await rows(
    `insert into persons (workspace_id, id, first_name) select $1, 'per_' || lpad(i::text, 26, '0'), 'P' from generate_series(1, 20000) i`,
  )
  await rows(
    `insert into group_people (workspace_id, group_id, person_id) select $1, $2, id from persons where workspace_id = $1`,
    group,
  )
  await trigger({ recipients: { groups: [group] } })
  const events = Array.from({ length: 2 }, (_, i) => ({ ...EVENT, id: `e${i}` }))
  await call('POST', '/v1/events', { events })
  await process()
  const [count] = await rows(
    'select count(*)::int as messages, count(distinct person_id)::int as people, count(distinct event_id)::int as events from messages where workspace_id = $1',
  )
  assert.deepEqual(count, { messages: 40_000, people: 20_000, events: 2 })
  const { items } = (await call('GET', '/v1/events')).body
  assert.deepEqual(
    items.map(({ told }: Answer) => told),
    [20_000, 20_000],
  )
})

test('managers are told of those whom the event names, once for all of theirs, and not of their own doing', async () => {
  const { person, trigger, settled } = await acme()
  const boss = await person('boss')
  const chief = await person('chief')
  await person('ann', { manager_id: boss })
  await person('bob', { manager_id: boss })
  await person('cid', { manager_id: chief })
  await person('alone')
  await trigger({ recipients: { managers_of: ['assignees'] } })
  const event = await settled({ actor: 'chief', recipients: { assignees: ['ann', 'bob', 'cid', 'alone', 'ghost'] } })
  assert.deepEqual(
    event.reached.map((one: Answer) => one.person_id),
    [boss],
  )
  assert.deepEqual(
    event.left_out.map((one: Answer) => [one.ref, one.why]),
    [[chief, 'own_change']],
  )
})

test('a trigger whose template is no more tells in the words for any event', async () => {
  const { person, trigger, settled, rows, call } = await acme()
  await person('ann')
  await trigger()
  await rows(`update triggers set template = 'of_another_day' where workspace_id = $1`)
  const event = await settled()
  assert.equal(event.outcome, 'reached')
  const message = (await call('GET', `/v1/messages/${event.reached[0].messages[0].id}`)).body
  assert.match(message.subject, /ENG-1 Mentioned/)
})

test('a template that was returned to the catalog’s words tells in those', async () => {
  const { person, trigger, settled, call } = await acme()
  await person('ann')
  await trigger()
  const own = { email_subject: 'Hey {{ entity.identifier }}', email_body: 'Look.', sms_wording: null }
  assert.equal((await call('PUT', '/v1/templates/mentioned', own)).status, 200)
  const subject = async () => {
    const event = await settled()
    return (await call('GET', `/v1/messages/${event.reached[0].messages[0].id}`)).body.subject
  }
  assert.equal(await subject(), 'Hey ENG-1')
  assert.equal((await call('DELETE', '/v1/templates/mentioned')).status, 204)
  assert.match(await subject(), /^\[Acme\] ENG-1/)
})

test('half a character anywhere in an event breaks nothing: whoever can be told is', async () => {
  const half = '\ud83d'
  const { person, trigger, settled, rows } = await acme()
  await person('ann')
  await trigger({ event_type: 'mentioned', recipients: { roles: ['assignees'] } })
  const event = await settled({
    actor: `by ${half}`,
    entity: {
      type: `issue ${half}`,
      id: `1 ${half}`,
      identifier: `ENG ${half}`,
      title: half,
      properties: { due_date: '2099-12-01', [half]: half },
    },
    before: { state: half },
    recipients: { assignees: ['ann', `ghost ${half}`] },
  })
  assert.deepEqual([event.outcome, event.told], ['reached', 1])
  assert.deepEqual(
    event.left_out.map((one: Answer) => one.ref),
    ['ghost �'],
  )
  assert.equal(event.due.status, 'scheduled')
  assert.equal((await rows('select due from due_dates where workspace_id = $1')).length, 1)
})

test('half a character in a trigger is refused or taken, and never a failure of ours', async () => {
  const { call } = await acme()
  for (const more of [
    { name: 'T \ud83d' },
    { conditions: { '==': [{ var: 'after.state' }, '\ud83d'] } },
    { recipients: { people: ['\ud83d'] } },
    { recipients: { groups: ['\ud83d'] } },
  ]) {
    const { status, body } = await call('POST', '/v1/triggers', { ...TRIGGER, ...more })
    assert.ok(status === 201 || status === 422, JSON.stringify(body))
  }
})

test('people and groups of another workspace are no recipients here', async () => {
  const [ours, theirs] = [await acme(), await acme()]
  const [person, group] = [await theirs.person('ann'), await theirs.made('/v1/groups', { name: 'All' })]
  const { status, body } = await ours.call('POST', '/v1/triggers', {
    ...TRIGGER,
    recipients: { people: [person], groups: [group] },
  })
  assert.equal(status, 422)
  assert.deepEqual(
    body.errors.map((one: Answer) => one.pointer),
    ['/recipients/people/0', '/recipients/groups/0'],
  )
})
