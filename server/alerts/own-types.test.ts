import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { EVENTS } from '../../shared/events.ts'
import { startTestServer, type TestServer } from '../../test/app.ts'
import { eventsTurn } from './claim-events.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

const PAID = {
  type: 'invoice.paid',
  name: 'Invoice paid',
  about: 'Money came in.',
  category: 'attention',
  sample: { amount: 120 },
  template: 'property_change',
}

async function acme() {
  const workspace = await server.workspace({ name: 'Acme' })
  const call = (method: string, path: string, body?: unknown) => workspace.call<Answer>(method, path, body)
  return { workspace, call }
}

test('there are the sixteen, the reminder, and what a workspace adds', async () => {
  const { call } = await acme()
  const { body: made, status } = await call('POST', '/v1/event-types', PAID)
  assert.equal(status, 201)
  assert.deepEqual(made, { ...PAID, own: true, posted: true })
  const { items } = (await call('GET', '/v1/event-types')).body
  const own = items.filter((one: Answer) => one.own)
  assert.deepEqual([items.length, own], [18, [made]])
  const shared = items.filter((one: Answer) => !one.own)
  assert.deepEqual(
    shared.map(({ type }: Answer) => type),
    [...Object.keys(EVENTS), 'due_date_reminder'],
  )
  assert.ok(
    shared.every(({ template }: Answer) => template),
    JSON.stringify(shared),
  )
})

test('an event of an own type tells in its own name, and everybody chooses of it', async () => {
  const { call } = await acme()
  await call('POST', '/v1/event-types', PAID)
  await call('POST', '/v1/people', { external_id: 'ann', first_name: 'Ann', email: 'ann@acme.example' })
  const trigger = { name: 'Paid', event_type: PAID.type, template: PAID.template, recipients: { roles: ['lead'] } }
  assert.equal((await call('POST', '/v1/triggers', trigger)).status, 201)
  const event = {
    type: PAID.type,
    entity: { type: 'invoice', id: '7', identifier: 'INV-7' },
    recipients: { lead: ['ann'] },
  }
  const { id } = (await call('POST', '/v1/events', event)).body
  while (await eventsTurn(server.context));
  const shown = (await call('GET', `/v1/events/${id}`)).body
  assert.deepEqual(
    shown.reached[0].messages.map(({ channel }: Answer) => channel),
    ['in_app'],
  )
  const message = (await call('GET', `/v1/messages/${shown.reached[0].messages[0].id}`)).body
  assert.equal(message.subject, '[Acme] INV-7 Invoice paid')
  const matrix = (await call('GET', `/v1/people/${shown.reached[0].person_id}/preferences`)).body.events
  const row = matrix.find(({ type }: Answer) => type === PAID.type)
  assert.deepEqual([row.name, row.own, row.in_app.on, row.email.on, row.sms.on], [PAID.name, true, true, false, false])
})

test('its words change and its key stays; it goes when no trigger waits for it', async () => {
  const { call } = await acme()
  await call('POST', '/v1/event-types', PAID)
  const path = `/v1/event-types/${PAID.type}`
  const changed = await call('PATCH', path, { name: 'Paid at last', sample: { amount: 1 } })
  assert.deepEqual(changed.body, { ...PAID, name: 'Paid at last', sample: { amount: 1 }, own: true, posted: true })
  assert.equal((await call('PATCH', path, { type: 'other' })).status, 422)
  const trigger = { name: 'Paid', event_type: PAID.type, template: 'mentioned', recipients: { roles: ['lead'] } }
  const { id } = (await call('POST', '/v1/triggers', trigger)).body
  const kept = await call('DELETE', path)
  assert.deepEqual([kept.status, kept.body.code], [409, 'in_use'])
  await call('DELETE', `/v1/triggers/${id}`)
  assert.equal((await call('DELETE', path)).status, 204)
  assert.equal((await call('DELETE', path)).status, 404)
})

const REFUSED: [string, object, number, string][] = [
  ['a type that all have', { type: 'mentioned' }, 422, '/type'],
  ['the reminder', { type: 'due_date_reminder' }, 422, '/type'],
  ['capitals', { type: 'InvoicePaid' }, 422, '/type'],
  ['no name', { name: ' ' }, 422, '/name'],
  ['a template that is none', { template: 'constructor' }, 422, '/template'],
  ['one that is there', {}, 409, '/type'],
]
for (const [what, more, status, pointer] of REFUSED)
  test(`a type with ${what} is refused at its place`, async () => {
    const { call } = await acme()
    if (status === 409) await call('POST', '/v1/event-types', PAID)
    const refused = await call('POST', '/v1/event-types', { ...PAID, ...more })
    assert.deepEqual([refused.status, refused.body.errors[0].pointer], [status, pointer])
  })

test('half a character in a sample is refused, and nothing breaks', async () => {
  const { call } = await acme()
  assert.equal((await call('POST', '/v1/event-types', { ...PAID, sample: { note: '\ud83d' } })).status, 422)
})

test('an event of a type that nobody added is kept, and fits the trigger that waits for it', async () => {
  const { call } = await acme()
  const { status, body } = await call('POST', '/v1/events', { type: 'never.heard_of', entity: { type: 'a', id: '1' } })
  assert.equal(status, 202)
  while (await eventsTurn(server.context));
  assert.equal((await call('GET', `/v1/events/${body.id}`)).body.outcome_text, 'No active trigger fitted it.')
})

test('there are two hundred at most, also of those that are made at once', async () => {
  const { call } = await acme()
  const names = Array.from({ length: 196 }, (_, i) => `own_${i}`)
  for (const type of names) await call('POST', '/v1/event-types', { type, name: type })
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, i) => call('POST', '/v1/event-types', { type: `late_${i}`, name: 'Late' })),
  )
  assert.equal(made.filter(({ status }) => status === 201).length, 4)
})
