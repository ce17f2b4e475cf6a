import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer } from '../../test/app.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

const DRAFT = {
  event_type: 'priority_changed',
  conditions: { '==': [{ var: 'after.priority' }, 'Urgent'] },
  recipients: { roles: ['assignees'] },
}
const ENTITY = { type: 'issue', id: '142', identifier: 'ENG-142' }

async function acme() {
  const workspace = await server.workspace({ name: 'Acme' })
  const call = (method: string, path: string, body?: unknown) => workspace.call<Answer>(method, path, body)
  await call('POST', '/v1/people', { external_id: 'ann', first_name: 'Ann', email: 'ann@acme.example' })
  const tried = async (draft: object) => {
    const { status, body } = await call('POST', '/v1/triggers/try', draft)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }
  return { call, tried }
}

test('a draft is tried on what came in within a day, and reaches each once', async () => {
  const { call, tried } = await acme()
  for (const [id, priority] of Object.entries({ 1: 'Urgent', 2: 'Low', 3: 'Urgent' })) {
    const event = { type: DRAFT.event_type, entity: { ...ENTITY, id }, after: { priority } }
    await call('POST', '/v1/events', { ...event, recipients: { assignees: ['ann', 'nobody-here'] } })
  }
  const { looked_at, fitted, people, unknown } = await tried(DRAFT)
  assert.deepEqual({ looked_at, fitted, people, unknown }, { looked_at: 3, fitted: 2, people: 1, unknown: 1 })
})

test('a draft is tried on a sample of the catalog, which may be changed', async () => {
  const { tried } = await acme()
  const { sample, looked_at } = await tried(DRAFT)
  assert.equal(looked_at, 0)
  assert.equal(sample.event.entity.identifier, 'ENG-142')
  assert.ok('priority' in sample.event.after, JSON.stringify(sample))
  const wants = (priority: string) => ({
    ...sample.event,
    after: { ...sample.event.after, priority },
    recipients: { assignees: ['ann', 'nobody-here'] },
  })
  const looks = async (priority: string) => {
    const { fits, people } = (await tried({ ...DRAFT, sample: wants(priority) })).sample
    return { fits, people }
  }
  assert.deepEqual(await looks('Urgent'), { fits: true, people: 1 })
  assert.deepEqual(await looks('Low'), { fits: false, people: 0 })
})

test('each of the sixteen has a sample that may be sent back, an own type that of its own', async () => {
  const { call, tried } = await acme()
  await call('POST', '/v1/event-types', {
    type: 'invoice.paid',
    name: 'Paid',
    about: 'Money.',
    sample: { amount: 120 },
  })
  const { items } = (await call('GET', '/v1/event-types')).body
  for (const { type } of items) {
    const draft = { event_type: type, recipients: { roles: ['lead'] } }
    const { sample } = await tried(draft)
    assert.deepEqual((await tried({ ...draft, sample: sample.event })).sample, sample, type)
    assert.equal(sample.fits, true)
    if (type === 'invoice.paid') assert.equal(sample.event.entity.properties.amount, 120)
  }
})

test('a sample that is no event is refused at its place', async () => {
  const { call } = await acme()
  const { status, body } = await call('POST', '/v1/triggers/try', { ...DRAFT, sample: { entity: { type: 'issue' } } })
  assert.equal(status, 422)
  assert.deepEqual(
    body.errors.map(({ pointer }: Answer) => pointer),
    ['/sample/entity/id'],
  )
})
