import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { settingsRoutes } from './routes.ts'
import { openConnection } from './secrets.ts'
import { type Admin, accountSettings, openSettingsBench, type SettingsBench } from './testing.ts'

const URL_WITH_SECRET = 'https://gateway.example/sms?team=ops&key=S3CRET'
const MASKED = 'https://gateway.example/sms?team=••••&key=••••'

let bench: SettingsBench
before(async () => {
  bench = await openSettingsBench(settingsRoutes)
})
after(() => bench.close())

async function connected(more: Record<string, unknown> = {}): Promise<{ admin: Admin; secret: string }> {
  const admin = await bench.admin()
  const saved = await admin.put({ provider: 'webhook', enabled: true, webhook_url: URL_WITH_SECRET, ...more })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  return { admin, secret: saved.body.new_signing_secret }
}

async function stored({ workspaceId }: Admin) {
  const sealer = await bench.context.keys.forWorkspace(workspaceId)
  const row = await bench.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('connections').selectAll().where('provider', '=', 'webhook').executeTakeFirstOrThrow(),
  )
  const connection = openConnection(sealer, row, bench.context)
  assert.ok(connection.provider === 'webhook')
  return connection
}

test('a webhook is ready without a sender, and its query is masked wherever it is shown', async () => {
  const { admin } = await connected()
  const { body } = await admin.get()
  assert.equal(body.state, 'can_run')
  assert.equal(body.webhook_url, MASKED)
  assert.equal(body.drops_repeats, true)
  assert.equal(body.state_reason, 'Sending through the webhook at gateway.example.')
  assert.equal((await stored(admin)).url, URL_WITH_SECRET)
})

test('the masked address that a form sends back keeps the address; a part of it would be lost and is refused', async () => {
  const { admin } = await connected()
  const same = await admin.patch({ webhook_url: MASKED, drops_repeats: false })
  assert.equal(same.status, 200, JSON.stringify(same.body))
  assert.deepEqual(await stored(admin), { ...(await stored(admin)), url: URL_WITH_SECRET, dropsRepeats: false })
  const mixed = await admin.patch({ webhook_url: 'https://other.example/sms?key=••••' })
  assert.deepEqual(mixed.body.errors, [
    { pointer: '/webhook_url', detail: 'The masked values would be lost. Type the whole address.' },
  ])
})

describe('an address that must not be asked is refused', () => {
  const cases = [
    [
      'http://gateway.example/',
      'Use https. For an address inside your network the operator can allow its host and port.',
    ],
    [
      'https://10.1.2.3:8443/sms',
      '10.1.2.3 is a private address. The operator can allow exactly 10.1.2.3:8443 with HANDSET_ALLOW_HOSTS.',
    ],
    [
      'https://localhost/sms',
      'localhost is a private address. The operator can allow exactly localhost:443 with HANDSET_ALLOW_HOSTS.',
    ],
    ['https://user:pass@gateway.example/', 'Leave out the user name and password before the @.'],
    ['gateway', 'That is not a web address. It begins with https://.'],
    ['  ', 'Webhook URL is missing.'],
  ] as const
  for (const [webhook_url, detail] of cases) {
    test(`${webhook_url}: ${detail}`, async () => {
      const admin = await bench.admin()
      const answer = await admin.put({ provider: 'webhook', enabled: true, webhook_url })
      assert.equal(answer.status, 422)
      assert.deepEqual(answer.body.errors, [{ pointer: '/webhook_url', detail }])
      assert.equal((await admin.get()).body.revision, 0)
    })
  }

  test('unless the operator allows exactly that host and port', async () => {
    const admin = await bench.admin()
    const answer = await admin.put({ provider: 'webhook', enabled: true, webhook_url: 'http://gateway.test:8080/sms' })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  })
})

test('a signing secret is made, shown once, and can be replaced', async () => {
  const { admin, secret } = await connected()
  assert.match(secret, /^whsec_/)
  assert.equal((await stored(admin)).signingSecret, secret)
  const again = await admin.patch({ drops_repeats: false })
  assert.equal(again.body.new_signing_secret, null)
  assert.equal(again.body.signing_secret.set, true)
  const made = await admin.post('/v1/sms/settings/signing-secret')
  assert.equal(made.status, 200)
  assert.notEqual(made.body.signing_secret, secret)
  assert.equal((await stored(admin)).signingSecret, made.body.signing_secret)
})

test("one's own signing secret is taken as it is and never shown", async () => {
  const own = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
  const { admin, secret } = await connected({ signing_secret: own })
  assert.equal(secret, null)
  assert.equal((await stored(admin)).signingSecret, own)
  const wrong = await admin.patch({ signing_secret: 'short' })
  assert.equal(wrong.body.errors[0].pointer, '/signing_secret')
})

test('only a webhook has a signing secret, and it has no account and no senders', async () => {
  const twilio = await bench.admin()
  await twilio.put(accountSettings(bench.simulator.full))
  assert.equal((await twilio.post('/v1/sms/settings/signing-secret')).body.code, 'not_webhook')
  const { admin } = await connected()
  const wrong = await admin.patch({ sender: { kind: 'short_code', short_code: '12345' }, account_sid: 'AC1' })
  assert.deepEqual(
    wrong.body.errors.map((error: { pointer: string }) => error.pointer),
    ['/account_sid', '/sender'],
  )
  assert.deepEqual((await admin.get('/v1/sms/senders')).body.items, [])
})
