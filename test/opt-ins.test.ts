import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace } from './app.ts'

let server: TestServer
let ours: TestWorkspace
before(async () => {
  server = await startTestServer({ role: 'api' })
  ours = await server.workspace()
})
after(() => server.stop())

interface Person {
  id: string
  opt_ins: Record<string, unknown>[]
  errors?: { pointer: string }[]
}

const consent = {
  wording: 'Acme may text me about my orders.',
  version: 'checkout 4',
  at: '2026-01-02T03:04:05Z',
  source: 'https://acme.example/checkout',
  address: '198.51.100.7',
}

test('what shows that somebody agreed is kept with the number, and shown with the person', async () => {
  const made = await ours.call<Person>('POST', '/v1/people', { first_name: 'Ana', phone: '+14155558201', consent })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { body } = await ours.call<Person>('GET', `/v1/people/${made.body.id}`)
  const { kept_at, ...kept } = body.opt_ins[0]!
  assert.ok(kept_at)
  assert.deepEqual(kept, {
    source: 'api',
    wording: consent.wording,
    version: consent.version,
    at: '2026-01-02T03:04:05.000Z',
    where: consent.source,
    address: consent.address,
    by: 'Test key',
  })
  // It is about that number and follows to no other.
  const changed = await ours.call<Person>('PATCH', `/v1/people/${made.body.id}`, { phone: '+14155558202' })
  assert.deepEqual(changed.body.opt_ins, [])
  const again = { phone: '+14155558202', consent: { wording: 'Yes.' } }
  const second = await ours.call<Person>('PATCH', `/v1/people/${made.body.id}`, again)
  assert.deepEqual([second.body.opt_ins.length, String(second.body.opt_ins[0]!.version).length], [1, 12])
})

test('it is about a number, which is sent with it', async () => {
  const { status, body } = await ours.call<Person>('POST', '/v1/people', { first_name: 'Ana', consent })
  assert.deepEqual([status, body.errors?.[0]?.pointer], [422, '/consent'])
})
