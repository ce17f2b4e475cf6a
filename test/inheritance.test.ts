import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { INSTALLATION } from '../server/kit/id.ts'
import { ACCEPTED, type DoubtSteps, lookInVain, openDoubtSteps, sendInDoubt } from '../server/messages/testing-doubt.ts'
import { type TestWorkspace, until } from './app.ts'
import { type Carrier, fullAccount, type Shown, startCarrier } from './carrier.ts'

let carrier: Carrier
let installation: TestWorkspace
before(async () => {
  carrier = await startCarrier()
  installation = await carrier.server.installation()
})
after(() => carrier.stop())
beforeEach(async () => {
  carrier.simulator.state.faults.clear()
  await save(installation, fullAccount(carrier.simulator))
})

async function save(workspace: TestWorkspace, settings: Record<string, unknown>) {
  const saved = await workspace.call('PUT', '/v1/sms/settings', settings)
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
}

let phones = 0
async function send(workspace: TestWorkspace): Promise<{ id: string; to: string }> {
  const to = `+1415555${String(3000 + phones++).padStart(4, '0')}`
  const { status, body } = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Inherited?' })
  assert.equal(status, 202, JSON.stringify(body))
  return { id: body.id, to }
}

type Detail = Omit<Shown, 'attempts'> & { attempts: { connection: string }[]; receipts: { proof: string }[] }
const detailOf = async (workspace: TestWorkspace, id: string) =>
  (await workspace.call<Detail>('GET', `/v1/messages/${id}`)).body
const becomes = (workspace: TestWorkspace, id: string, ...statuses: string[]) =>
  until(`${id} becoming ${statuses}`, async () => {
    const detail = await detailOf(workspace, id)
    return statuses.includes(detail.status) && detail
  })
const accountOf = (to: string) =>
  [...carrier.simulator.state.messages.newestFirst()].find((message) => message.to === to)?.accountSid

test('a text of a workspace that inherits goes through the account of the installation, and its receipts are believed', async () => {
  const workspace = await carrier.server.workspace()
  const { id, to } = await send(workspace)
  const { attempts, receipts } = await becomes(workspace, id, 'delivered')
  assert.deepEqual(
    attempts.map(({ connection }) => connection),
    ['inherited'],
  )
  assert.ok(receipts.length > 0 && receipts.every(({ proof }) => proof === 'signature'))
  assert.equal(accountOf(to), fullAccount(carrier.simulator).account_sid)
})

test('its own settings take over with the next text, and what is inherited again once they are gone', async () => {
  const workspace = await carrier.server.workspace()
  const other = carrier.simulator.state.accounts.find((account) => account.name === 'Another account')!
  const phone_number = other.numbers[0]!.phoneNumber
  const own = {
    ...fullAccount(carrier.simulator),
    account_sid: other.sid,
    credentials: { kind: 'auth_token', auth_token: other.authToken },
    sender: { kind: 'phone_number', phone_number },
  }
  const sids: unknown[] = []
  const sent = async () => {
    const { id, to } = await send(workspace)
    const { attempts } = await becomes(workspace, id, 'sent', 'delivered')
    sids.push([attempts[0]!.connection, accountOf(to)])
  }
  await sent()
  await save(workspace, own)
  await sent()
  assert.equal((await workspace.call('DELETE', '/v1/sms/settings')).status, 200)
  await sent()
  const above = ['inherited', fullAccount(carrier.simulator).account_sid]
  assert.deepEqual(sids, [above, ['own', other.sid], above])
})

test('an operator’s test phone gets the texts of all, and the workspaces are told', async () => {
  const workspace = await carrier.server.workspace()
  const redirect = { enabled: true, phone_number: '+14155550177' }
  assert.equal((await installation.call('PATCH', '/v1/sms/settings', { redirect })).status, 200)
  try {
    const { id, to } = await send(workspace)
    const detail = await becomes(workspace, id, 'sent', 'delivered')
    assert.equal((detail as { redirected_to?: string }).redirected_to, '+1 ••• ••• 0177')
    assert.deepEqual([await carrier.texts(to), (await carrier.texts('+14155550177')).length], [[], 1])
    const { body } = await workspace.call<{ above: { redirecting: boolean } }>('GET', '/v1/sms/settings')
    assert.equal(body.above.redirecting, true)
  } finally {
    await installation.call('PATCH', '/v1/sms/settings', { redirect: { ...redirect, enabled: false } })
  }
})

test('over what the operator allows a day nothing goes through the installation’s account, and the text says whose cap it was', async (t) => {
  const workspace = await carrier.server.workspace()
  const { db } = carrier.server.context
  const allow = (micros: number | null) =>
    db.tenant(INSTALLATION, (tx) => tx.updateTable('inherited_channel').set({ daily_cap_micros: micros }).execute())
  t.after(() => allow(null))
  const first = await send(workspace)
  await becomes(workspace, first.id, 'delivered')
  const { body } = await workspace.call<{ committed_micros: number }>('GET', '/v1/spend')
  await allow(body.committed_micros)
  const { id } = await send(workspace)
  const skipped = await becomes(workspace, id, 'skipped')
  const { skip_reason, status_text } = skipped as typeof skipped & { status_text: string }
  assert.equal(skip_reason, 'over_cap')
  assert.match(status_text, /^What the operator of this installation allows a day was used up at/)
  const spend = await workspace.call<{ operator_cap: object }>('GET', '/v1/spend')
  const micros = body.committed_micros
  assert.deepEqual(spend.body.operator_cap, { micros, committed_micros: micros })
  await save(workspace, { ...fullAccount(carrier.simulator) })
  await becomes(workspace, (await send(workspace)).id, 'delivered')
})

test('a redirect of one’s own leads nothing past the operator’s', async () => {
  const workspace = await carrier.server.workspace()
  const redirect = (phone_number: string, enabled = true) => ({ redirect: { enabled, phone_number } })
  assert.equal((await installation.call('PATCH', '/v1/sms/settings', redirect('+14155550178'))).status, 200)
  try {
    assert.equal((await workspace.call('PATCH', '/v1/sms/settings', redirect('+14155550179'))).status, 200)
    const { id } = await send(workspace)
    await becomes(workspace, id, 'sent', 'delivered')
    assert.deepEqual([(await carrier.texts('+14155550178')).length, await carrier.texts('+14155550179')], [1, []])
  } finally {
    await installation.call('PATCH', '/v1/sms/settings', redirect('+14155550178', false))
  }
})

test('what the old account had closed is open with the next, above and on returning', async () => {
  const workspace = await carrier.server.workspace()
  await becomes(workspace, (await send(workspace)).id, 'sent', 'delivered')
  const close = () =>
    carrier.server.context.db.system((tx) =>
      tx.rows('', `update lanes set opens_at = now() + interval '50 minutes' where workspace_id = $1`, [workspace.id]),
    )
  await close()
  const { id: first } = await send(workspace)
  await save(installation, fullAccount(carrier.simulator))
  await becomes(workspace, first, 'sent', 'delivered')
  await save(workspace, fullAccount(carrier.simulator))
  await close()
  const { id: second } = await send(workspace)
  assert.equal((await workspace.call('DELETE', '/v1/sms/settings')).status, 200)
  await becomes(workspace, second, 'sent', 'delivered')
})

test('while the provider refuses the installation’s account all who inherit wait, and all go on with it', async () => {
  const [one, other, own] = await Promise.all([
    carrier.server.workspace(),
    carrier.server.workspace(),
    carrier.server.workspace(),
  ])
  await carrier.faults({ sign_in_refused: true })
  const first = await send(one)
  const stateOf = async (workspace: TestWorkspace) =>
    (await workspace.call<{ state: string; reason: string }>('GET', '/v1/sms/readiness')).body
  await until('the others to be told', async () => (await stateOf(other)).state === 'invalid')
  assert.match(
    (await stateOf(other)).reason,
    /^Sending is paused: the simulator has refused the sign-in of this installation since .* Its operator can mend it\.$/,
  )
  const second = await send(other)
  assert.equal((await detailOf(other, second.id)).status, 'queued')
  await carrier.faults({ sign_in_refused: false })
  await save(own, fullAccount(carrier.simulator))
  await becomes(own, (await send(own)).id, 'sent', 'delivered')
  await save(installation, fullAccount(carrier.simulator))
  await becomes(one, first.id, 'sent', 'delivered')
  await becomes(other, second.id, 'sent', 'delivered')
})

test('a text in doubt is looked up with the account that it went through, at once when that is saved anew', async () => {
  const steps: DoubtSteps = await openDoubtSteps()
  try {
    const installation = await steps.carrier.server.installation()
    await save(installation, fullAccount(steps.carrier.simulator))
    const workspace = await steps.carrier.server.workspace()
    const [id] = await steps.post(workspace, {})
    await sendInDoubt(steps, [id!], ACCEPTED)
    await lookInVain(steps, id!)
    await steps.look()
    assert.deepEqual((await steps.message(id!)).attempts, ['unknown'])
    await save(installation, fullAccount(steps.carrier.simulator))
    await steps.look()
    assert.deepEqual((await steps.message(id!)).attempts, ['accepted'])
  } finally {
    await steps.close()
  }
})
