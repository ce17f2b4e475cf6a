import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from './app.ts'
import { type Carrier, startCarrier, waitForStatus } from './carrier.ts'

let carrier: Carrier
let workspace: TestWorkspace

before(async () => {
  carrier = await startCarrier()
  workspace = await carrier.connected()
})
after(() => carrier.stop())

interface Accepted {
  id: string
  status: string
  skip_reason: string | null
}

async function send(): Promise<Accepted> {
  const body = { to: '+14155553142', body: 'Your table is ready' }
  const { status, body: answer } = await workspace.call<Accepted>('POST', '/v1/messages', body)
  assert.equal(status, 202)
  return answer
}

async function goes(): Promise<void> {
  const { id, status } = await send()
  assert.equal(status, 'queued')
  await waitForStatus(workspace, id, 'delivered')
}

async function isSkipped(): Promise<void> {
  const { status, skip_reason } = await send()
  assert.deepEqual([status, skip_reason], ['skipped', 'suspended'])
}

test('a workspace that is marked for deletion sends nothing until it is kept', async () => {
  await goes()
  const marked = await workspace.call('DELETE', '/v1/workspace', { slug: workspace.id.slice(3) })
  assert.equal(marked.status, 200)
  await isSkipped()
  await workspace.call('POST', '/v1/workspace/keep')
  await goes()
})

for (const [what, stop, go] of [
  ['suspended', { suspended_at: new Date(), suspended_why: 'Unpaid' }, { suspended_at: null, suspended_why: null }],
  ['without access to SMS', { sms_entitled: false }, { sms_entitled: true }],
] as const)
  test(`a workspace that is ${what} sends nothing until that ends`, async () => {
    const set = (columns: typeof stop | typeof go) =>
      carrier.server.context.db.signIn((tx) =>
        tx.updateTable('workspaces').set(columns).where('workspace_id', '=', workspace.id).execute(),
      )
    await set(stop)
    await isSkipped()
    await set(go)
    await goes()
  })
