import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { INSTALLATION, newId } from '../server/kit/id.ts'
import { receiveInbound } from '../server/messages/inbound.ts'
import type { TestWorkspace } from './app.ts'
import { type Carrier, startCarrier, waitForStatus } from './carrier.ts'
import { point, repliesTo, reply } from './inbound.ts'
import { type Caller, signInAs } from './tenancy-people.ts'

const SENDER = '+14155550100'

let carrier: Carrier
let installation: TestWorkspace
let operator: Caller
/** Two workspaces that share nothing, each with an account of its own. */
let ours: TestWorkspace
let theirs: TestWorkspace
before(async () => {
  carrier = await startCarrier()
  installation = await carrier.server.installation()
  operator = (await signInAs(carrier.server, {}, { operator: true })).as('operator')
  const other = carrier.simulator.state.accounts.find(({ name }) => name === 'Another account')!
  ours = await carrier.connected({})
  theirs = await carrier.connected({
    account_sid: other.sid,
    credentials: { kind: 'auth_token', auth_token: other.authToken },
    sender: { kind: 'phone_number', phone_number: other.numbers[0]!.phoneNumber },
  })
  point(carrier, SENDER, await repliesTo(carrier, ours, carrier.server.url))
})
after(() => carrier.stop())

let count = 0
const newPhone = () => `+1415555${3100 + count++}`

async function everywhere(on: boolean) {
  const response = await fetch(`${carrier.server.url}/v1/installation/sms`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'handset-workspace': INSTALLATION, ...operator.headers },
    body: JSON.stringify({ opt_outs_everywhere: on }),
  })
  return { status: response.status, body: await response.json() }
}

async function outcome(workspace: TestWorkspace, to: string): Promise<string> {
  const { body } = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Your build failed' })
  const { status, skip_reason } = await waitForStatus(workspace, body.id, 'delivered', 'skipped', 'failed')
  return skip_reason ?? status
}

const scopes = async (workspace: TestWorkspace) =>
  (await workspace.call<{ items: { scope: string }[] }>('GET', '/v1/opt-outs')).body.items.map(({ scope }) => scope)

test('STOP to a workspace’s own sender is about that workspace, until the operator lets it hold everywhere', async () => {
  const phone = newPhone()
  await outcome(theirs, phone)
  await reply(carrier, phone, SENDER, 'STOP')
  assert.deepEqual([await outcome(ours, phone), await outcome(theirs, phone)], ['opted_out', 'delivered'])
  const { status, body } = await everywhere(true)
  assert.deepEqual(
    [status, body],
    [200, { own_settings_allowed: true, opt_outs_everywhere: true, daily_cap_micros: null }],
  )
  // What was said to one workspace before stays about that one.
  assert.equal(await outcome(theirs, phone), 'delivered')
})

test('everywhere, STOP reaches those that texted the number and those that will; START takes it back from all', async () => {
  const phone = newPhone()
  await outcome(theirs, phone)
  await reply(carrier, phone, SENDER, 'STOP')
  assert.deepEqual([await outcome(ours, phone), await outcome(theirs, phone)], ['opted_out', 'opted_out'])
  assert.equal((await scopes(ours))[0], 'everywhere')
  assert.deepEqual([await scopes(theirs), (await scopes(installation))[0]], [['everywhere'], 'everywhere'])
  const fresh = newPhone()
  await reply(carrier, fresh, SENDER, 'STOP')
  // Nothing of theirs had gone to it.
  assert.equal(await outcome(theirs, fresh), 'opted_out')
  await reply(carrier, phone, SENDER, 'START')
  assert.deepEqual([await outcome(ours, phone), await outcome(theirs, phone)], ['delivered', 'delivered'])
  assert.deepEqual(await scopes(theirs), [])
})

test('what a provider refuses, and what a person decides of a wish, holds everywhere too', async () => {
  const [refused, wished] = [newPhone(), newPhone()]
  // The provider alone knows of this one.
  point(carrier, SENDER, '')
  await reply(carrier, refused, SENDER, 'STOP')
  point(carrier, SENDER, await repliesTo(carrier, ours, carrier.server.url))
  assert.equal(await outcome(ours, refused), 'failed')
  assert.equal(await outcome(theirs, refused), 'opted_out')
  const arrival = { workspaceId: ours.id, connectionId: newId('con'), provider: 'webhook', account: null }
  const text = { reference: 'in-1', from: wished, to: SENDER, service: null, body: 'please stop', answered: true }
  const kept = await receiveInbound(carrier.server.context, arrival, { ...text, proof: 'signature' })
  assert.equal(await outcome(theirs, wished), 'delivered')
  assert.equal((await ours.call('POST', `/v1/inbound/${kept!.id}/review`, { decision: 'stop' })).status, 200)
  assert.equal(await outcome(theirs, wished), 'opted_out')
})

test('no longer everywhere, what stood for all stands for nobody but those it is about', async () => {
  const phone = newPhone()
  await reply(carrier, phone, SENDER, 'STOP')
  await everywhere(false)
  assert.deepEqual([await outcome(ours, phone), await outcome(theirs, phone)], ['opted_out', 'delivered'])
})

test('only the operator decides it, and it is on record', async () => {
  assert.equal((await ours.call('PUT', '/v1/installation/sms', { opt_outs_everywhere: true })).status, 403)
  const { body } = await installation.call<{ items: { action: string }[] }>('GET', '/v1/audit?limit=50')
  assert.ok(body.items.some(({ action }) => action === 'installation.opt_outs_changed'))
})
