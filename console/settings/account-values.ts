import type { SettingsOut, SettingsPatch } from '../api.ts'
import type { Fault, Faults } from '../ui/form.ts'
import type { Provider } from './words.ts'

export interface AccountValues {
  account_sid: string
  kind: 'auth_token' | 'api_key'
  auth_token: string
  api_key_sid: string
  api_key_secret: string
  /** With an API key: the token that only proves receipts. */
  receipts_token: string
}

/** What is stored for this provider, as far as it may be seen. */
export function storedValues(settings: SettingsOut, provider: Provider): AccountValues {
  const isActive = settings.provider === provider
  const kept = settings.kept.find((one) => one.provider === provider)
  const credentials = isActive ? settings.credentials : null
  return {
    account_sid: (isActive ? settings.account_sid : kept?.account_sid) ?? '',
    kind: credentials?.kind ?? 'auth_token',
    auth_token: '',
    api_key_sid: credentials?.kind === 'api_key' ? credentials.api_key_sid : '',
    api_key_secret: '',
    receipts_token: '',
  }
}

export function accountRules(values: AccountValues, settings: SettingsOut, provider: Provider): Faults<AccountValues> {
  const isSame = settings.provider === provider && settings.account_sid === values.account_sid.trim()
  const stored = isSame ? settings.credentials : null
  if (values.kind === 'auth_token') {
    const has = stored?.kind === 'auth_token' && stored.auth_token.set
    return {
      account_sid: accountSid(values.account_sid),
      auth_token: secret(values.auth_token, 'Auth Token', has),
    }
  }
  const hasKey =
    stored?.kind === 'api_key' && stored.api_key_sid === values.api_key_sid.trim() && stored.api_key_secret.set
  return {
    account_sid: accountSid(values.account_sid),
    api_key_sid: apiKeySid(values.api_key_sid),
    api_key_secret: secret(values.api_key_secret, 'API key secret', hasKey),
    receipts_token: values.receipts_token ? secret(values.receipts_token, 'Auth Token', true) : undefined,
  }
}

export function toAccountPatch(values: AccountValues): SettingsPatch {
  const { account_sid, kind, auth_token, api_key_sid, api_key_secret, receipts_token } = values
  if (kind === 'auth_token') {
    return {
      account_sid: account_sid.trim(),
      credentials: { kind, ...(auth_token && { auth_token: auth_token.trim() }) },
    }
  }
  const secrets = {
    ...(api_key_secret && { api_key_secret: api_key_secret.trim() }),
    ...(receipts_token && { auth_token: receipts_token.trim() }),
  }
  return { account_sid: account_sid.trim(), credentials: { kind, api_key_sid: api_key_sid.trim(), ...secrets } }
}

export function isAccountSid(typed: string): boolean {
  return isSid('AC', typed.trim())
}

function accountSid(typed: string): Fault | undefined {
  const sid = typed.trim()
  if (sid === '') return { text: 'The Account SID is missing.' }
  if (sid.startsWith('SK')) {
    return { text: 'That is an API key. The Account SID starts with AC; choose "API key" below for this one.' }
  }
  if (/^[0-9a-f]{32}$/i.test(sid)) return { text: 'That looks like an Auth Token. It belongs in the next field.' }
  if (isAccountSid(sid)) return undefined
  return { text: 'The Account SID starts with AC and has 34 characters: digits and the letters a to f.' }
}

function apiKeySid(typed: string): Fault | undefined {
  const sid = typed.trim()
  if (sid === '') return { text: 'The API key SID is missing.' }
  if (sid.startsWith('AC')) return { text: 'That is the Account SID. The API key SID starts with SK.' }
  if (isSid('SK', sid)) return undefined
  return { text: 'The API key SID starts with SK and has 34 characters: digits and the letters a to f.' }
}

function secret(typed: string, name: string, stored: boolean | undefined): Fault | undefined {
  const value = typed.trim()
  if (value === '') return stored ? undefined : { text: `The ${name} is missing.` }
  if (isSid('AC', value)) return { text: `That is an Account SID, not the ${name}.` }
  if (isSid('SK', value)) return { text: `That is an API key SID, not the ${name}.` }
  if (/[^\x21-\x7e]/.test(value)) return { text: `The ${name} has no spaces and no letters beyond a to z.` }
  return undefined
}

function isSid(prefix: string, sid: string): boolean {
  return sid.startsWith(prefix) && /^[A-Z]{2}[0-9a-f]{32}$/i.test(sid)
}
