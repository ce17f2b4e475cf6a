import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from '../../../test/app.ts'
import { type Carrier, fullAccount, startCarrier, waitForStatus } from '../../../test/carrier.ts'
import type { SmsDiagnosis, Symptom, SymptomId } from './schema.ts'

let carrier: Carrier
before(async () => {
  carrier = await startCarrier()
})
after(() => carrier.stop())

async function symptom(workspace: TestWorkspace, id: SymptomId): Promise<Symptom> {
  const { status, body } = await workspace.call<SmsDiagnosis>('POST', '/v1/sms/diagnosis')
  assert.equal(status, 200, JSON.stringify(body))
  return body.symptoms.find((one) => one.id === id)!
}

let phones = 0
async function send(workspace: TestWorkspace, text: Record<string, unknown> = {}, behaviour?: string): Promise<string> {
  phones += 1
  const to = `+1415558${String(1000 + phones)}`
  if (behaviour) {
    const body = JSON.stringify({ number: to, behaviour })
    const headers = { 'content-type': 'application/json' }
    assert.ok((await fetch(`${carrier.simulator.url}/sim/handsets`, { method: 'POST', headers, body })).ok)
  }
  const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'ENG-142 overdue', ...text })
  assert.equal(sent.status, 202, JSON.stringify(sent.body))
  return sent.body.id
}

const texts = ({ causes }: Symptom) => causes.map(({ text }) => text).join(' | ')

test('where nothing is wrong it says so, what was looked at, and where else to look', async () => {
  const workspace = await carrier.connected()
  for (const id of ['failed_in_history', 'delayed', 'some_countries', 'truncated', 'garbled'] as const) {
    const { causes, checked, elsewhere } = await symptom(workspace, id)
    assert.deepEqual(causes, [], id)
    assert.ok(checked.length > 0 && elsewhere.length > 20, id)
  }
})

test('A78: a trial account is named for a test that was not received', async () => {
  const account = carrier.simulator.state.accounts.find((one) => one.kind === 'Trial')!
  const workspace = await carrier.server.workspace()
  const settings = {
    ...fullAccount(carrier.simulator),
    account_sid: account.sid,
    credentials: { kind: 'auth_token', auth_token: account.authToken },
    sender: { kind: 'phone_number', phone_number: account.numbers[0]!.phoneNumber },
  }
  const saved = await workspace.call('PUT', '/v1/sms/settings', settings)
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  const test = await workspace.call<{ message: { id: string } }>('POST', '/v1/sms/test', { to: '+14155559999' })
  await waitForStatus(workspace, test.body.message.id, 'failed', 'undelivered')
  const found = await symptom(workspace, 'test_not_received')
  assert.match(texts(found), /Trial account/)
  assert.match(texts(found), /\(21608\)/)
  assert.ok(found.causes.some(({ remedy }) => /[Vv]erify/.test(remedy ?? '')))
})

test('A80, A81, C28: what the provider refuses is found, with what to do', async () => {
  const workspace = await carrier.connected()
  await carrier.server.context.db.system((tx) =>
    tx.rows('', `update connections set checked_at = now() - interval '1 minute' where workspace_id = $1`, [
      workspace.id,
    ]),
  )
  await carrier.faults({ sign_in_refused: true })
  const found = await symptom(workspace, 'failed_in_history')
  await carrier.faults({ sign_in_refused: false })
  assert.match(texts(found), /Credentials: .*refused our sign-in/)
  const codes = await symptom(workspace, 'codes_not_arriving')
  assert.ok(codes.causes.some(({ id }) => id === 'credentials'))
})

test('failures of the last day are counted by cause', async () => {
  const workspace = await carrier.connected()
  for (const behaviour of ['landline', 'landline', 'filtered'])
    await waitForStatus(workspace, await send(workspace, {}, behaviour), 'undelivered')
  const { causes } = await symptom(workspace, 'failed_in_history')
  assert.match(causes[0]!.text, /^2 texts in the last day: .*\(30006\)\.$/)
  assert.match(causes[1]!.text, /^1 text in the last day: .*\(30007\)\.$/)
  assert.doesNotMatch(JSON.stringify(causes), /\+1415/)
})

test('C27: a country that is not on the list is named', async () => {
  const workspace = await carrier.connected()
  await workspace.call('PATCH', '/v1/sms/settings', { allowed_countries: ['US'] })
  await send(workspace, { to: '+4915123456789' })
  assert.match(
    texts(await symptom(workspace, 'some_countries')),
    /^Germany is not on the list .*: 1 text in the last day\.$/,
  )
})

test('A84, A85: long texts and those in UCS-2 are counted', async () => {
  const workspace = await carrier.connected()
  await waitForStatus(workspace, await send(workspace, { body: `${'long '.repeat(60)}` }), 'delivered')
  await waitForStatus(workspace, await send(workspace, { body: 'ENG-142 просрочено' }), 'delivered')
  assert.match(texts(await symptom(workspace, 'truncated')), /^1 of the last 2 texts took several segments/)
  assert.match(texts(await symptom(workspace, 'garbled')), /^1 of the last 2 texts needed UCS-2/)
})

test('A83: what waits here is told apart from what waits at the carrier', async () => {
  const workspace = await carrier.connected()
  const id = await send(workspace, {}, 'never_confirms')
  await waitForStatus(workspace, id, 'sent')
  await carrier.server.context.db.system((tx) =>
    tx.rows('', `update messages set sent_at = now() - interval '10 minutes' where id = $1`, [id]),
  )
  const { causes } = await symptom(workspace, 'delayed')
  assert.deepEqual(
    causes.map(({ id: cause }) => cause).filter((one) => one === 'carrier' || one === 'queue'),
    ['carrier'],
  )
})

test('replies that go nowhere are the cause that replies do not arrive', async () => {
  const workspace = await carrier.connected()
  await workspace.call('POST', '/v1/sms/readiness/check')
  const found = await symptom(workspace, 'replies_do_not_arrive')
  assert.ok(found.causes.length + found.checked.length > 0)
})

test('who may not see the settings is not told', async () => {
  const workspace = await carrier.server.workspace({ permissions: ['history.read', 'people.read'] })
  assert.equal((await workspace.call('POST', '/v1/sms/diagnosis')).status, 403)
})
