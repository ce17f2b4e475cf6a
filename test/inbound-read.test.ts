import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../server/kit/id.ts'
import { receiveInbound } from '../server/messages/inbound.ts'
import { startTestServer, type TestServer, type TestWorkspace } from './app.ts'

let server: TestServer
before(async () => {
  server = await startTestServer({ role: 'api' })
})
after(() => server.stop())

interface Text {
  id: string
  from: string
  body: string
  person: { id: string; name: string; others: number } | null
}

let count = 0

async function texted(workspace: TestWorkspace, from: string, body: string): Promise<string> {
  const arrival = { workspaceId: workspace.id, connectionId: newId('con'), provider: 'webhook', account: null }
  const text = { reference: `in-${count++}`, from, to: '+14155550100', service: null, body, answered: true }
  return (await receiveInbound(server.context, arrival, { ...text, proof: 'signature' }))!.id
}

const list = async (workspace: TestWorkspace, query = '') =>
  (await workspace.call<{ items: Text[] }>('GET', `/v1/inbound${query}`)).body.items

test('who has the number is told with the text, to those alone who may read people', async () => {
  const workspace = await server.workspace()
  const add = (person: object) => workspace.call<{ id: string }>('POST', '/v1/people', person)
  const { id } = (await add({ first_name: 'Night', last_name: 'Desk', phone: '+14155550142' })).body
  await add({ last_name: 'Former', phone: '+14155550142', active: false })
  const text = await texted(workspace, '+14155550142', 'On my way')
  await texted(workspace, '+14155550143', 'Who is this?')
  assert.deepEqual(
    (await list(workspace)).map(({ person }) => person),
    [null, { id, name: 'Night Desk', others: 1 }],
  )
  const one = await workspace.call<Text>('GET', `/v1/inbound/${text}`)
  assert.deepEqual([one.body.body, one.body.person?.name], ['On my way', 'Night Desk'])
  const key = await workspace.call<{ key: string }>('POST', '/v1/api-keys', {
    name: 'R',
    permissions: ['history.read'],
  })
  const answer = await fetch(`${server.url}/v1/inbound`, { headers: { authorization: `Bearer ${key.body.key}` } })
  const { items } = (await answer.json()) as { items: Text[] }
  assert.deepEqual(
    items.map(({ person }) => person),
    [null, null],
  )
})

test('a span of time can be asked for, alone and with what the texts were read as', async () => {
  const workspace = await server.workspace()
  await texted(workspace, '+14155550142', 'HELP')
  const [before, later] = ['2020-01-01T00:00:00Z', '2090-01-01T00:00:00Z']
  for (const more of ['', '&reading=help']) {
    assert.equal((await list(workspace, `?since=${before}&until=${later}${more}`)).length, 1)
    assert.equal((await list(workspace, `?since=${later}${more}`)).length, 0)
    assert.equal((await list(workspace, `?until=${before}${more}`)).length, 0)
  }
  assert.equal((await workspace.call('GET', '/v1/inbound?since=yesterday')).status, 422)
})

test('the number behind a text is shown in full where that may be, and the look is on record', async () => {
  const [workspace, other] = [await server.workspace(), await server.workspace()]
  const id = await texted(workspace, '+14155550142', 'Hello')
  const { body } = await workspace.call('POST', `/v1/inbound/${id}/reveal`)
  assert.deepEqual(body, { from: '+14155550142' })
  const audit = await workspace.call<{ items: { action: string; target: string }[] }>('GET', '/v1/audit')
  assert.ok(audit.body.items.some(({ action, target }) => action === 'number.revealed' && target === id))
  for (const path of [`/v1/inbound/${id}/reveal`, '/v1/inbound/inb_x/reveal'])
    assert.equal((await other.call('POST', path)).status, 404)
  assert.equal((await other.call('GET', `/v1/inbound/${id}`)).status, 404)
})
