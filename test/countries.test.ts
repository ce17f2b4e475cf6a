import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from './app.ts'
import { type Carrier, startCarrier, waitForStatus } from './carrier.ts'

let carrier: Carrier
let ours: TestWorkspace
before(async () => {
  carrier = await startCarrier()
  ours = await carrier.connected({ name_in_texts: 'Acme' })
})
after(() => carrier.stop())

interface Settings {
  allowed_countries: string[]
}

const allow = (...allowed_countries: string[]) =>
  ours.call<Settings>('PATCH', '/v1/sms/settings', { allowed_countries })

async function send(to: string) {
  const { status, body } = await ours.call<{ id: string; skip_reason: string | null }>('POST', '/v1/messages', {
    to,
    body: 'Your build failed',
  })
  assert.equal(status, 202, JSON.stringify(body))
  return body
}

test('a country has two capital letters, and each stands on the list once', async () => {
  for (const wrong of ['de', 'DEU', '49', 'XX']) assert.equal((await allow(wrong)).status, 422)
  assert.deepEqual((await allow('US', 'DE', 'US')).body.allowed_countries, ['DE', 'US'])
  assert.deepEqual((await allow()).body.allowed_countries, [])
})

test('texts go only to the countries on the list, and everywhere where none is named', async () => {
  await waitForStatus(ours, (await send('+14155554001')).id, 'delivered')
  await allow('DE')
  const refused = await send('+14155554002')
  assert.equal(refused.skip_reason, 'country_not_allowed')
  const { body } = await ours.call<{ status_text: string; checks: { id: string; result: string }[] }>(
    'GET',
    `/v1/messages/${refused.id}`,
  )
  assert.equal(body.status_text, 'United States is not on your list.')
  assert.equal(body.checks.find(({ result }) => result === 'decided')?.id, 'country')
  assert.equal((await send('+4915123456789')).skip_reason, null)
  await allow()
  assert.equal((await send('+14155554002')).skip_reason, null)
  assert.equal((await send('+881612345678')).skip_reason, 'country_not_allowed')
})

test('the list is looked at again when a text is about to be handed over', async () => {
  const to = '+14155554003'
  const { context } = carrier.server
  await context.db.system((tx) =>
    tx.rows('', `update sms_settings set waiting = 'account', waiting_since = now() where workspace_id = $1`, [
      ours.id,
    ]),
  )
  const { id } = await send(to)
  await allow('DE')
  await context.db.system((tx) =>
    tx.rows('', 'update sms_settings set waiting = null, waiting_since = null where workspace_id = $1', [ours.id]),
  )
  assert.equal((await waitForStatus(ours, id, 'skipped', 'delivered')).skip_reason, 'country_not_allowed')
  await allow()
})
