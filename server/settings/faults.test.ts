import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { settingsRoutes } from './routes.ts'
import { accountSettings, openSettingsBench, type SettingsBench } from './testing.ts'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(settingsRoutes)
})
after(() => bench.close())

describe('what is wrong by itself is told before anybody is asked', () => {
  const HEX = '0123456789abcdef0123456789abcdef'
  const cases: [string, Record<string, unknown>, Record<string, string>][] = [
    [
      'a number without its plus',
      { sender: { kind: 'phone_number', phone_number: '14155551234' } },
      { '/sender/phone_number': 'Add the plus: +14155551234.' },
    ],
    [
      'a number in local format',
      { sender: { kind: 'phone_number', phone_number: '(415) 555-1234' } },
      { '/sender/phone_number': 'Local format. Write it with + and country code, as in +14155551234.' },
    ],
    [
      'several faults, all at once',
      {
        account_sid: `SK${HEX}`,
        sender: { kind: 'messaging_service', messaging_service_sid: 'MG1' },
        organization_number: '14155551234',
        redirect: { enabled: true, phone_number: '12' },
      },
      {
        '/account_sid': 'That is an API key. The Account SID starts with AC; choose "API key" below for this one.',
        '/sender/messaging_service_sid': 'The Messaging Service SID starts with MG and has 34 characters.',
        '/organization_number': 'Add the plus: +14155551234.',
        '/redirect/phone_number': 'Too short for a phone number. Write it with + and country code, as in +14155551234.',
      },
    ],
    [
      'a token in the place of the Account SID',
      { account_sid: HEX },
      { '/account_sid': 'That looks like an Auth Token. It belongs in the next field.' },
    ],
    ['a field of the webhook', { webhook_url: 'https://gateway.example/' }, { '': 'Not known here: webhook_url.' }],
  ]
  for (const [name, change, errors] of cases) {
    test(name, async () => {
      const admin = await bench.admin()
      const asked = bench.asked.length
      const answer = await admin.put(accountSettings(bench.simulator.full, change))
      assert.equal(answer.status, 422)
      const told = answer.body.errors.map((error: { pointer: string; detail: string }) => [error.pointer, error.detail])
      assert.deepEqual(Object.fromEntries(told), errors)
      assert.equal(bench.asked.length, asked)
      assert.equal((await admin.get()).body.revision, 0)
    })
  }

  test('turning on with fields missing names them', async () => {
    const admin = await bench.admin()
    const credentials = { kind: 'auth_token' }
    const empty = accountSettings(bench.simulator.full, { account_sid: '', credentials, sender: null })
    const answer = await admin.put(empty)
    assert.equal(answer.status, 422)
    assert.equal(answer.body.detail, 'Cannot turn on: Account SID, Auth Token missing.')
    const noToken = await admin.put(accountSettings(bench.simulator.full, { credentials }))
    assert.equal(noToken.body.detail, 'Cannot turn on: Auth Token missing.')
    assert.deepEqual(noToken.body.errors, [{ pointer: '/credentials/auth_token', detail: 'Auth Token is missing.' }])
    const noKey = await admin.put(
      accountSettings(bench.simulator.full, { credentials: { kind: 'api_key', api_key_sid: '' } }),
    )
    assert.equal(noKey.body.detail, 'Cannot turn on: API key SID, API key secret missing.')
    const nothing = await admin.patch({ enabled: true })
    assert.equal(nothing.body.detail, 'Cannot turn on: Provider missing.')
    const off = await admin.put(accountSettings(bench.simulator.full, { enabled: false, credentials }))
    assert.equal(off.body.detail, 'Auth Token is missing.')
  })

  test('a simulator that the operator does not offer', async () => {
    const admin = await bench.admin()
    const { simulatorUrl } = bench.context
    bench.context.simulatorUrl = null
    const answer = await admin.put(accountSettings(bench.simulator.full))
    bench.context.simulatorUrl = simulatorUrl
    assert.equal(answer.status, 422)
    assert.equal(answer.body.errors[0].pointer, '/provider')
  })
})
