import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { settingsRoutes } from './routes.ts'
import { accountSettings, openSettingsBench, type SettingsBench } from './testing.ts'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(settingsRoutes)
})
after(() => bench.close())

describe('credentials that fit', () => {
  test('are saved and in use at once', async () => {
    const admin = await bench.admin()
    const saved = await admin.put(accountSettings(bench.simulator.full))
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    assert.equal(saved.body.state, 'can_run')
    assert.equal(saved.body.provider, 'simulator')
    assert.equal(saved.body.account_sid, bench.simulator.full.sid)
    assert.deepEqual(saved.body.account, { name: 'Full account', kind: 'full' })
    assert.equal(saved.body.credentials.auth_token.set, true)
    assert.equal(saved.body.credentials.auth_token.updated_by, 'Test Admin')
    assert.equal(saved.body.sender.phone_number, '+14155550100')
    assert.match(saved.body.state_reason, /^Sending from \+1 415 555 0100 through the simulator account AC/)
    assert.ok(saved.body.checks.length > 0)
    assert.ok(saved.body.checks.every((line: { status: string }) => line.status !== 'fail'))
    const { checks, new_signing_secret, ...settings } = saved.body
    assert.deepEqual((await admin.get()).body, settings)
    assert.ok(bench.said.includes('work'))
  })

  const others = [
    ['a Standard API key, which may not read the account', 'Standard', 'unknown'],
    ['a Main API key', 'Main', 'full'],
  ] as const
  for (const [name, kind, account] of others) {
    test(`are also ${name}`, async () => {
      const admin = await bench.admin()
      const key = bench.simulator.full.keys.find((candidate) => candidate.kind === kind)!
      const credentials = { kind: 'api_key', api_key_sid: key.sid, api_key_secret: key.secret }
      const saved = await admin.put(accountSettings(bench.simulator.full, { credentials }))
      assert.equal(saved.status, 200, JSON.stringify(saved.body))
      assert.equal(saved.body.state, 'can_run')
      assert.equal(saved.body.account.kind, account)
      assert.equal(saved.body.credentials.api_key_sid, key.sid)
      assert.equal(saved.body.credentials.api_key_secret.set, true)
      assert.equal(saved.body.credentials.auth_token.set, false)
    })
  }

  test('without a sender let campaigns be drafted and nothing be sent', async () => {
    const admin = await bench.admin()
    const saved = await admin.put(accountSettings(bench.simulator.full, { sender: null }))
    assert.equal(saved.status, 200)
    assert.equal(saved.body.state, 'can_create')
    assert.match(saved.body.state_reason, /Choose a sender/)
    const cleared = await admin.patch({ sender: { kind: 'phone_number', phone_number: '+14155550100' } })
    assert.equal(cleared.body.state, 'can_run')
    assert.equal((await admin.patch({ sender: null })).body.state, 'can_create')
  })

  test('may send from a short code typed as a number, a short code, or a Messaging Service', async () => {
    const admin = await bench.admin()
    const service = bench.simulator.full.services[0]!
    const senders = [
      [
        { kind: 'phone_number', phone_number: '12345' },
        { kind: 'short_code', short_code: '12345' },
      ],
      [
        { kind: 'short_code', short_code: '12345' },
        { kind: 'short_code', short_code: '12345' },
      ],
      [
        { kind: 'messaging_service', messaging_service_sid: service.sid },
        { kind: 'messaging_service', messaging_service_sid: service.sid, name: 'Alerts' },
      ],
      [
        { kind: 'phone_number', phone_number: '+44 20 7946 0000' },
        { kind: 'phone_number', phone_number: '+442079460000' },
      ],
    ] as const
    for (const [typed, kept] of senders) {
      const saved = await admin.put(accountSettings(bench.simulator.full, { sender: typed }))
      assert.equal(saved.status, 200, JSON.stringify(saved.body))
      assert.partialDeepStrictEqual(saved.body.sender, kept)
    }
  })

  test('of a trial account are ready, with its limit named', async () => {
    const admin = await bench.admin()
    const saved = await admin.put(accountSettings(bench.simulator.trial))
    assert.equal(saved.body.state, 'can_run')
    assert.equal(saved.body.account.kind, 'trial')
    assert.match(saved.body.limits[0], /^Trial account: only numbers verified at/)
  })

  test('are accepted with white space around them', async () => {
    const admin = await bench.admin()
    const { sid, authToken } = bench.simulator.full
    const credentials = { kind: 'auth_token', auth_token: ` ${authToken}\n` }
    const saved = await admin.put(accountSettings(bench.simulator.full, { account_sid: `\t${sid} `, credentials }))
    assert.equal(saved.status, 200, JSON.stringify(saved.body))
    assert.equal(saved.body.account_sid, sid)
  })
})
