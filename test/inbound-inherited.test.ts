import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from './app.ts'
import { type Carrier, fullAccount, startCarrier, waitForStatus } from './carrier.ts'
import { keptFrom, point, repliesTo, reply } from './inbound.ts'

const SENDER = '+14155550100'
const PHONE = '+14155559001'

let carrier: Carrier
let installation: TestWorkspace
before(async () => {
  carrier = await startCarrier()
  installation = await carrier.server.installation()
  const saved = await installation.call('PUT', '/v1/sms/settings', fullAccount(carrier.simulator))
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  point(carrier, SENDER, await repliesTo(carrier, installation, carrier.server.url))
})
after(() => carrier.stop())

async function outcome(workspace: TestWorkspace, to = PHONE): Promise<string> {
  const { body } = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Your build failed' })
  const { status, skip_reason } = await waitForStatus(workspace, body.id, 'delivered', 'skipped', 'failed')
  return skip_reason ?? status
}

const entries = async (workspace: TestWorkspace) =>
  (await workspace.call<{ items: { source: string }[] }>('GET', '/v1/opt-outs')).body.items.length

test('STOP to the sender of the installation reaches all that send through it, now or later, and nobody else; so does START', async () => {
  const [writer, quiet] = [await carrier.server.workspace(), await carrier.server.workspace()]
  const other = carrier.simulator.state.accounts.find(({ name }) => name === 'Another account')!
  const apart = await carrier.connected({
    account_sid: other.sid,
    credentials: { kind: 'auth_token', auth_token: other.authToken },
    sender: { kind: 'phone_number', phone_number: other.numbers[0]!.phoneNumber },
  })
  assert.equal(await outcome(writer), 'delivered')
  await reply(carrier, PHONE, SENDER, 'STOP')
  const [kept] = await keptFrom(carrier, PHONE)
  assert.deepEqual([kept?.workspace_id, kept?.effect], [writer.id, 'stopped'])
  const { address, why_not } = (await quiet.call('GET', '/v1/sms/replies')).body
  assert.deepEqual([address, why_not], [null, 'inherited'])
  const late = await carrier.server.workspace()
  for (const workspace of [writer, quiet, late]) assert.equal(await outcome(workspace), 'opted_out')
  assert.equal(await outcome(apart), 'delivered')
  // Who never wrote to the number learns of it only by writing.
  assert.deepEqual([await entries(writer), await entries(quiet), await entries(apart)], [1, 0, 0])
  await reply(carrier, PHONE, SENDER, 'START')
  for (const workspace of [writer, quiet, late]) assert.equal(await outcome(workspace), 'delivered')
  assert.equal(await entries(writer), 0)
})

test('what nobody has written to is kept with the installation', async () => {
  await reply(carrier, '+14155559002', SENDER, 'Hello?')
  assert.deepEqual(
    (await keptFrom(carrier, '+14155559002')).map(({ workspace_id }) => workspace_id),
    [installation.id],
  )
})

test('STOP before anybody wrote holds for the first who does', async () => {
  await reply(carrier, '+14155559003', SENDER, 'STOP')
  assert.equal(await outcome(await carrier.server.workspace(), '+14155559003'), 'opted_out')
})
