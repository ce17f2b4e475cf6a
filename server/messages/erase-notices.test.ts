import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from '../../test/app.ts'
import { insertMessage } from '../../test/rows.ts'
import { eventsTurn } from '../alerts/claim-events.ts'
import { erasingEventsTurn } from '../alerts/erase-events.ts'
import { keepLinks, makeLink } from './opt-out-links.ts'
import { type ErasingTests, openErasingTests } from './testing-erasing.ts'
import { placesOf } from './testing-places.ts'

let tests: ErasingTests
before(async () => {
  tests = await openErasingTests()
})
after(() => tests.stop())

const EMAIL = 'zelda.zaborowski@acme.example'
const REF = 'zz-4711'
const WORDS = ['Zelda', 'Zaborowski', 'zelda', 'zaborowski', REF]
const MENTIONED = {
  type: 'mentioned',
  entity: {
    type: 'issue',
    id: '142',
    identifier: 'ENG-142',
    title: 'Call Zelda back',
    url: 'https://app.acme.example/issues/zelda-zaborowski',
    properties: { reporter: EMAIL, said_by: [REF] },
  },
  before: { assignee: REF },
  after: { assignee: null },
  recipients: { mentioned: [REF] },
}

async function post(workspace: TestWorkspace, more: object = {}, headers?: Record<string, string>): Promise<string> {
  const { status, body } = await workspace.call<{ id: string }>(
    'POST',
    '/v1/events',
    { ...MENTIONED, ...more },
    headers,
  )
  assert.equal(status, 202, JSON.stringify(body))
  return body.id
}

async function lookAtEvents(): Promise<void> {
  while (await eventsTurn(tests.server.context));
}

/** Somebody who is told on all three channels. */
async function zelda(workspace: TestWorkspace, phone = tests.newNumber()): Promise<string> {
  await workspace.call('POST', '/v1/triggers', {
    name: 'Mentioned',
    event_type: 'mentioned',
    template: 'mentioned',
    recipients: { roles: ['mentioned'] },
  })
  const named = { first_name: 'Zelda', last_name: 'Zaborowski', external_id: REF, email: EMAIL }
  const id = await tests.addPerson(workspace, { ...named, phone })
  const choices = JSON.stringify({ 'mentioned:sms': true })
  await tests.owner.query('insert into preferences (workspace_id, person_id, choices) values ($1, $2, $3)', [
    workspace.id,
    id,
    choices,
  ])
  return id
}

interface Told {
  id: string
  channel: string
  status: string
}

const told = async (workspace: TestWorkspace) =>
  (await workspace.call<{ items: Told[] }>('GET', '/v1/messages?limit=50')).body.items

test('of what events said and told nothing names somebody who is erased', async () => {
  const { server, owner, newNumber, hashOf, erase, finish, addPerson } = tests
  const workspace = await server.workspace()
  // Before the directory knew them: what the product calls them stands in the decision.
  const unknown = await post(workspace, {
    entity: { type: 'user', id: REF, properties: { due_date: '2030-01-01' } },
    before: undefined,
  })
  await lookAtEvents()
  const number = newNumber()
  const id = await zelda(workspace, number)
  // Somebody of the same number, who stays.
  await addPerson(workspace, { phone: number })
  const reached = await post(workspace, {}, { 'idempotency-key': 'once' })
  const byThem = await post(workspace, { actor: REF })
  const aboutNumber = await post(workspace, {
    recipients: {},
    before: { call: number },
    entity: { type: 'a', id: '1' },
  })
  const others = await post(workspace, {
    entity: { type: 'issue', id: '7', title: 'Something else' },
    before: undefined,
    recipients: { mentioned: ['nobody'] },
  })
  await lookAtEvents()
  await insertMessage({ context: server.context, db: server.context.db }, workspace.id, {
    to: number,
    status: 'queued',
    person_id: id,
  })
  const [text] = (await told(workspace)).filter(({ status }) => status === 'skipped')
  const link = { codeHash: makeLink().codeHash, numberHash: hashOf(number), messageId: text!.id }
  await server.context.db.tenant(workspace.id, (tx) => keepLinks(tx, workspace.id, [link]))
  const found = await placesOf(server.context, owner, [...WORDS, id, number.slice(2)], [])
  for (const place of [
    'messages.to_sealed',
    'messages.body_sealed',
    'messages.person_id',
    'messages.dedupe_key',
    'messages.url',
    'inbox_items.person_id',
    'links.target',
    'links.person_id',
    'events.payload_sealed',
    'events.decision',
    'events.entity_id',
    'due_dates.entity_id',
  ])
    assert.ok(found.includes(place), `the search misses ${place}`)
  assert.deepEqual(
    (await owner.query('select state from message_mails where workspace_id = $1', [workspace.id])).rows,
    [{ state: 'waiting' }],
  )

  await erase(workspace, id)
  await finish()
  // Who erased whom is on record, by the id alone.
  assert.deepEqual(await placesOf(server.context, owner, [...WORDS, id], []), ['audit_entries.target'])
  for (const table of ['message_mails', 'inbox_items', 'links', 'opt_out_links', 'queue', 'erasures']) {
    const { rows } = await owner.query(`select from ${table} where workspace_id = $1`, [workspace.id])
    assert.equal(rows.length, 0, table)
  }
  assert.deepEqual((await told(workspace)).map(({ channel, status }) => `${channel} ${status}`).sort(), [
    'email cancelled',
    'in_app delivered',
    'sms cancelled',
    'sms skipped',
  ])
  type Shown = Record<string, unknown> & { entity: Record<string, unknown>; reached: { name: unknown }[] }
  const shown = async (event: string) => (await workspace.call<Shown>('GET', `/v1/events/${event}`)).body
  const { entity, actor, before, properties, reached: people } = await shown(reached)
  assert.deepEqual(
    [entity, actor, before, properties],
    [{ type: 'issue', id: '142', identifier: 'ENG-142', title: null, url: null }, null, null, null],
  )
  assert.deepEqual(
    people.map(({ name }) => name),
    [null],
  )
  const actors = [(await shown(byThem)).actor, (await shown(unknown)).entity.id]
  assert.match(String(actors[0]), /^erased_[0-9a-f]{26}$/)
  assert.equal(actors[0], actors[1])
  assert.equal((await shown(aboutNumber)).before, null)
  assert.equal((await shown(others)).entity.title, 'Something else')
  assert.equal(await post(workspace, {}, { 'idempotency-key': 'once' }), reached)
  const { body: log } = await workspace.call<{ items: { sentence: string }[] }>('GET', '/v1/audit')
  assert.match(JSON.stringify(log.items), /from 2 texts and 0 replies, 2 mails and inbox entries, and 4 events/)
})

test('an event that waits to be looked at is looked at first', async () => {
  const { server, owner, erase, finish } = tests
  const workspace = await server.workspace()
  const id = await zelda(workspace)
  const event = await post(workspace)
  await erase(workspace, id)
  await finish()
  const left = async () => (await owner.query('select from erasures where workspace_id = $1', [workspace.id])).rowCount
  assert.equal(await left(), 1)
  await lookAtEvents()
  await finish()
  assert.equal(await left(), 0)
  const { body } = await workspace.call<{ outcome: string; left_out: { why: string }[] }>('GET', `/v1/events/${event}`)
  assert.deepEqual([body.outcome, body.left_out[0]?.why], ['nobody', 'unknown_person'])
  assert.deepEqual(await placesOf(server.context, owner, WORDS, []), [])
})

test('many events are looked through once for all who were erased, and after a death from where it got to', async () => {
  const { server, owner, addPerson, erase, finish } = tests
  const workspace = await server.workspace()
  const refs = ['first-4711', 'second-4712']
  const ids = await Promise.all(refs.map((external_id) => addPerson(workspace, { external_id })))
  const events = (ref: string) => ({
    events: Array.from({ length: 600 }, (_, i) => ({
      type: 'mentioned',
      actor: ref,
      entity: { type: 'issue', id: `${i}` },
    })),
  })
  for (const ref of refs) assert.equal((await workspace.call('POST', '/v1/events', events(ref))).status, 202)
  await lookAtEvents()
  for (const id of ids) await erase(workspace, id)
  await owner.query(`update erasures set marked_at = marked_at - interval '61 seconds'`)
  await owner.query(`update events set received_at = received_at - interval '62 seconds'`)
  const { db } = server.context
  const dying: typeof db.system = (work) =>
    db.system(async (tx) => {
      await work(tx)
      throw new Error('killed')
    })
  await assert.rejects(erasingEventsTurn({ ...server.context, db: { ...db, system: dying } }), /killed/)
  let turns = 0
  while (await erasingEventsTurn(server.context)) turns += 1
  assert.equal(turns, 3)
  const { rows } = await owner.query('select person_id, events from erasures where workspace_id = $1', [workspace.id])
  assert.deepEqual(
    rows.map((row) => row.events),
    [600, 600],
  )
  await finish()
  assert.deepEqual(await placesOf(server.context, owner, refs, []), [])
})
