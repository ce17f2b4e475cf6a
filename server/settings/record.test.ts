import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { settingsRoutes } from './routes.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench } from './testing.ts'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(settingsRoutes)
})
after(() => bench.close())

async function entries({ workspaceId }: Admin) {
  return bench.db.tenant(workspaceId, (tx) => tx.selectFrom('audit_entries').selectAll().orderBy('id').execute())
}

test('each change is recorded with who, what, from and to; secrets only as set or replaced', async () => {
  const admin = await bench.admin()
  const { full } = bench.simulator
  await admin.put(accountSettings(full))
  await admin.patch({ sender: { kind: 'phone_number', phone_number: '+442079460000' } })
  const token = full.authToken
  full.authToken = 'b'.repeat(32)
  await admin.patch({ credentials: { kind: 'auth_token', auth_token: full.authToken } })
  full.authToken = token
  await admin.patch({ enabled: false, redirect: { enabled: true, phone_number: '+14155550177' } })
  const rows = await entries(admin)
  assert.deepEqual(
    new Set(rows.map((row) => `${row.action} ${row.target} ${row.actor_name}`)),
    new Set(['sms_settings.changed sms_settings Test Admin']),
  )
  assert.deepEqual(
    rows.map((row) => row.changes),
    [
      {
        provider: { from: null, to: 'simulator' },
        account_sid: { from: null, to: full.sid },
        signs_in_with: { from: null, to: 'auth_token' },
        sender: { from: null, to: '+1 ••• ••• 0100' },
        auth_token: { from: null, to: 'set' },
        enabled: { from: false, to: true },
      },
      { sender: { from: '+1 ••• ••• 0100', to: '+44 •• •••• 0000' } },
      { auth_token: { from: 'set', to: 'replaced' } },
      {
        enabled: { from: true, to: false },
        redirect: { from: false, to: true },
        redirect_phone_number: { from: null, to: '+1 ••• ••• 0177' },
      },
    ],
  )
})

test('what was refused leaves no record', async () => {
  const admin = await bench.admin()
  const credentials = { kind: 'auth_token', auth_token: '0'.repeat(32) }
  assert.equal((await admin.put(accountSettings(bench.simulator.full, { credentials }))).status, 422)
  assert.deepEqual(await entries(admin), [])
})

test('the last five changes are told in words, newest first', async () => {
  const admin = await bench.admin()
  await admin.put(accountSettings(bench.simulator.full))
  await admin.patch({ enabled: false })
  await admin.patch({ enabled: true, name_in_texts: 'Acme', titles_in_texts: true, alert_segments: 1 })
  await admin.put({ provider: 'webhook', enabled: true, webhook_url: 'https://gateway.example/sms?key=S3CRET' })
  await admin.post('/v1/sms/settings/signing-secret')
  await admin.remove()
  const { items } = (await admin.get('/v1/sms/settings/changes')).body
  assert.deepEqual(
    items.map((item: { what: string }) => item.what),
    [
      'Disconnected',
      'Signing secret replaced',
      'Provider: the webhook, Webhook URL: https://gateway.example/sms?key=••••, Endpoint drops repeats: yes, Signing secret set',
      'Switched on, Name in texts: Acme, Longest alert: 1 segment, Titles in texts: yes',
      'Switched off',
    ],
  )
  assert.ok(
    items.every((item: { by: string; at: string }) => item.by === 'Test Admin' && !Number.isNaN(Date.parse(item.at))),
  )
})

test('no secret and no test phone is in any answer, row of the record, or row in the clear', async () => {
  const admin = await bench.admin()
  const { full } = bench.simulator
  const key = full.keys[0]!
  const own = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
  const secrets = [full.authToken, key.secret, own, 'S3CRET', '+14155550177']
  const api_key = { kind: 'api_key', api_key_sid: key.sid, api_key_secret: key.secret, auth_token: full.authToken }
  const answers = [
    await admin.put(accountSettings(full, { redirect: { enabled: true, phone_number: '+14155550177' } })),
    await admin.patch({ credentials: api_key }),
    await admin.patch({ credentials: { ...api_key, api_key_secret: `${key.secret}x` } }),
    await admin.patch({ credentials: { kind: 'auth_token', auth_token: `${full.authToken} x` } }),
    await admin.put({
      provider: 'webhook',
      enabled: true,
      webhook_url: 'https://gateway.example/?k=S3CRET',
      signing_secret: own,
    }),
    await admin.put({
      provider: 'webhook',
      enabled: true,
      webhook_url: 'http://gateway.example/?k=S3CRET',
      signing_secret: own,
    }),
    await admin.get(),
    await admin.get('/v1/sms/settings/changes'),
  ]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 422, 422, 200, 422, 200, 200],
  )
  const tables = ['connections', 'senders', 'sms_settings', 'audit_entries'] as const
  const rows = await bench.db.tenant(admin.workspaceId, async (tx) => {
    const read = []
    for (const table of tables) read.push(...(await tx.selectFrom(table).selectAll().execute()))
    return read
  })
  const inTheClear = rows.map((row) =>
    Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value))),
  )
  const seen = JSON.stringify([answers, inTheClear])
  for (const secret of secrets) assert.ok(!seen.includes(secret), `${secret.slice(0, 6)}… is in sight`)
})
