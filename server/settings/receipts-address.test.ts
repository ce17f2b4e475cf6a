import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiptsAddress } from './receipts-address.ts'

const at = (publicUrl: string | null, provider: string) =>
  receiptsAddress(publicUrl, { provider, workspace_id: 'ws_1', id: 'con_1' })

test('a provider is told an address under the public one', () => {
  assert.equal(at('https://sms.acme.example', 'twilio'), 'https://sms.acme.example/callbacks/sms/ws_1/con_1')
})

test('without a public address none is told, and a webhook is never told one', () => {
  assert.equal(at(null, 'twilio'), null)
  assert.equal(at('https://sms.acme.example', 'webhook'), null)
})

test('an address of our own network is told to the simulator alone', () => {
  const local = [
    'http://127.0.0.1:4000',
    'http://localhost:4000',
    'http://[::1]:4000',
    'http://10.0.0.5',
    'http://handset',
    'https://sms.acme.internal',
  ]
  for (const url of local) {
    assert.equal(at(url, 'twilio'), null, url)
    assert.equal(at(url, 'simulator'), `${url}/callbacks/sms/ws_1/con_1`)
  }
})
