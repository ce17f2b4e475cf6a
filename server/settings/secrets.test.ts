import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sealer } from '../kit/seal.ts'
import {
  newSigningSecret,
  openConnection,
  openPreviousTokens,
  type SealedConnection,
  sealPreviousToken,
  sealSecrets,
  sealWebhookUrl,
} from './secrets.ts'

const workspace = sealer(randomBytes(32), 'ws_one')
const HOSTS = { simulatorUrl: 'http://127.0.0.1:4010' }
const ROW: SealedConnection = {
  id: 'con_1',
  provider: 'twilio',
  account_sid: `AC${'1'.repeat(32)}`,
  credentials_kind: 'auth_token',
  api_key_sid: null,
  secrets_sealed: sealSecrets(workspace, 'con_1', { auth_token: 'the token' }),
  webhook_url_sealed: null,
  drops_repeats: true,
}

test('real credentials go to the real provider and simulated ones to the simulator, never across', () => {
  assert.deepEqual(openConnection(workspace, ROW, HOSTS), {
    provider: 'twilio',
    accountSid: ROW.account_sid,
    credentials: { kind: 'auth_token', authToken: 'the token' },
    apiBase: 'https://api.twilio.com',
    messagingBase: 'https://messaging.twilio.com',
  })
  const simulated = openConnection(workspace, { ...ROW, provider: 'simulator' }, HOSTS)
  assert.ok(simulated.provider === 'simulator')
  assert.deepEqual([simulated.apiBase, simulated.messagingBase], [HOSTS.simulatorUrl, HOSTS.simulatorUrl])
})

test('where the simulator is no longer offered, its credentials have nowhere to go', () => {
  const connection = openConnection(workspace, { ...ROW, provider: 'simulator' }, { simulatorUrl: null })
  assert.ok(connection.provider === 'simulator')
  assert.match(connection.apiBase, /\.invalid$/)
})

test('an API key keeps the token beside it, only where there is one', () => {
  const open = (secrets: Parameters<typeof sealSecrets>[2]) => {
    const row = {
      ...ROW,
      credentials_kind: 'api_key',
      api_key_sid: 'SK1',
      secrets_sealed: sealSecrets(workspace, 'con_1', secrets),
    }
    const connection = openConnection(workspace, row, HOSTS)
    return connection.provider === 'webhook' ? null : connection.credentials
  }
  const key = { kind: 'api_key', apiKeySid: 'SK1', apiKeySecret: 'the secret' }
  assert.deepEqual(open({ api_key_secret: 'the secret' }), key)
  assert.deepEqual(open({ api_key_secret: 'the secret', auth_token: 'the token' }), { ...key, authToken: 'the token' })
})

test('a webhook opens with its address and its signing secret', () => {
  const row = {
    ...ROW,
    provider: 'webhook',
    webhook_url_sealed: sealWebhookUrl(workspace, 'con_1', 'https://gateway.example/sms?key=hidden'),
    secrets_sealed: sealSecrets(workspace, 'con_1', { signing_secret: 'whsec_x' }),
  }
  assert.deepEqual(openConnection(workspace, row, HOSTS), {
    provider: 'webhook',
    url: 'https://gateway.example/sms?key=hidden',
    signingSecret: 'whsec_x',
    dropsRepeats: true,
  })
})

test("a secret does not open in another connection's row or another workspace", () => {
  assert.throws(() => openConnection(workspace, { ...ROW, id: 'con_2' }, HOSTS))
  assert.throws(() => openConnection(sealer(randomBytes(32), 'ws_two'), ROW, HOSTS))
})

test('a replaced token proves receipts until its time is over', () => {
  const until = new Date('2026-03-13T12:00:00Z')
  const row = {
    id: 'con_1',
    previous_token_sealed: sealPreviousToken(workspace, 'con_1', 'the old one'),
    previous_token_until: until,
  }
  assert.deepEqual(openPreviousTokens(workspace, row, new Date(until.getTime() - 1)), ['the old one'])
  assert.deepEqual(openPreviousTokens(workspace, row, until), [])
  assert.deepEqual(openPreviousTokens(workspace, { ...row, previous_token_sealed: null }, new Date(0)), [])
})

test('signing secrets are made in the form of Standard Webhooks, and never twice the same', () => {
  const [one, two] = [newSigningSecret(), newSigningSecret()]
  assert.match(one, /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.notEqual(one, two)
})
