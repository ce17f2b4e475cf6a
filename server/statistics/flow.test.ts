import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer } from '../../test/app.ts'
import { eventsTurn } from '../alerts/claim-events.ts'
import { erasingTurn } from '../messages/erasing.ts'
import { countAll, counted, kept } from './testing.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

const ENTITY = {
  type: 'issue',
  id: '142',
  identifier: 'ENG-142',
  title: 'Fix login redirect',
  url: 'https://app.acme.example/issues/ENG-142',
}

test('what the API takes, what events tell and what is erased is counted without anybody saying so', async () => {
  const acme = await server.workspace()
  const { context } = server
  const post = async (path: string, body: object) => {
    const { status, body: answer } = await acme.call<{ id: string }>('POST', path, body)
    assert.ok(status < 300, JSON.stringify(answer))
    return answer.id
  }
  const ines = await post('/v1/people', {
    external_id: 'u-1',
    first_name: 'Ines',
    last_name: 'Okafor',
    email: 'ines@acme.example',
  })
  // Nothing is connected: it is skipped, and on record.
  await post('/v1/messages', { to: '+14155550142', body: 'Deploy finished', class: 'alert' })
  const exact = async () => {
    await countAll(context, acme.id)
    const now = await kept(context, acme.id)
    assert.deepEqual(now, await counted(context, acme.id, 'UTC'))
    return Object.keys(now.person).map((key) => key.split('|')[1])
  }
  assert.deepEqual(await exact(), [])
  await post('/v1/triggers', {
    name: 'Mentioned',
    event_type: 'mentioned',
    template: 'mentioned',
    recipients: { roles: ['mentioned'] },
  })
  await post('/v1/events', { type: 'mentioned', entity: ENTITY, recipients: { mentioned: ['u-1'] } })
  while (await eventsTurn(context));
  const told = await exact()
  assert.ok(told.length > 0 && told.every((person) => person === ines))
  await acme.call('DELETE', `/v1/people/${ines}`)
  while (await erasingTurn(context));
  const after = await exact()
  assert.ok(after.length > 0 && after.every((person) => person !== ines))
  const today = new Date().toISOString().slice(0, 10)
  const { body } = await acme.call<{ total: { messages: number } }>('GET', `/v1/statistics?from=${today}&to=${today}`)
  assert.equal(body.total.messages, 1 + told.length)
})
