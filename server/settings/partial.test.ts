import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { settingsRoutes } from './routes.ts'
import { openConnection, openPreviousTokens } from './secrets.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench } from './testing.ts'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(settingsRoutes)
})
after(() => bench.close())

/** What the sending path would use, opened from the row itself. */
async function stored({ workspaceId }: Admin, provider = 'simulator') {
  const sealer = await bench.context.keys.forWorkspace(workspaceId)
  const row = await bench.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('connections').selectAll().where('provider', '=', provider).executeTakeFirstOrThrow(),
  )
  const connection = openConnection(sealer, row, bench.context)
  assert.ok(connection.provider !== 'webhook')
  return { row, connection, previous: openPreviousTokens(sealer, row, bench.context.now()) }
}

async function connected(more: Record<string, unknown> = {}): Promise<Admin> {
  const admin = await bench.admin()
  const saved = await admin.put(accountSettings(bench.simulator.full, more))
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  return admin
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

describe('one section is edited and checked together with what is stored', () => {
  test('a new sender is checked with the stored token, which stays', async () => {
    const admin = await connected()
    const asked = bench.asked.length
    const answer = await admin.patch({ sender: { kind: 'phone_number', phone_number: '+442079460000' } })
    assert.equal(answer.status, 200)
    assert.equal(answer.body.sender.phone_number, '+442079460000')
    const { sid, authToken } = bench.simulator.full
    assert.ok(bench.asked.length > asked)
    for (const { headers } of bench.asked.slice(asked)) {
      const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
      assert.equal(authorization, basic(sid, authToken))
    }
    assert.deepEqual((await stored(admin)).connection.credentials, { kind: 'auth_token', authToken })
  })

  test('a whole save without the token keeps it, with when and by whom it was set', async () => {
    const admin = await connected()
    const before = (await admin.get()).body
    const { credentials: _, ...rest } = accountSettings(bench.simulator.full)
    const answer = await admin.put({ ...rest, credentials: { kind: 'auth_token' } })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    assert.deepEqual(answer.body.credentials, before.credentials)
  })

  test('another account without its token is refused: a stored token is never sent along with it', async () => {
    const admin = await connected()
    const asked = bench.asked.length
    for (const input of [
      { account_sid: bench.simulator.other.sid },
      { account_sid: bench.simulator.other.sid, sender: null },
    ]) {
      const answer = await admin.patch(input)
      assert.equal(answer.status, 422)
      assert.deepEqual(answer.body.errors, [
        { pointer: '/credentials/auth_token', detail: 'Another account needs its own Auth Token: type it too.' },
      ])
    }
    assert.equal(bench.asked.length, asked)
    const { sid, authToken } = bench.simulator.other
    const both = await admin.patch({ account_sid: sid, credentials: { kind: 'auth_token', auth_token: authToken } })
    assert.equal(both.status, 200, JSON.stringify(both.body))
    assert.equal(both.body.sender, null)
    assert.equal(both.body.state, 'can_create')
  })

  test('another API key needs its own secret', async () => {
    const [standard, main] = bench.simulator.full.keys
    const admin = await connected({
      credentials: { kind: 'api_key', api_key_sid: standard!.sid, api_key_secret: standard!.secret },
    })
    const asked = bench.asked.length
    const answer = await admin.patch({ credentials: { kind: 'api_key', api_key_sid: main!.sid } })
    assert.equal(answer.status, 422)
    assert.equal(answer.body.errors[0].pointer, '/credentials/api_key_secret')
    assert.equal(bench.asked.length, asked)
    const same = await admin.patch({ credentials: { kind: 'api_key', api_key_sid: standard!.sid } })
    assert.equal(same.status, 200, JSON.stringify(same.body))
  })

  test('a change to an API key keeps the token for receipts until it is taken away', async () => {
    const admin = await connected()
    const key = bench.simulator.full.keys[0]!
    const credentials = { kind: 'api_key', api_key_sid: key.sid, api_key_secret: key.secret }
    const changed = await admin.patch({ credentials })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    assert.equal(changed.body.credentials.auth_token.set, true)
    assert.equal(
      ((await stored(admin)).connection.credentials as { authToken?: string }).authToken,
      bench.simulator.full.authToken,
    )
    const removed = await admin.patch({ credentials: { ...credentials, auth_token: null } })
    assert.equal(removed.body.credentials.auth_token.set, false)
    assert.deepEqual((await stored(admin)).previous, [bench.simulator.full.authToken])
  })

  test('the switch, the name and the redirect ask nobody', async () => {
    const admin = await connected()
    const asked = bench.asked.length
    for (const input of [
      { enabled: false },
      { enabled: true },
      { name_in_texts: '  Acme   Alerts ' },
      { redirect: { enabled: true, phone_number: '+1 415 555 0177' } },
      { redirect: { enabled: false } },
    ]) {
      assert.equal((await admin.patch(input)).status, 200)
    }
    assert.equal(bench.asked.length, asked)
    assert.equal((await admin.get()).body.name_in_texts, 'Acme Alerts')
  })

  test('an organization number that is the sender costs the provider no second question', async () => {
    const admin = await connected()
    let asked = bench.asked.length
    await admin.patch({ organization_number: '+442079460000' })
    const another = bench.asked.length - asked
    asked = bench.asked.length
    await admin.patch({ organization_number: '+14155550100' })
    assert.ok(bench.asked.length - asked < another)
  })

  test('off keeps everything and says who turned it off', async () => {
    const admin = await connected()
    const off = (await admin.patch({ enabled: false })).body
    assert.equal(off.state, 'off')
    assert.match(off.state_reason, /^Switched off \d\d:\d\d by Test Admin\./)
    assert.equal(off.account_sid, bench.simulator.full.sid)
    assert.equal((await admin.patch({ enabled: true })).body.state, 'can_run')
  })

  test('what is left out stays, and null empties', async () => {
    const admin = await connected({ organization_number: '+442079460000', name_in_texts: 'Acme' })
    const kept = (await admin.put(accountSettings(bench.simulator.full))).body
    assert.deepEqual([kept.organization_number, kept.name_in_texts], ['+442079460000', 'Acme'])
    const emptied = (await admin.patch({ organization_number: null, name_in_texts: null })).body
    assert.deepEqual([emptied.organization_number, emptied.name_in_texts], [null, null])
  })
})

describe('a replaced Auth Token', () => {
  async function replaced(): Promise<{ admin: Admin; old: string }> {
    const admin = await connected()
    const { full } = bench.simulator
    const old = full.authToken
    full.authToken = 'a'.repeat(32)
    const answer = await admin.patch({ credentials: { kind: 'auth_token', auth_token: full.authToken } })
    full.authToken = old
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return { admin, old }
  }

  test('still proves receipts for 24 hours', async () => {
    const { admin, old } = await replaced()
    const { previous_token_until } = (await admin.get()).body
    const hours = (Date.parse(previous_token_until) - Date.now()) / 3_600_000
    assert.ok(hours > 23.9 && hours <= 24, `${hours} hours`)
    assert.deepEqual((await stored(admin)).previous, [old])
    bench.clock.at = new Date(Date.parse(previous_token_until))
    assert.deepEqual((await stored(admin)).previous, [])
    assert.equal((await admin.get()).body.previous_token_until, null)
    bench.clock.at = null
  })

  test('can be ended now', async () => {
    const { admin } = await replaced()
    const answer = await admin.remove('/v1/sms/settings/previous-token')
    assert.equal(answer.status, 200)
    assert.equal(answer.body.previous_token_until, null)
    assert.deepEqual((await stored(admin)).previous, [])
  })
})

describe('another provider', () => {
  test("keeps this one's settings, and switching back needs no secret again", async () => {
    const admin = await connected()
    const webhook = await admin.put({ provider: 'webhook', enabled: true, webhook_url: 'https://gateway.example/sms' })
    assert.equal(webhook.status, 200, JSON.stringify(webhook.body))
    assert.equal(webhook.body.state, 'can_run')
    assert.equal(webhook.body.account_sid, null)
    assert.deepEqual(webhook.body.kept, [
      { provider: 'simulator', account_sid: bench.simulator.full.sid, webhook_url: null },
    ])
    const back = await admin.patch({ provider: 'simulator' })
    assert.equal(back.status, 200, JSON.stringify(back.body))
    assert.equal(back.body.sender.phone_number, '+14155550100')
    assert.equal(back.body.kept[0].webhook_url, 'https://gateway.example/sms')
  })

  test('real credentials are asked of the real provider alone, and simulated ones of the simulator alone', async () => {
    const admin = await connected()
    let asked = bench.asked.length
    const real = await admin.put(accountSettings(bench.real.full, { provider: 'twilio' }))
    assert.equal(real.status, 200, JSON.stringify(real.body))
    const hosts = new Set(bench.asked.slice(asked).map(({ url }) => new URL(url).host))
    assert.deepEqual(
      [...hosts].filter((host) => !host.endsWith('.twilio.com')),
      [],
    )
    assert.ok(hosts.has('api.twilio.com'))
    asked = bench.asked.length
    const crossed = await admin.patch({ provider: 'simulator', account_sid: bench.real.full.sid })
    assert.equal(crossed.status, 422)
    assert.equal(crossed.body.errors[0].pointer, '/credentials/auth_token')
    assert.equal(bench.asked.length, asked)
    assert.equal((await admin.get()).body.provider, 'twilio')
  })
})
