import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { eventsTurn } from './claim-events.ts'
import { WITH_MAIL } from './testing-urgent.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api', environment: WITH_MAIL })
})
after(() => server.stop())

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

async function acme() {
  const workspace: TestWorkspace = await server.workspace({ name: 'Acme' })
  const call = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await workspace.call<Answer>(method, path, body, headers)
    return answer
  }
  const person = async (external_id: string, more: object = {}) => {
    const { status, body } = await call('POST', '/v1/people', {
      external_id,
      first_name: external_id,
      email: `${external_id}@acme.example`,
      ...more,
    })
    assert.equal(status, 201, JSON.stringify(body))
    return body.id as string
  }
  const trigger = async (more: object = {}) => {
    const { status, body } = await call('POST', '/v1/triggers', { ...MENTIONED, ...more })
    assert.equal(status, 201, JSON.stringify(body))
    return body
  }
  const post = async (more: object = {}) => {
    const { status, body } = await call('POST', '/v1/events', { ...EVENT, ...more })
    assert.equal(status, 202, JSON.stringify(body))
    return body.id as string
  }
  const process = async () => {
    while (await eventsTurn(server.context));
  }
  /** Posted and looked at. */
  const settled = async (more: object = {}) => {
    const id = await post(more)
    await process()
    return (await call('GET', `/v1/events/${id}`)).body
  }
  return { workspace, call, person, trigger, post, process, settled }
}

const EVENT = {
  type: 'mentioned',
  occurred_at: '2026-03-12T14:02:00Z',
  actor: 'mallory',
  entity: {
    type: 'issue',
    id: '142',
    identifier: 'ENG-142',
    title: 'Fix login redirect',
    url: 'https://app.acme.example/issues/ENG-142',
  },
  recipients: { mentioned: ['ann'] },
}
const MENTIONED = {
  name: 'Mentioned',
  event_type: 'mentioned',
  template: 'mentioned',
  recipients: { roles: ['mentioned'] },
}

test('an event reaches those whom its trigger means, and says so', async () => {
  const { person, trigger, settled, call } = await acme()
  const ann = await person('ann')
  const { id } = await trigger()
  const event = await settled()
  assert.equal(event.outcome, 'reached')
  assert.equal(event.outcome_text, '1 trigger fitted it, and 1 person was told.')
  assert.deepEqual(event.triggers, [{ id, name: 'Mentioned' }])
  const [reached] = event.reached
  assert.deepEqual([reached.person_id, reached.name, reached.trigger_id], [ann, 'ann', id])
  assert.deepEqual(reached.messages.map((one: Answer) => [one.channel, one.status]).sort(), [
    ['email', 'queued'],
    ['in_app', 'delivered'],
  ])
  const { body: message } = await call('GET', `/v1/messages/${reached.messages[0].id}`)
  assert.deepEqual([message.person_id, message.event_id, message.template], [ann, event.id, 'mentioned@0'])
  assert.match(message.subject, /ENG-142/)
})

test('the same event by its id is kept once, whatever came with it', async () => {
  const { call, trigger, person, process } = await acme()
  await person('ann')
  await trigger()
  const first = await call('POST', '/v1/events', { ...EVENT, id: 'e-1' })
  const again = await call(
    'POST',
    '/v1/events',
    { ...EVENT, id: 'e-1', type: 'comment_added' },
    { 'idempotency-key': 'x' },
  )
  assert.deepEqual([first.body.repeated, again.body.repeated], [false, true])
  assert.equal(again.body.id, first.body.id)
  await process()
  assert.equal((await call('GET', '/v1/messages?limit=10')).body.items.length, 2)
})

test('a hundred at once with one id are one', async () => {
  const { call } = await acme()
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      call('POST', '/v1/events', {
        events: [
          { ...EVENT, id: 'same' },
          { ...EVENT, id: 'other' },
        ],
      }),
    ),
  )
  assert.ok(answers.every(({ status }) => status === 202))
  const fresh = answers.flatMap(({ body }) => body.items).filter(({ repeated }: Answer) => !repeated)
  assert.equal(fresh.length, 2)
  assert.equal((await call('GET', '/v1/events')).body.items.length, 2)
})

test('a request with a key that was used answers as the first did, and refuses other events', async () => {
  const { call } = await acme()
  const key = { 'idempotency-key': 'monday' }
  const events = { events: [EVENT, { ...EVENT, type: 'comment_added' }] }
  const first = await call('POST', '/v1/events', events, key)
  const again = await call('POST', '/v1/events', events, key)
  assert.deepEqual(
    again.body.items,
    first.body.items.map(({ id }: Answer) => ({ id, repeated: true })),
  )
  const other = await call('POST', '/v1/events', { events: [{ ...EVENT, type: 'label_changed' }, EVENT, EVENT] }, key)
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused'])
  assert.equal((await call('GET', '/v1/events')).body.items.length, 2)
})

test('a dry run says who would be told and keeps nothing', async () => {
  const { call, person, trigger } = await acme()
  const ann = await person('ann')
  const { id } = await trigger()
  const event = { ...EVENT, recipients: { mentioned: ['ann', 'ghost'] } }
  const { status, body } = await call('POST', '/v1/events?dry_run=true', event)
  assert.equal(status, 200)
  assert.deepEqual(body.told, [{ person_id: ann, name: 'ann', trigger_id: id, channels: ['in_app', 'email'] }])
  assert.deepEqual(body.left_out, [{ ref: 'ghost', trigger_id: id, why: 'unknown_person' }])
  assert.equal((await call('GET', '/v1/events')).body.items.length, 0)
})

test('an event that no active trigger fits says that', async () => {
  const { settled, trigger, person } = await acme()
  await person('ann')
  await trigger({ active: false })
  await trigger({ name: 'Urgent alone', conditions: { '==': [{ var: 'after.priority' }, 'urgent'] } })
  const event = await settled({ after: { priority: 'low' } })
  assert.deepEqual([event.outcome, event.triggers, event.reached], ['no_trigger', [], []])
  assert.equal((await settled({ after: { priority: 'urgent' } })).outcome, 'reached')
})

test('who wants texts and has no number gets none, and the record says why', async () => {
  const { person, trigger, settled, call, workspace } = await acme()
  const ann = await person('ann')
  await trigger()
  await server.context.db.tenant(workspace.id, (tx) =>
    tx.rows(
      '',
      `insert into preferences (workspace_id, person_id, choices) values ($1, $2, '{"mentioned:sms": true}')`,
      [workspace.id, ann],
    ),
  )
  const without = await settled()
  const skipped = without.reached[0].messages.find(({ channel }: Answer) => channel === 'sms')
  assert.deepEqual([skipped.status, skipped.skip_reason], ['skipped', 'no_phone'])
  await call('PATCH', `/v1/people/${ann}`, { phone: '+14155550142' })
  const withNumber = await settled()
  const text = withNumber.reached[0].messages.find(({ channel }: Answer) => channel === 'sms')
  assert.deepEqual([text.status, text.skip_reason], ['skipped', 'not_ready'])
  const { body } = await call('GET', `/v1/messages/${text.id}`)
  assert.equal(body.to, '+1 ••• ••• 0142')
  assert.match(body.body, /^Acme: ENG-142 .*https?:\/\/\S+$/)
})

test('an urgent alert that cannot go by text goes by mail, wanted or not, and says why', async () => {
  const { person, trigger, settled, call, workspace } = await acme()
  const ann = await person('ann')
  const { id } = await trigger({ urgent: true })
  const choices = '{"mentioned:sms": true, "mentioned:email": false, "mentioned:in_app": false}'
  await server.context.db.tenant(workspace.id, (tx) =>
    tx.rows('', 'insert into preferences (workspace_id, person_id, choices) values ($1, $2, $3)', [
      workspace.id,
      ann,
      choices,
    ]),
  )
  const { reached } = await settled()
  const of = (channel: string) => reached[0].messages.find((one: Answer) => one.channel === channel)
  assert.deepEqual([of('sms').skip_reason, of('email').status, of('in_app')], ['no_phone', 'queued', undefined])
  const { body } = await call('GET', `/v1/messages/${of('email').id}`)
  assert.equal(body.instead_of, of('sms').id)
  assert.match(body.status_text, /It is urgent, and the text could not go\.$/)
  await call('PATCH', `/v1/triggers/${id}`, { urgent: false })
  const calm = (await settled()).reached[0].messages
  assert.deepEqual(
    calm.map(({ channel }: Answer) => channel),
    ['sms'],
  )
})

test('an event that cannot be looked at keeps no other, and is given up in the end', async () => {
  const { person, trigger, post, process, call, workspace } = await acme()
  await person('ann')
  await trigger()
  const bad = await post()
  const good = await post()
  const { pool } = server.context.db
  await pool.query(`update events set payload_sealed = '\\x00' where id = $1`, [bad])
  await process()
  assert.equal((await call('GET', `/v1/events/${good}`)).body.outcome, 'reached')
  for (let i = 0; i < 5; i++) {
    await pool.query('update event_queue set due_at = now() where workspace_id = $1', [workspace.id])
    await process()
  }
  const left = await pool.query('select id from event_queue where workspace_id = $1', [workspace.id])
  const { rows } = await pool.query('select outcome, trouble from events where id = $1', [bad])
  assert.deepEqual([left.rows, rows], [[], [{ outcome: 'failed', trouble: 'Looking at it failed 5 times.' }]])
})

test('two workers look at each event once', async () => {
  const { person, trigger, call } = await acme()
  await person('ann')
  await trigger()
  const events = Array.from({ length: 900 }, (_, i) => ({ ...EVENT, id: `n-${i}` }))
  await call('POST', '/v1/events', { events })
  const turns = () => Promise.all([eventsTurn(server.context), eventsTurn(server.context), eventsTurn(server.context)])
  while ((await turns()).some(Boolean));
  const { rows } = await server.context.db.pool.query(
    `select count(*)::int as n, count(distinct event_id)::int as events from messages where template = 'mentioned@0' and event_id in
       (select id from events where external_id like 'n-%')`,
  )
  assert.deepEqual(rows, [{ n: 1800, events: 900 }])
})

const REFUSED: [string, object, string][] = [
  ['a type with capitals', { type: 'StateChanged' }, '/type'],
  ['an entity without an id', { entity: { type: 'issue' } }, '/entity/id'],
  ['an address that is no https', { entity: { ...EVENT.entity, url: 'http://app.acme.example/1' } }, '/entity/url'],
  ['a role with spaces', { recipients: { 'all people': [] } }, '/recipients/all people'],
  ['a time of another century', { occurred_at: '1970-01-01T00:00:00Z' }, '/occurred_at'],
  ['a value that is an object', { after: { state: { name: 'Done' } } }, '/after/state'],
  ['something that is not known', { priority: 'urgent' }, ''],
]
for (const [what, more, pointer] of REFUSED) {
  test(`an event with ${what} is refused at its place`, async () => {
    const { call } = await acme()
    const { status, body } = await call('POST', '/v1/events', { ...EVENT, ...more })
    assert.equal(status, 422)
    assert.ok(
      body.errors.some((one: Answer) => one.pointer === pointer),
      JSON.stringify(body.errors),
    )
  })
}
