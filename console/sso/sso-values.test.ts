import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SingleSignOn } from '../api.ts'
import { rules, toInput, valuesOf } from './sso-values.ts'

const saved: SingleSignOn = {
  provider: {
    issuer: 'https://login.acme.example',
    client_id: 'handset',
    client_secret: { set: true, updated_at: null, updated_by: null },
    role: { id: 'member', name: 'Member' },
    required: false,
    accept_unsaid: false,
  },
  domains: [
    { domain: 'acme.example', confirmed: true },
    { domain: 'acme.test', confirmed: false },
  ],
  redirect_uri: 'https://sms.acme.example/auth/sso/ws_1/callback',
  logout_uri: 'https://sms.acme.example/auth/sso/ws_1/logout',
}
const nothing: SingleSignOn = { provider: null, domains: [], redirect_uri: '', logout_uri: '' }

test('what is saved comes back as it was, without the secret', () => {
  const { client_secret, ...sent } = toInput(valuesOf(saved))
  assert.equal(client_secret, undefined)
  assert.deepEqual(sent.domains, ['acme.example', 'acme.test'])
  assert.deepEqual(Object.values(rules(valuesOf(saved), saved)).filter(Boolean), [])
})

test('a stored secret is asked for again when it is for another client', () => {
  assert.ok(rules({ ...valuesOf(saved), client_id: 'another' }, saved).client_secret)
})

test('an empty form says what is missing', () => {
  const faults = rules(valuesOf(nothing), nothing)
  const missing = Object.entries(faults).filter(([, fault]) => fault)
  assert.deepEqual(
    missing.map(([name]) => name),
    ['issuer', 'client_id', 'client_secret', 'domains'],
  )
})

test('domains are parted by commas, spaces or lines', () => {
  assert.deepEqual(toInput({ ...valuesOf(saved), domains: ' a.example,b.example\nc.example ' }).domains, [
    'a.example',
    'b.example',
    'c.example',
  ])
})
