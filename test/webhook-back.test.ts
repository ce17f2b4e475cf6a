import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import type { TestWorkspace } from './app.ts'
import { waitForStatus } from './carrier.ts'
import { type Gateway, SECRET, startGateway, status, TO } from './receiver.ts'

let gateway: Gateway
let workspace: TestWorkspace
let address: string
before(async () => {
  gateway = await startGateway()
  gateway.receiver.answers(status(200))
  workspace = await gateway.connected()
  const { body } = await workspace.call<{ address: string; state: null }>('GET', '/v1/sms/replies')
  assert.equal(body.state, null, 'there is nothing to point')
  address = body.address
})
after(() => gateway.stop())

let posts = 0

/** As the gateway posts to Handset; signed with another secret it is anybody. */
async function post(body: object, secret = SECRET): Promise<number> {
  const rawBody = JSON.stringify(body)
  const id = `evt_${posts++}`
  const at = new Date()
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, rawBody),
  }
  return (await fetch(address, { method: 'POST', headers, body: rawBody })).status
}

test('a gateway reports what became of a text, at the address for replies', async () => {
  const id = await gateway.send(workspace)
  await waitForStatus(workspace, id, 'sent')
  assert.equal(await post({ message_id: id, status: 'delivered' }), 204)
  const { receipts } = await waitForStatus(workspace, id, 'delivered')
  assert.deepEqual(
    receipts.map((one) => [one.status, one.proof, one.repeats]),
    [['delivered', 'signature', 0]],
  )
  assert.equal(await post({ message_id: id, status: 'delivered' }), 204)
  assert.equal((await waitForStatus(workspace, id, 'delivered')).receipts[0]?.repeats, 1)
})

test('a text that failed behind the gateway says why', async () => {
  const id = await gateway.send(workspace)
  await waitForStatus(workspace, id, 'sent')
  assert.equal(await post({ message_id: id, status: 'undelivered', error_code: 30_005 }), 204)
  assert.equal((await waitForStatus(workspace, id, 'undelivered')).error?.code, 30_005)
})

test('what is not signed with its secret, or is about no text of its own, changes nothing', async () => {
  const id = await gateway.send(workspace)
  await waitForStatus(workspace, id, 'sent')
  const stranger = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  assert.equal(await post({ message_id: id, status: 'delivered' }, stranger), 403)
  assert.equal(await post({ message_id: 'msg_unknown', status: 'delivered' }), 404)
  const other = await gateway.connected()
  const theirs = await gateway.send(other)
  await waitForStatus(other, theirs, 'sent')
  assert.equal(await post({ message_id: theirs, status: 'delivered' }), 404)
  assert.equal((await waitForStatus(workspace, id, 'sent')).receipts.length, 0)
})

test('STOP that the gateway passes on ends the texts', async () => {
  assert.equal(await post({ message_id: 'in-1', from: TO, to: '+14155550100', body: 'STOP' }), 204)
  const { body } = await workspace.call('POST', '/v1/messages', { to: TO, body: 'Hello' })
  assert.equal(body.skip_reason, 'opted_out')
  const { checks } = (await workspace.call<{ checks: { id: string; reason: string }[] }>('GET', '/v1/sms/readiness'))
    .body
  assert.match(checks.find(({ id }) => id === 'replies')!.reason, /^Arrive\. Last one /)
  assert.match(checks.find(({ id }) => id === 'receipts')!.reason, /signature checked\.$/)
})
