import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SettingsOut } from '../api.ts'
import { type AccountValues, accountRules, toAccountPatch } from './account-values.ts'

const HEX = '0123456789abcdef0123456789abcdef'
const AC = `AC${HEX}`
const SK = `SK${HEX}`
const stored = {
  provider: 'twilio',
  account_sid: AC,
  credentials: { kind: 'auth_token', auth_token: { set: true, updated_at: null, updated_by: null } },
  kept: [],
} as unknown as SettingsOut
const nothing = { provider: null, account_sid: null, credentials: null, kept: [] } as unknown as SettingsOut

const typed = (values: Partial<AccountValues>): AccountValues => ({
  account_sid: AC,
  kind: 'auth_token',
  auth_token: HEX,
  api_key_sid: '',
  api_key_secret: '',
  receipts_token: '',
  ...values,
})

describe('what is typed as a Twilio account', () => {
  const sids: [sid: string, text: string | undefined][] = [
    [AC, undefined],
    [` ${AC} `, undefined],
    [SK, 'That is an API key. The Account SID starts with AC; choose "API key" below for this one.'],
    [HEX, 'That looks like an Auth Token. It belongs in the next field.'],
    ['AC12', 'The Account SID starts with AC and has 34 characters: digits and the letters a to f.'],
    ['', 'The Account SID is missing.'],
  ]
  for (const [sid, text] of sids) {
    it(`answers the Account SID ${JSON.stringify(sid)} with ${text ?? 'nothing'}`, () =>
      assert.equal(accountRules(typed({ account_sid: sid }), nothing, 'twilio').account_sid?.text, text))
  }

  it('keeps a stored token that was not touched, and never sends one that was not typed', () => {
    const values = typed({ auth_token: '' })
    assert.equal(accountRules(values, stored, 'twilio').auth_token, undefined)
    assert.deepEqual(toAccountPatch(values), { account_sid: AC, credentials: { kind: 'auth_token' } })
  })

  it('asks for the token of another account, since the stored one belongs to the first', () => {
    const values = typed({ account_sid: `AC${HEX.replaceAll('0', 'f')}`, auth_token: '' })
    assert.equal(accountRules(values, stored, 'twilio').auth_token?.text, 'The Auth Token is missing.')
  })

  it('asks for the secret of a key, but not for the token that only proves receipts', () => {
    const faults = accountRules(typed({ kind: 'api_key', auth_token: '', api_key_sid: SK }), stored, 'twilio')
    assert.equal(faults.api_key_secret?.text, 'The API key secret is missing.')
    assert.equal(faults.receipts_token, undefined)
  })

  it('tells a SID in a field for secrets', () => {
    assert.equal(
      accountRules(typed({ auth_token: AC }), nothing, 'twilio').auth_token?.text,
      'That is an Account SID, not the Auth Token.',
    )
  })

  it('sends a key with what was typed and nothing else', () => {
    const values = typed({ kind: 'api_key', api_key_sid: SK, api_key_secret: 'secret', auth_token: HEX })
    assert.deepEqual(toAccountPatch(values).credentials, { kind: 'api_key', api_key_sid: SK, api_key_secret: 'secret' })
  })
})
