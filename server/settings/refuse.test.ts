import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { settingsRoutes } from './routes.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench } from './testing.ts'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(settingsRoutes)
})
after(() => bench.close())

describe('what the provider refuses is not saved, and what was saved stands', () => {
  const token = (auth_token: string) => ({ credentials: { kind: 'auth_token', auth_token } })
  const cases: [string, () => Record<string, unknown>, { pointer: RegExp; code?: number; says: RegExp }][] = [
    [
      'a wrong token',
      () => token('0'.repeat(32)),
      { pointer: /^\/credentials\/auth_token$/, code: 20003, says: /refused this sign-in/ },
    ],
    [
      "another account's token",
      () => token(bench.simulator.other.authToken),
      { pointer: /^\/credentials\/auth_token$/, code: 20003, says: /another account/ },
    ],
    [
      'a wrong API key secret',
      () => {
        const key = bench.simulator.full.keys[0]!
        return { credentials: { kind: 'api_key', api_key_sid: key.sid, api_key_secret: 'wrong' } }
      },
      { pointer: /^\/credentials/, code: 20003, says: /refused/ },
    ],
    [
      'a number of another account',
      () => ({ sender: { kind: 'phone_number', phone_number: '+12125550170' } }),
      { pointer: /^\/sender\/phone_number$/, says: /\+1 212 555 0170 is not on account/ },
    ],
    [
      'a number that cannot send SMS',
      () => ({ sender: { kind: 'phone_number', phone_number: '+14155550101' } }),
      { pointer: /^\/sender\/phone_number$/, says: /cannot send|SMS/ },
    ],
    [
      "another account's short code",
      () => ({ sender: { kind: 'short_code', short_code: '54321' } }),
      { pointer: /^\/sender\/short_code$/, says: /54321/ },
    ],
    [
      'a short code typed as a number that the account does not have',
      () => ({ sender: { kind: 'phone_number', phone_number: '54321' } }),
      { pointer: /^\/sender\/phone_number$/, says: /54321/ },
    ],
    [
      "another account's Messaging Service",
      () => ({ sender: { kind: 'messaging_service', messaging_service_sid: bench.simulator.other.services[0]!.sid } }),
      { pointer: /^\/sender\/messaging_service_sid$/, says: /does not exist on this account, or/ },
    ],
    [
      'a Messaging Service that does not exist',
      () => ({ sender: { kind: 'messaging_service', messaging_service_sid: `MG${'0'.repeat(32)}` } }),
      { pointer: /^\/sender\/messaging_service_sid$/, says: /does not exist on this account, or/ },
    ],
    [
      'an organization number of another account',
      () => ({ organization_number: '+12125550170' }),
      { pointer: /^\/organization_number$/, says: /\+1 212 555 0170/ },
    ],
    [
      'an organization number that cannot send SMS',
      () => ({ organization_number: '+14155550101' }),
      { pointer: /^\/organization_number$/, says: /SMS/ },
    ],
  ]
  for (const [name, change, expected] of cases) {
    test(name, async () => {
      const admin = await bench.admin()
      await refusedOver(admin, accountSettings(bench.simulator.full, change()), expected)
      assert.equal((await admin.get()).body.state, 'not_configured')
      await admin.put(accountSettings(bench.simulator.full))
      await refusedOver(admin, accountSettings(bench.simulator.full, change()), expected)
    })
  }

  test('a suspended account', async () => {
    const admin = await bench.admin()
    const { suspended } = bench.simulator
    await refusedOver(admin, accountSettings(suspended), { pointer: /^\/(account_sid|credentials)/, says: /./ })
  })

  test('a token beside an API key that is not of this account', async () => {
    const admin = await bench.admin()
    const key = bench.simulator.full.keys[0]!
    const credentials = {
      kind: 'api_key',
      api_key_sid: key.sid,
      api_key_secret: key.secret,
      auth_token: 'f'.repeat(32),
    }
    await refusedOver(admin, accountSettings(bench.simulator.full, { credentials }), {
      pointer: /^\/credentials\/auth_token$/,
      code: 20003,
      says: /refused/,
    })
  })

  test('nobody answers: told apart from a refusal, and nothing is saved either', async () => {
    const admin = await bench.admin()
    await admin.put(accountSettings(bench.simulator.full))
    const before = (await admin.get()).body
    bench.network.isDown = true
    const answer = await admin.put(accountSettings(bench.simulator.full, { sender: null }))
    bench.network.isDown = false
    assert.equal(answer.status, 503)
    assert.equal(answer.body.code, 'provider_unreachable')
    assert.match(answer.body.detail, /could not be reached/)
    assert.match(answer.body.detail, /Nothing was saved/)
    assert.deepEqual((await admin.get()).body, before)
  })
})

async function refusedOver(
  admin: Admin,
  input: unknown,
  expected: { pointer: RegExp; code?: number; says: RegExp },
): Promise<void> {
  const before = (await admin.get()).body
  const answer = await admin.put(input)
  assert.equal(answer.status, 422, JSON.stringify(answer.body))
  assert.equal(answer.body.code, 'provider_refused')
  assert.match(answer.body.errors[0].pointer, expected.pointer)
  if (expected.code !== undefined) assert.equal(answer.body.provider_code, expected.code)
  assert.match(answer.body.detail, expected.says)
  assert.match(answer.body.detail, /Nothing was saved/)
  for (const member of ['cause', 'remedy']) assert.match(answer.body[member], /\w{3}/, member)
  assert.ok(answer.body.checks.some((line: { status: string }) => line.status === 'fail'))
  assert.deepEqual((await admin.get()).body, before)
}
