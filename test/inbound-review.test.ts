import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../server/kit/id.ts'
import { receiveInbound } from '../server/messages/inbound.ts'
import { startTestServer, type TestServer, type TestWorkspace } from './app.ts'

let server: TestServer
let ours: TestWorkspace
before(async () => {
  server = await startTestServer({ role: 'api' })
  ours = await server.workspace()
})
after(() => server.stop())

interface Text {
  id: string
  from: string
  handle: string
  body: string
  reading: string
  effect: string | null
  decision: { decision: string; by: string } | null
}

let count = 0

/** A text that came in by a connection of the workspace. */
async function texted(workspace: TestWorkspace, from: string, body: string): Promise<string> {
  const arrival = { workspaceId: workspace.id, connectionId: newId('con'), provider: 'webhook', account: null }
  const text = { reference: `in-${count++}`, from, to: '+14155550100', service: null, body, answered: true }
  const received = await receiveInbound(server.context, arrival, { ...text, proof: 'signature' })
  return received!.id
}

const list = async (workspace: TestWorkspace, query = '') =>
  (await workspace.call<{ items: Text[]; next: string | null }>('GET', `/v1/inbound${query}`)).body
const review = (workspace: TestWorkspace, id: string, decision: string) =>
  workspace.call<Text & { code: string }>('POST', `/v1/inbound/${id}/review`, { decision })

test('texts are listed newest first, page by page, with what they were taken for and no whole number', async () => {
  const workspace = await server.workspace()
  for (const body of ['one', 'two', 'HELP', 'three']) await texted(workspace, '+14155550142', body)
  const first = await list(workspace, '?limit=3')
  assert.deepEqual(
    first.items.map(({ body, reading }) => [body, reading]),
    [
      ['three', 'other'],
      ['HELP', 'help'],
      ['two', 'other'],
    ],
  )
  assert.equal(first.items[0]!.from, '+1 ••• ••• 0142')
  const second = await list(workspace, `?limit=3&after=${first.next}`)
  assert.deepEqual([second.items.map(({ body }) => body), second.next], [['one'], null])
})

test('one number, one reading, and what waits for a person can be asked for', async () => {
  const workspace = await server.workspace()
  await texted(workspace, '+14155550142', 'Hello')
  await texted(workspace, '+14155550143', 'please stop')
  const { items } = await list(workspace)
  assert.equal((await list(workspace, `?recipient=${items[1]!.handle}`)).items[0]!.body, 'Hello')
  assert.equal((await list(workspace, '?reading=perhaps_stop')).items.length, 1)
  assert.equal((await list(workspace, '?undecided=true')).items[0]!.body, 'please stop')
  for (const query of ['?recipient=x', '?after=x', '?reading=x', '?undecided=false'])
    assert.equal((await workspace.call('GET', `/v1/inbound${query}`)).status, 422)
})

test('a text that is said to mean STOP stops the number as the recipient’s own word, on record, once', async () => {
  const workspace = await server.workspace()
  const id = await texted(workspace, '+14155550142', 'please stop texting me')
  for (let again = 0; again < 2; again++) {
    const { status, body } = await review(workspace, id, 'stop')
    assert.deepEqual([status, body.decision?.decision, body.decision?.by], [200, 'stop', 'Test key'])
  }
  const optOuts = await workspace.call<{ items: { source: string; removable: boolean; created_by: string }[] }>(
    'GET',
    '/v1/opt-outs',
  )
  assert.deepEqual(
    optOuts.body.items.map(({ source, removable, created_by }) => [source, removable, created_by]),
    [['person', false, 'Test key']],
  )
  const { body } = await workspace.call<{ items: { action: string }[] }>('GET', '/v1/audit')
  assert.deepEqual(
    body.items
      .map(({ action }) => action)
      .filter((action) => action !== 'api_key.created')
      .sort(),
    ['inbound_text.decided', 'opt_out.added'],
  )
  assert.deepEqual((await review(workspace, id, 'not_stop')).body.code, 'already_stopped')
  assert.deepEqual((await list(workspace, '?undecided=true')).items, [])
})

test('a text that is said to mean something else stops nothing, until somebody thinks better of it', async () => {
  const workspace = await server.workspace()
  const id = await texted(workspace, '+14155550142', 'the bus stop is closed')
  assert.equal((await review(workspace, id, 'not_stop')).status, 200)
  const optOuts = async () => (await workspace.call<{ items: unknown[] }>('GET', '/v1/opt-outs')).body.items.length
  assert.equal(await optOuts(), 0)
  assert.equal((await review(workspace, id, 'stop')).status, 200)
  assert.equal(await optOuts(), 1)
})

test('STOP counts where its connection was taken away a moment ago', async () => {
  const workspace = await server.workspace()
  await texted(workspace, '+14155550142', 'STOP')
  assert.equal((await list(workspace)).items[0]!.effect, 'stopped')
  assert.equal((await workspace.call<{ items: unknown[] }>('GET', '/v1/opt-outs')).body.items.length, 1)
})

test('what is plain is not decided about, and texts of others are not there', async () => {
  const id = await texted(ours, '+14155550142', 'Hello')
  assert.deepEqual((await review(ours, id, 'stop')).body.code, 'not_in_doubt')
  const other = await server.workspace()
  assert.equal((await review(other, id, 'stop')).status, 404)
  assert.deepEqual((await list(other)).items, [])
})
